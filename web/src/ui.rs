//! The design's parts: they know how things look and behave, and nothing about shipments.

mod button;
mod checkbox;
mod chip;
mod chip_field;
#[cfg(target_arch = "wasm32")]
mod combobox;
mod dialog;
mod field;
mod file_button;
mod icon;
mod menu;
mod palette;
mod pill;
mod progress;
mod select;
mod side_panel;
mod states;
mod tabs;
mod toast;
mod virtual_list;

use std::cell::Cell;

pub use button::{Button, ButtonKind, IconButton};
pub use checkbox::Checkbox;
pub use chip::Chip;
// Only the console has such fields, and the host has no console.
#[cfg(target_arch = "wasm32")]
pub use chip_field::ChipField;
#[cfg(target_arch = "wasm32")]
pub use combobox::{ComboItem, Combobox};
pub use dialog::Dialog;
pub use field::{Field, TextArea};
pub use file_button::FileButton;
pub use icon::{Icon, Mark, Symbol};
pub use menu::Menu;
pub use palette::{Palette, PaletteItem};
pub use pill::{Pill, Tone};
pub use progress::Progress;
pub use select::Select;
pub use side_panel::SidePanel;
pub use states::{EmptyState, ErrorState, Kbd, Notice, Skeleton};
pub use tabs::{TabLink, Tabs};
pub use toast::{ToastHost, Toasts};
pub use virtual_list::{ListWindow, VirtualList};

thread_local! {
    static NEXT_ID: Cell<u32> = const { Cell::new(0) };
    /// What this module's ids begin with: each module counts for itself.
    static ID_MARK: Cell<&'static str> = const { Cell::new("") };
}

/// Ids made from now on begin with this.
pub fn mark_ids(mark: &'static str) {
    ID_MARK.set(mark);
}

/// An id for a control and its label, unique on the page.
pub fn fresh_id(prefix: &str) -> String {
    let number = NEXT_ID.get();
    NEXT_ID.set(number.wrapping_add(1));
    format!("{}{prefix}-{number}", ID_MARK.get())
}
