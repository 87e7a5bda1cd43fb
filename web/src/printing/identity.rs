//! How this browser tells its devices apart.

/// The serial number is left out where the printer has none.
pub fn usb_key(vendor: u16, product: u16, serial: Option<&str>) -> String {
    let serial: String = serial.unwrap_or_default().trim().chars().take(64).collect();
    format!("usb:{vendor:04x}:{product:04x}:{serial}").trim_end_matches(':').to_owned()
}

/// As [`usb_key`] for a serial port; ports that say nothing (built-in ones) are only `serial`, those of Bluetooth `serial:bluetooth`.
pub fn serial_key(ids: Option<(u16, u16)>, is_bluetooth: bool) -> String {
    match ids {
        Some((vendor, product)) => format!("serial:{vendor:04x}:{product:04x}"),
        None if is_bluetooth => "serial:bluetooth".to_owned(),
        None => "serial".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_tell_devices_apart() {
        assert_eq!(usb_key(0x0a5f, 0x82, Some("VU0001")), "usb:0a5f:0082:VU0001");
        assert_eq!(usb_key(0x0a5f, 0x82, None), "usb:0a5f:0082");
        assert_eq!(usb_key(0x0a5f, 0x82, Some(" ")), "usb:0a5f:0082");
        assert!(usb_key(1, 2, Some(&"长".repeat(300))).chars().count() <= 120);
        assert_eq!(
            (serial_key(Some((0x0fe6, 0x811e)), false), serial_key(None, false), serial_key(None, true)),
            ("serial:0fe6:811e".into(), "serial".into(), "serial:bluetooth".into())
        );
    }
}
