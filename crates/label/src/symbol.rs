//! Barcodes: Code 128 and QR.

pub(crate) mod code128;
pub(crate) mod qr;
