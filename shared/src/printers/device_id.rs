//! What a printer says of itself in its IEEE 1284 device id.

use crate::printing::PrinterLanguage;

/// The length field can say no more, and no printer says half as much.
pub const DEVICE_ID_BYTES_MAX: usize = 1024;
const VALUE_CHARS_MAX: usize = 80;

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
        let text = String::from_utf8_lossy(bytes.get(2..bytes.len().min(DEVICE_ID_BYTES_MAX))?);
        let mut id = DeviceId::default();
        for field in text.trim_matches('\0').split(';') {
            let Some((name, value)) = field.split_once(':') else { continue };
            let value = plain(value);
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
        if commands.contains("ESC/POS") || commands.contains("ESCPOS") {
            return Some(PrinterLanguage::Escpos);
        }
        let mut said = commands.split([',', ' ', '/']).map(str::trim);
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

/// What a device said, fit to be shown: without control characters, of bounded length.
pub(super) fn plain(text: &str) -> String {
    let printable = text.chars().filter(|c| !c.is_control() && *c != char::REPLACEMENT_CHARACTER);
    printable.take(VALUE_CHARS_MAX).collect::<String>().trim().to_owned()
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
        for bytes in [&b""[..], b"\0", b"\0\x02", b"\0\x05abc", b"\xff\xff\xff\xff", &[0; 5_000]] {
            assert_eq!(DeviceId::read(bytes), None);
        }
        assert_eq!(id("MDL").model, "");
    }

    #[test]
    fn what_is_shown_is_bounded_and_without_control_characters() {
        let long = id(&format!("MFG:\x1b[31mEvil\r\n;MDL:{};", "M".repeat(900)));
        assert_eq!(long.maker, "[31mEvil");
        assert_eq!(long.model.len(), VALUE_CHARS_MAX);
    }
}
