//! Printers as devices: how they are set up to print, what is known of their models, what they answer.

pub mod detect;
mod device_id;
pub mod mark;
mod network;
mod options;
pub mod profile;
pub mod status;

pub use device_id::{DEVICE_ID_BYTES_MAX, DeviceId};
pub use network::{DARKNESS_STEPS, NetworkAsk, NetworkFinding, NetworkTrial, NetworkTrialOutcome, TrialPaper};
pub use options::{Finish, FlowControl, NetworkAddress, PaperGap, PrintDirection, PrinterOptions, ZplCompression};
