//! A printer over WebUSB.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use js_sys::{Promise, Uint8Array};
use shared::{
    printers::{DEVICE_ID_BYTES_MAX, DeviceId, detect::Clues},
    printing::PrinterConnection,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    UsbControlTransferParameters, UsbDevice, UsbDirection, UsbEndpointType, UsbInTransferResult, UsbOutTransferResult,
    UsbRecipient, UsbRequestType, UsbTransferStatus,
};

use super::{
    Identity,
    js::{open_error, transfer_error, within},
};
use crate::browser::sleep;
use crate::printing::{
    identity::usb_key,
    link::{LinkError, Stage, Wire, WriteError},
    transport::Transport,
};

/// USB's own class of printers.
pub const PRINTER_CLASS: u8 = 7;
/// What makers call a class of their own; some label printers and every serial converter say this.
const VENDOR_CLASS: u8 = 0xff;
const OPEN_MS: u32 = 5_000;
/// A transfer of one piece; a busy printer may print a whole label before it takes the next.
const TRANSFER_MS: u32 = 8_000;
const CLOSE_MS: u32 = 2_000;
const DEVICE_ID_MS: u32 = 1_000;
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
    wire: Cell<Wire>,
    /// A read that the printer has not answered yet. It cannot be taken back, so the next read goes on with it.
    reading: RefCell<Option<Promise<UsbInTransferResult>>>,
}

impl Usb {
    pub fn new(device: UsbDevice) -> Usb {
        Usb { device, pipes: Cell::new(None), wire: Cell::default(), reading: RefCell::new(None) }
    }

    /// GET_DEVICE_ID of the printer class. The class wants the interface in the high byte of the index and WebUSB looks at the low one, so only
    /// interface 0 can be asked.
    async fn device_id(&self) -> Option<DeviceId> {
        self.open(self.wire.get()).await.ok()?;
        let setup = UsbControlTransferParameters::new(0, UsbRecipient::Interface, 0, UsbRequestType::Class, 0);
        let size = u16::try_from(DEVICE_ID_BYTES_MAX).unwrap_or(u16::MAX);
        let question = JsFuture::from(self.device.control_transfer_in(&setup, size));
        let answer = within(DEVICE_ID_MS, question).await?.ok()?;
        DeviceId::read(&bytes_of(&answer))
    }

    fn ids(&self) -> (u16, u16) {
        (self.device.vendor_id(), self.device.product_id())
    }

    fn refused(&self, stage: Stage) -> impl Fn(JsValue) -> LinkError {
        let ids = self.ids();
        move |error| open_error(&error, stage, PrinterConnection::Usb, Some(ids))
    }

    async fn open_at(&self, pipes: Pipes) -> Result<(), LinkError> {
        let device = &self.device;
        if !device.opened() {
            JsFuture::from(device.open()).await.map_err(self.refused(Stage::Open))?;
        }
        let refused = self.refused(Stage::Claim);
        let current = device.configuration().map(|configuration| configuration.configuration_value());
        if current != Some(pipes.configuration) {
            JsFuture::from(device.select_configuration(pipes.configuration)).await.map_err(&refused)?;
        }
        JsFuture::from(device.claim_interface(pipes.interface)).await.map_err(&refused)?;
        if pipes.alternate != 0 {
            let select = device.select_alternate_interface(pipes.interface, pipes.alternate);
            JsFuture::from(select).await.map_err(&refused)?;
        }
        Ok(())
    }

    /// The printer interface, or else one of the maker's own that bytes can be written to.
    fn find_pipes(&self) -> Option<Pipes> {
        self.find_pipes_of(PRINTER_CLASS).or_else(|| self.find_pipes_of(VENDOR_CLASS))
    }

    fn find_pipes_of(&self, class: u8) -> Option<Pipes> {
        let configurations = self.device.configurations();
        for configuration in configurations.iter() {
            for interface in configuration.interfaces().iter() {
                for alternate in interface.alternates().iter() {
                    if alternate.interface_class() != class {
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
}

impl Transport for Usb {
    fn key(&self) -> String {
        let (vendor, product) = self.ids();
        usb_key(vendor, product, self.device.serial_number().as_deref())
    }

    async fn identity(&self) -> Identity {
        let clues = Clues { device_id: self.device_id().await, usb: Some(self.ids()), ..Clues::default() };
        let name = self.device.product_name().unwrap_or_default();
        let is_lasting = self.device.serial_number().is_some_and(|serial| !serial.trim().is_empty());
        Identity { key: self.key(), name, clues, is_lasting }
    }

    async fn open(&self, wire: Wire) -> Result<(), LinkError> {
        self.wire.set(wire);
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

    async fn write(&self, bytes: &[u8]) -> Result<(), WriteError> {
        let mut written = 0;
        let wire = self.wire.get();
        let Some(pipes) = self.pipes.get() else { return Err(WriteError { written, error: LinkError::Disconnected }) };
        for piece in bytes.chunks(wire.chunk_bytes) {
            if written > 0 && wire.chunk_delay_ms > 0 {
                sleep(Duration::from_millis(u64::from(wire.chunk_delay_ms))).await;
            }
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

    async fn read(&self, within_ms: u32) -> Result<Vec<u8>, LinkError> {
        let Some(input) = self.pipes.get().and_then(|pipes| pipes.input) else { return Ok(Vec::new()) };
        let waiting = self.reading.take();
        let promise = waiting.unwrap_or_else(|| self.device.transfer_in(input, READ_BYTES));
        match within(within_ms, JsFuture::from(promise.clone())).await {
            None => {
                self.reading.replace(Some(promise));
                Ok(Vec::new())
            }
            Some(Ok(result)) => Ok(bytes_of(&result)),
            Some(Err(error)) => Err(transfer_error(&error)),
        }
    }

    async fn close(&self) {
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
