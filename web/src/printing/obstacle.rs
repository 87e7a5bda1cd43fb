//! What stands between the page and a printer, told from what the browser said, and the steps that help on this system.

use shared::printing::PrinterConnection;

use super::link::{LinkError, Refusal, Stage};
use crate::{i18n::Text, texts::printers as texts};

/// The system under the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    Windows,
    Linux,
    Mac,
    Other,
}

impl System {
    /// From `navigator.platform`: `Win32`, `Linux x86_64`, `MacIntel`.
    pub fn of(platform: &str) -> System {
        match platform {
            _ if platform.starts_with("Win") => System::Windows,
            _ if platform.starts_with("Linux") => System::Linux,
            _ if platform.starts_with("Mac") => System::Mac,
            _ => System::Other,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The browser has neither WebUSB nor Web Serial.
    NoApi,
    /// The page came over plain HTTP, where browsers give no devices.
    Insecure,
    /// A rule of the page, the frame around it or the administrator forbids devices.
    Forbidden,
    /// `usbprint.sys` owns the USB printer.
    WindowsDriver,
    /// `usblp` or another kernel driver owns the interface.
    LinuxDriver,
    /// The device may not be opened by this user.
    LinuxPermission,
    /// The serial port may not be opened by this user, or something has it open.
    LinuxPort,
    /// The system's print queue owns the USB printer.
    MacQueue,
    /// Another program has the serial port.
    PortBusy,
    /// Another tab, window or program has the device.
    Held,
}

/// One step of the way out; a command is to be copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub words: Text,
    pub command: Option<String>,
}

impl Obstacle {
    /// What an error means; `None` where it is no obstacle but an accident (pulled out, timed out).
    pub fn of(error: &LinkError, system: System, is_secure: bool) -> Option<Obstacle> {
        match error {
            LinkError::Unsupported if !is_secure => Some(Obstacle::Insecure),
            LinkError::Unsupported => Some(Obstacle::NoApi),
            LinkError::Refused(refusal) => Some(refused(refusal, system)),
            LinkError::Elsewhere => Some(Obstacle::Held),
            LinkError::NotChosen
            | LinkError::NoEndpoint
            | LinkError::Disconnected
            | LinkError::Timeout
            | LinkError::Failed(_) => None,
        }
    }

    pub const fn title(self) -> Text {
        match self {
            Obstacle::NoApi => texts::NO_API,
            Obstacle::Insecure => texts::INSECURE,
            Obstacle::Forbidden => texts::FORBIDDEN,
            Obstacle::WindowsDriver => texts::WINDOWS_DRIVER,
            Obstacle::LinuxDriver => texts::LINUX_DRIVER,
            Obstacle::LinuxPermission => texts::LINUX_PERMISSION,
            Obstacle::LinuxPort => texts::LINUX_PORT,
            Obstacle::MacQueue => texts::MAC_QUEUE,
            Obstacle::PortBusy => texts::PORT_BUSY,
            Obstacle::Held => texts::HELD,
        }
    }

