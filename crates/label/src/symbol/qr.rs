//! QR codes (ISO/IEC 18004), made by `fast_qr`.

/// White modules on each side.
pub(crate) const QUIET_MODULES: u32 = 4;

/// A square of modules.
pub(crate) struct Qr {
    pub size: u32,
    code: fast_qr::QRCode,
}

impl Qr {
    /// At medium correction; nothing if the text is too long for any version.
    pub(crate) fn new(text: &str) -> Option<Qr> {
        let code = fast_qr::QRBuilder::new(text).ecl(fast_qr::ECL::M).build().ok()?;
        Some(Qr { size: code.size as u32, code })
    }

    pub(crate) fn is_dark(&self, x: u32, y: u32) -> bool {
        self.code[y as usize][x as usize].value()
    }
}
