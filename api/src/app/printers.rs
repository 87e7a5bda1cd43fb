//! What a printer may be set to.

use shared::{
    limits::{
        PRINTER_CHUNK_BYTES_MAX, PRINTER_CHUNK_BYTES_MIN, PRINTER_CHUNK_DELAY_MS_MAX, PRINTER_COPIES_MAX,
        PRINTER_DENSITY_MAX, PRINTER_GAP_MM_MAX, PRINTER_HOST_CHARS, PRINTER_NAME_CHARS, PRINTER_OFFSET_MM_MAX,
        PRINTER_PORT_DEFAULT, PRINTER_PORT_MAX, PRINTER_SPEED_MAX,
    },
    printers::{NetworkAddress, PaperGap, PrinterOptions},
    printing::{PrinterConnection, PrinterSetup},
};

use crate::app::{AppError, Words, error::FieldFault, labels, validation::Faults};

const DEVICE_KEY_CHARS: usize = 120;
const BAUD_RATE_MIN: u32 = 300;
const BAUD_RATE_MAX: u32 = 4_000_000;

/// The setup as it is kept, or everything that is wrong with it. Whether its template exists, the store must say.
pub fn checked_setup(setup: &PrinterSetup) -> Result<PrinterSetup, AppError> {
    let mut faults = Faults::default();
    let name = faults.text("/name", &setup.name, true, PRINTER_NAME_CHARS);
    let has_device = matches!(setup.connection, PrinterConnection::Usb | PrinterConnection::Serial);
    let mut device_key = faults.text("/device_key", &setup.device_key, has_device, DEVICE_KEY_CHARS);
    if let Some(rate) = setup.baud_rate {
        faults.range("/baud_rate", rate, BAUD_RATE_MIN, BAUD_RATE_MAX);
    }
    let network = checked_network(setup, &mut faults);
    if let Some(address) = &network {
        device_key = format!("tcp:{}:{}", address.host, address.port).chars().take(DEVICE_KEY_CHARS).collect();
    }
    check_options(&setup.options, &mut faults);
    faults.settle()?;
    labels::dpi(setup.dpi)?;
    Ok(PrinterSetup { name, device_key, network, ..setup.clone() })
}

fn checked_network(setup: &PrinterSetup, faults: &mut Faults) -> Option<NetworkAddress> {
    let is_network = setup.connection == PrinterConnection::Tcp;
    match &setup.network {
        Some(address) if is_network => Some(checked_address("/network", address, faults)),
        Some(_) => {
            let words = Words::new("只有网络打印机才有地址。", "Only network printers have an address.");
            faults.add(FieldFault::new("/network", "not_allowed", words));
            None
        }
        None if is_network => {
            faults.text("/network", "", true, PRINTER_HOST_CHARS);
            None
        }
        None => None,
    }
}

/// The form of an address. Whether the service may reach it is decided when it is reached, because names change what they mean.
pub fn checked_address(pointer: &str, address: &NetworkAddress, faults: &mut Faults) -> NetworkAddress {
    let field = format!("{pointer}/host");
    let host = faults.text(&field, &address.host, true, PRINTER_HOST_CHARS).to_ascii_lowercase();
    let is_name = host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':'));
    if !is_name {
        let words = Words::new(
            "请填 IP 地址或主机名，不带 http:// 和端口。",
            "Give an IP address or a host name, without http:// and port.",
        );
        faults.add(FieldFault::new(&field, "bad_host", words));
    }
    let ports = (u32::from(PRINTER_PORT_DEFAULT), u32::from(PRINTER_PORT_MAX));
    faults.range(&format!("{pointer}/port"), u32::from(address.port), ports.0, ports.1);
    NetworkAddress { host, port: address.port }
}

fn check_options(options: &PrinterOptions, faults: &mut Faults) {
    if let Some(density) = options.density {
        faults.range("/options/density", u32::from(density), 0, PRINTER_DENSITY_MAX);
    }
    if let Some(speed) = options.speed {
        faults.range("/options/speed", u32::from(speed), 1, PRINTER_SPEED_MAX);
    }
    match options.gap {
        PaperGap::Gap { mm } | PaperGap::BlackMark { mm } => {
            faults.length("/options/gap/mm", mm, 0.0, PRINTER_GAP_MM_MAX);
        }
        PaperGap::Continuous => {}
    }
    faults.length("/options/offset_x_mm", options.offset_x_mm, -PRINTER_OFFSET_MM_MAX, PRINTER_OFFSET_MM_MAX);
    faults.length("/options/offset_y_mm", options.offset_y_mm, -PRINTER_OFFSET_MM_MAX, PRINTER_OFFSET_MM_MAX);
    faults.range("/options/copies", u32::from(options.copies), 1, PRINTER_COPIES_MAX);
    faults.range("/options/chunk_bytes", options.chunk_bytes, PRINTER_CHUNK_BYTES_MIN, PRINTER_CHUNK_BYTES_MAX);
    faults.range("/options/chunk_delay_ms", options.chunk_delay_ms, 0, PRINTER_CHUNK_DELAY_MS_MAX);
}