    /// In the order in which to try them. `ids` are the device's, where they are known.
    pub fn steps(self, ids: Option<(u16, u16)>) -> Vec<Step> {
        let plain = |words| Step { words, command: None };
        let command = |words, command: String| Step { words, command: Some(command) };
        match self {
            Obstacle::NoApi => vec![plain(texts::USE_CHROME), plain(texts::USE_PDF)],
            Obstacle::Insecure => vec![plain(texts::USE_HTTPS), plain(texts::USE_PDF)],
            Obstacle::Forbidden => vec![plain(texts::ALLOW_DEVICES), plain(texts::OWN_WINDOW), plain(texts::USE_PDF)],
            Obstacle::WindowsDriver => vec![
                plain(texts::VIRTUAL_COM),
                plain(texts::BLUETOOTH_SERIAL),
                plain(texts::ZADIG),
                plain(texts::NETWORK_PRINTER),
                plain(texts::USE_PDF),
            ],
            Obstacle::LinuxDriver => vec![
                command(texts::RELEASE_DRIVER, udev_rules(ids)),
                plain(texts::REPLUG),
                plain(texts::USE_SERIAL),
                plain(texts::USE_PDF),
            ],
            Obstacle::LinuxPermission => {
                vec![command(texts::ALLOW_DEVICE, udev_rules(ids)), plain(texts::REPLUG), plain(texts::USE_PDF)]
            }
            Obstacle::LinuxPort => vec![
                plain(texts::CLOSE_OTHERS),
                command(texts::JOIN_DIALOUT, "sudo usermod -aG dialout \"$USER\"".to_owned()),
                plain(texts::SIGN_IN_AGAIN),
            ],
            Obstacle::MacQueue => {
                vec![
                    plain(texts::MAC_REMOVE_QUEUE),
                    plain(texts::REPLUG),
                    plain(texts::USE_SERIAL),
                    plain(texts::USE_PDF),
                ]
            }
            Obstacle::PortBusy => vec![plain(texts::CLOSE_OTHERS), plain(texts::OTHER_PORT), plain(texts::REPLUG)],
            Obstacle::Held => vec![plain(texts::CLOSE_TABS), plain(texts::CLOSE_OTHERS), plain(texts::REPLUG)],
        }
    }
}

fn refused(refusal: &Refusal, system: System) -> Obstacle {
    let says = |words: &str| refusal.message.to_ascii_lowercase().contains(words);
    if refusal.stage == Stage::Choose || says("permissions policy") || says("disallowed") {
        return Obstacle::Forbidden;
    }
    // Chromium's words for a device or port that this very browser has open.
    if refusal.name == "InvalidStateError" {
        return Obstacle::Held;
    }
    match (refusal.connection, system) {
        (PrinterConnection::Serial, System::Linux) => Obstacle::LinuxPort,
        (PrinterConnection::Serial, _) => Obstacle::PortBusy,
        (_, System::Windows) => Obstacle::WindowsDriver,
        (_, System::Linux) if refusal.stage == Stage::Claim => Obstacle::LinuxDriver,
        (_, System::Linux) => Obstacle::LinuxPermission,
        (_, System::Mac) => Obstacle::MacQueue,
        _ => Obstacle::Held,
    }
}

/// Lets whoever sits at the machine use the printer, and takes the kernel's driver off it. Without ids the rule is for every printer.
fn udev_rules(ids: Option<(u16, u16)>) -> String {
    let (device, above) = match ids {
        Some((vendor, product)) => (
            format!("ATTR{{idVendor}}==\"{vendor:04x}\", ATTR{{idProduct}}==\"{product:04x}\""),
            format!("ATTRS{{idVendor}}==\"{vendor:04x}\", ATTRS{{idProduct}}==\"{product:04x}\""),
        ),
        None => ("ENV{ID_USB_INTERFACES}==\"*:0701??:*\"".to_owned(), "DRIVER==\"usblp\"".to_owned()),
    };
    format!(
        "sudo tee /etc/udev/rules.d/70-label-printer.rules <<'RULES'\n\
         SUBSYSTEM==\"usb\", ENV{{DEVTYPE}}==\"usb_device\", {device}, TAG+=\"uaccess\"\n\
         ACTION==\"bind\", SUBSYSTEM==\"usb\", ENV{{DEVTYPE}}==\"usb_interface\", {above}, ENV{{DRIVER}}==\"?*\", ENV{{DRIVER}}!=\"usbfs\", \
         RUN+=\"/bin/sh -c 'echo -n %k > /sys%p/driver/unbind'\"\n\
         RULES\n\
         sudo udevadm control --reload"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(stage: Stage, connection: PrinterConnection, name: &str, message: &str) -> LinkError {
        let (name, message) = (name.to_owned(), message.to_owned());
        LinkError::Refused(Refusal { stage, connection, name, message, ids: Some((0x0a5f, 0x0062)) })
    }

    /// What Chromium says, word for word, and what it means on each system.
    #[test]
    fn what_the_browser_says_is_understood() {
        use PrinterConnection::{Serial, Usb};
        let denied = "Failed to execute 'open' on 'USBDevice': Access denied.";
        let claim = "Failed to execute 'claimInterface' on 'USBDevice': Unable to claim interface.";
        let port = "Failed to execute 'open' on 'SerialPort': Failed to open serial port.";
        let policy = "Failed to execute 'requestDevice' on 'USB': Access to the feature \"usb\" is disallowed by permissions policy.";
        let busy = "Failed to execute 'open' on 'SerialPort': The port is already open.";
        let table = [
            (Stage::Open, Usb, "SecurityError", denied, System::Windows, Obstacle::WindowsDriver),
            (Stage::Open, Usb, "NetworkError", denied, System::Windows, Obstacle::WindowsDriver),
            (Stage::Claim, Usb, "NetworkError", claim, System::Windows, Obstacle::WindowsDriver),
            (Stage::Open, Usb, "SecurityError", denied, System::Linux, Obstacle::LinuxPermission),
            (Stage::Claim, Usb, "NetworkError", claim, System::Linux, Obstacle::LinuxDriver),
            (Stage::Claim, Usb, "NetworkError", claim, System::Mac, Obstacle::MacQueue),
            (Stage::Claim, Usb, "NetworkError", claim, System::Other, Obstacle::Held),
            (Stage::Open, Serial, "NetworkError", port, System::Linux, Obstacle::LinuxPort),
            (Stage::Open, Serial, "NetworkError", port, System::Windows, Obstacle::PortBusy),
            (Stage::Open, Serial, "InvalidStateError", busy, System::Windows, Obstacle::Held),
            (Stage::Choose, Usb, "SecurityError", policy, System::Linux, Obstacle::Forbidden),
        ];
        for (stage, connection, name, message, system, obstacle) in table {
            let error = error(stage, connection, name, message);
            assert_eq!(Obstacle::of(&error, system, true), Some(obstacle), "{name} {message} on {system:?}");
        }
        assert_eq!(Obstacle::of(&LinkError::Unsupported, System::Mac, true), Some(Obstacle::NoApi));
        assert_eq!(Obstacle::of(&LinkError::Unsupported, System::Mac, false), Some(Obstacle::Insecure));
        for accident in [LinkError::Timeout, LinkError::Disconnected, LinkError::NotChosen, LinkError::NoEndpoint] {
            assert_eq!(Obstacle::of(&accident, System::Windows, true), None);
        }
    }

    #[test]
    fn systems_are_told_apart() {
        let of = |platform| System::of(platform);
        assert_eq!(
            (of("Win32"), of("Linux x86_64"), of("MacIntel"), of("iPhone")),
            (System::Windows, System::Linux, System::Mac, System::Other)
        );
    }

    #[test]
    fn every_obstacle_has_a_way_out_and_commands_name_the_device() {
        let all = [
            Obstacle::NoApi,
            Obstacle::Insecure,
            Obstacle::Forbidden,
            Obstacle::WindowsDriver,
            Obstacle::LinuxDriver,
            Obstacle::LinuxPermission,
            Obstacle::LinuxPort,
            Obstacle::MacQueue,
            Obstacle::PortBusy,
            Obstacle::Held,
        ];
        for obstacle in all {
            assert!(obstacle.steps(None).len() >= 2, "{obstacle:?}");
        }
        let zadig = Obstacle::WindowsDriver.steps(None).iter().position(|step| step.words == texts::ZADIG);
        assert_eq!(zadig, Some(2), "what the system's own queue does not survive comes late");
        let rules = Obstacle::LinuxDriver.steps(Some((0x0a5f, 0x0062)))[0].command.clone().unwrap();
        assert!(rules.contains("ATTR{idVendor}==\"0a5f\", ATTR{idProduct}==\"0062\"") && rules.contains("unbind"));
        assert!(!Obstacle::LinuxDriver.steps(None)[0].command.clone().unwrap().contains("idVendor"));
    }
}
