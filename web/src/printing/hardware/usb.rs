//! A printer over WebUSB.

use std::cell::{Cell, RefCell};

use js_sys::{Promise, Uint8Array};
use shared::printing::PrinterLanguage;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    UsbControlTransferParameters, UsbDevice, UsbDirection, UsbEndpointType, UsbInTransferResult, UsbOutTransferResult,
    UsbRecipient, UsbRequestType, UsbTransferStatus,
};

use super::{
    Identity,
    js::{open_error, transfer_error, within},
};
use crate::printing::{
    identity::{DeviceId, language_of_vendor, usb_key},
    link::{CHUNK_BYTES, LinkError, WriteError},
};

/// USB's own class of printers.
pub const PRINTER_CLASS: u8 = 7;
const OPEN_MS: u32 = 5_000;
/// A transfer of one piece; a busy printer may print a whole label before it takes the next.
const TRANSFER_MS: u32 = 8_000;
const CLOSE_MS: u32 = 2_000;
const DEVICE_ID_MS: u32 = 1_000;
const DEVICE_ID_BYTES: u16 = 1024;
const READ_BYTES: u32 = 512;

/// Where a printer takes and gives bytes; read from its descriptors, because every model has others.
#[derive(Clone, Copy)]
struct Pipes {
    configuration: u8,
    interface: u8,
    alternate: u8,
    output: u8,
    input: Option<u8>,
}

pub struct Usb {
    device: UsbDevice,
    pipes: Cell<Option<Pipes>>,
    /// A read that the printer has not answered yet. It cannot be taken back, so the next read goes on with it.
    reading: RefCell<Option<Promise<UsbInTransferResult>>>,
}

impl Usb {
    pub fn new(device: UsbDevice) -> Usb {
        Usb { device, pipes: Cell::new(None), reading: RefCell::new(None) }
    }

    pub fn key(&self) -> String {
        usb_key(self.device.vendor_id(), self.device.product_id(), self.device.serial_number().as_deref())
    }

    /// Opens the device if need be, because the device id is asked from it.
    pub async fn identity(&self) -> Identity {
        let id = self.device_id().await.unwrap_or_default();
        let product = self.device.product_name().unwrap_or_default();
        let name = if id.name().is_empty() { product } else { id.name() };
        let language: Option<PrinterLanguage> = id.language().or_else(|| language_of_vendor(self.device.vendor_id()));
        let is_lasting = self.device.serial_number().is_some_and(|serial| !serial.trim().is_empty());
        Identity { key: self.key(), name, language, is_lasting }
    }

    /// GET_DEVICE_ID of the printer class. The class wants the interface in the high byte of the index and WebUSB looks at the low one, so only
    /// interface 0 can be asked.
    async fn device_id(&self) -> Option<DeviceId> {
        self.open().await.ok()?;
        let setup = UsbControlTransferParameters::new(0, UsbRecipient::Interface, 0, UsbRequestType::Class, 0);
        let question = JsFuture::from(self.device.control_transfer_in(&setup, DEVICE_ID_BYTES));
        let answer = within(DEVICE_ID_MS, question).await?.ok()?;
        DeviceId::read(&bytes_of(&answer))
    }

    pub async fn open(&self) -> Result<(), LinkError> {
        if self.device.opened() && self.pipes.get().is_some() {
            return Ok(());
        }
        let pipes = self.find_pipes().ok_or(LinkError::NoEndpoint)?;
        let outcome = within(OPEN_MS, self.open_at(pipes)).await.unwrap_or(Err(LinkError::Timeout));
        if outcome.is_ok() {
            self.pipes.set(Some(pipes));
        } else {
            self.close().await;
        }
        outcome
    }

    async fn open_at(&self, pipes: Pipes) -> Result<(), LinkError> {
        let device = &self.device;
        if !device.opened() {
            JsFuture::from(device.open()).await.map_err(|error| open_error(&error))?;
        }
        let current = device.configuration().map(|configuration| configuration.configuration_value());
        if current != Some(pipes.configuration) {
            JsFuture::from(device.select_configuration(pipes.configuration))
                .await
                .map_err(|error| open_error(&error))?;
        }
        JsFuture::from(device.claim_interface(pipes.interface)).await.map_err(|error| open_error(&error))?;
        if pipes.alternate != 0 {
            let select = device.select_alternate_interface(pipes.interface, pipes.alternate);
            JsFuture::from(select).await.map_err(|error| open_error(&error))?;
        }
        Ok(())
    }

