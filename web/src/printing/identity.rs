//! Who a device says it is.

use shared::printing::PrinterLanguage;

/// What matters of an IEEE 1284 device id: `MFG:Zebra;CMD:ZPL;MDL:GK420d;`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceId {
    pub maker: String,
    pub model: String,
    pub commands: String,
}

impl DeviceId {
    /// Reads what GET_DEVICE_ID answered: two bytes of length, big end first and counting themselves, then the text. Some printers send a wrong
    /// length, so the text is read as far as it came.
    pub fn read(bytes: &[u8]) -> Option<DeviceId> {
        let text = String::from_utf8_lossy(bytes.get(2..)?);
        let mut id = DeviceId::default();
        for field in text.trim_matches('\0').split(';') {
            let Some((name, value)) = field.split_once(':') else { continue };
            let value = value.trim().to_owned();
            match name.trim().to_ascii_uppercase().as_str() {
                "MFG" | "MANUFACTURER" => id.maker = value,
                "MDL" | "MODEL" => id.model = value,
                "CMD" | "COMMAND SET" => id.commands = value,
                _ => {}
            }
        }
        (id != DeviceId::default()).then_some(id)
    }

    /// The language the command set names. `XPP` and `XL` are what TSPL printers of several makers say.
    pub fn language(&self) -> Option<PrinterLanguage> {
        let commands = self.commands.to_ascii_uppercase();
        let mut said = commands.split([',', ' ', '/']).map(str::trim);
        if commands.contains("ESC/POS") || commands.contains("ESCPOS") {
            return Some(PrinterLanguage::Escpos);
        }
        said.find_map(|word| match word {
            _ if word.starts_with("ZPL") => Some(PrinterLanguage::Zpl),
            _ if word.starts_with("TSPL") || word == "XPP" || word == "XL" => Some(PrinterLanguage::Tspl),
            _ if word.starts_with("CPCL") => Some(PrinterLanguage::Cpcl),
            _ if word.starts_with("EPL") => Some(PrinterLanguage::Epl),
            _ => None,
        })
    }

    /// What people may call it.
    pub fn name(&self) -> String {
        format!("{} {}", self.maker, self.model).trim().to_owned()
    }
}

/// The language most printers of a maker speak, where the device says nothing itself.
pub fn language_of_vendor(vendor: u16) -> Option<PrinterLanguage> {
    Some(match vendor {
        0x0a5f => PrinterLanguage::Zpl,
        0x1203 | 0x2d37 | 0x2e3c | 0x2aaf | 0x0471 => PrinterLanguage::Tspl,
        0x20d1 => PrinterLanguage::Cpcl,
        0x04b8 | 0x0519 | 0x1504 | 0x1d90 | 0x0416 | 0x0483 | 0x1fc9 => PrinterLanguage::Escpos,
        _ => return None,
    })
}

/// How this browser tells a USB printer from others; the serial number is left out where the printer has none.
pub fn usb_key(vendor: u16, product: u16, serial: Option<&str>) -> String {
    let serial: String = serial.unwrap_or_default().trim().chars().take(64).collect();
    format!("usb:{vendor:04x}:{product:04x}:{serial}").trim_end_matches(':').to_owned()
}

/// As [`usb_key`] for a serial port; ports that say nothing (Bluetooth, built-in ones) are only `serial`.
pub fn serial_key(ids: Option<(u16, u16)>) -> String {
    match ids {
        Some((vendor, product)) => format!("serial:{vendor:04x}:{product:04x}"),
        None => "serial".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> DeviceId {
        let length = u16::try_from(text.len() + 2).unwrap().to_be_bytes();
        DeviceId::read(&[&length[..], text.as_bytes()].concat()).unwrap_or_default()
    }

    #[test]
    fn device_ids_name_language_and_model() {
        let table = [
            ("MFG:Zebra Technologies;CMD:ZPL;MDL:ZTC GK420d;CLS:PRINTER;", Some(PrinterLanguage::Zpl)),
            ("MANUFACTURER:Zebra ;COMMAND SET:EPL;MODEL:LP2844;", Some(PrinterLanguage::Epl)),
            ("MFG:Printer;MDL:Thermal Printer;CMD:XPP,XL;", Some(PrinterLanguage::Tspl)),
            ("MFG:HPRT;MDL:HM-A300E;CMD:CPCL;", Some(PrinterLanguage::Cpcl)),
            ("MFG:EPSON;CMD:ESC/POS;MDL:TM-T81;", Some(PrinterLanguage::Escpos)),
            ("MFG:HP;CMD:PCL,PJL;MDL:LaserJet;", None),
        ];
        for (text, language) in table {
            assert_eq!(id(text).language(), language, "{text}");
        }
        assert_eq!(id(table[0].0).name(), "Zebra Technologies ZTC GK420d");
    }

    #[test]
    fn nonsense_is_no_device_id() {
        for bytes in [&b""[..], b"\0", b"\0\x02", b"\0\x05abc", b"\xff\xff\xff\xff"] {
            assert_eq!(DeviceId::read(bytes), None);
        }
        assert_eq!(id("MDL").model, "");
    }

    #[test]
    fn keys_tell_devices_apart() {
        assert_eq!(usb_key(0x0a5f, 0x82, Some("VU0001")), "usb:0a5f:0082:VU0001");
        assert_eq!(usb_key(0x0a5f, 0x82, None), "usb:0a5f:0082");
        assert_eq!(usb_key(0x0a5f, 0x82, Some(" ")), "usb:0a5f:0082");
        assert!(usb_key(1, 2, Some(&"长".repeat(300))).chars().count() <= 120);
        assert_eq!(
            (serial_key(Some((0x0fe6, 0x811e))), serial_key(None)),
            ("serial:0fe6:811e".into(), "serial".into())
        );
    }
}