    fn find_pipes(&self) -> Option<Pipes> {
        let configurations = self.device.configurations();
        for configuration in configurations.iter() {
            for interface in configuration.interfaces().iter() {
                for alternate in interface.alternates().iter() {
                    if alternate.interface_class() != PRINTER_CLASS {
                        continue;
                    }
                    let (mut output, mut input) = (None, None);
                    for endpoint in alternate.endpoints().iter() {
                        if endpoint.type_() != UsbEndpointType::Bulk {
                            continue;
                        }
                        let place = if endpoint.direction() == UsbDirection::Out { &mut output } else { &mut input };
                        place.get_or_insert(endpoint.endpoint_number());
                    }
                    if let Some(output) = output {
                        return Some(Pipes {
                            configuration: configuration.configuration_value(),
                            interface: interface.interface_number(),
                            alternate: alternate.alternate_setting(),
                            output,
                            input,
                        });
                    }
                }
            }
        }
        None
    }

    pub async fn write(&self, bytes: &[u8]) -> Result<(), WriteError> {
        let mut written = 0;
        let Some(pipes) = self.pipes.get() else { return Err(WriteError { written, error: LinkError::Disconnected }) };
        for piece in bytes.chunks(CHUNK_BYTES) {
            let taken = match self.write_piece(pipes, piece).await {
                // Freed once, the endpoint may go on. The browser does not say how much of a stalled piece was taken, so only the
                // beginning is sent again: there a doubled start spoils nothing, while in the middle it would spoil the label unseen.
                Ok((UsbTransferStatus::Stall, _)) if written == 0 => {
                    self.free(pipes.output).await;
                    self.write_piece(pipes, piece).await
                }
                other => other,
            };
            match taken {
                Ok((UsbTransferStatus::Ok, count)) if count == piece.len() => written += count,
                Ok((status, count)) => {
                    let error = LinkError::Failed(format!("{status:?}, {count} of {}", piece.len()));
                    return Err(WriteError { written: written + count, error });
                }
                Err(error) => return Err(WriteError { written, error }),
            }
        }
        Ok(())
    }

    async fn write_piece(&self, pipes: Pipes, piece: &[u8]) -> Result<(UsbTransferStatus, usize), LinkError> {
        let transfer = self
            .device
            .transfer_out_with_u8_array(pipes.output, &Uint8Array::from(piece))
            .map_err(|error| transfer_error(&error))?;
        let outcome = within(TRANSFER_MS, JsFuture::from(transfer)).await.ok_or(LinkError::Timeout)?;
        let result: UsbOutTransferResult = outcome.map_err(|error| transfer_error(&error))?;
        Ok((result.status(), result.bytes_written() as usize))
    }

    async fn free(&self, endpoint: u8) {
        let _ = within(CLOSE_MS, JsFuture::from(self.device.clear_halt(UsbDirection::Out, endpoint))).await;
    }

    /// What the printer says within the time; nothing if it says nothing.
    pub async fn read(&self, ms: u32) -> Result<Vec<u8>, LinkError> {
        let Some(input) = self.pipes.get().and_then(|pipes| pipes.input) else { return Ok(Vec::new()) };
        let waiting = self.reading.take();
        let promise = waiting.unwrap_or_else(|| self.device.transfer_in(input, READ_BYTES));
        match within(ms, JsFuture::from(promise.clone())).await {
            None => {
                self.reading.replace(Some(promise));
                Ok(Vec::new())
            }
            Some(Ok(result)) => Ok(bytes_of(&result)),
            Some(Err(error)) => Err(transfer_error(&error)),
        }
    }

    pub async fn close(&self) {
        self.pipes.set(None);
        self.reading.take();
        let _ = within(CLOSE_MS, JsFuture::from(self.device.close())).await;
    }
}

fn bytes_of(result: &UsbInTransferResult) -> Vec<u8> {
    let Some(view) = result.data() else { return Vec::new() };
    let buffer = view.buffer();
    let bytes = Uint8Array::new_with_byte_offset_and_length(
        buffer.unchecked_ref(),
        view.byte_offset() as u32,
        view.byte_length() as u32,
    );
    bytes.to_vec()
}
