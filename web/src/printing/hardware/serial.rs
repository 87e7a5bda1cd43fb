//! A printer over Web Serial, or a scale.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use js_sys::{Promise, Reflect, Uint8Array};
use shared::{
    printers::{FlowControl, detect::Clues},
    printing::PrinterConnection,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    FlowControlType, ParityType, ReadableStreamDefaultReader, SerialOptions, SerialPort, WritableStreamDefaultWriter,
};

use super::{
    Identity,
    js::{open_error, transfer_error, within},
};
use crate::browser::sleep;
use crate::printing::{
    identity::serial_key,
    link::{LinkError, Parity, Stage, Wire, WriteError},
    transport::Transport,
};

/// Bluetooth's service of a serial port.
pub const SERIAL_PORT_PROFILE: &str = "00001101-0000-1000-8000-00805f9b34fb";
/// A Bluetooth printer is looked for on the air.
const OPEN_MS: u32 = 12_000;
/// A piece at the slowest line speed in use (9600 baud) takes 17 s.
const WRITE_MS: u32 = 30_000;
const CLOSE_MS: u32 = 2_000;
const BUFFER_BYTES: u32 = 64 * 1024;

struct Streams {
    reader: ReadableStreamDefaultReader,
    writer: WritableStreamDefaultWriter,
    /// A read that has no answer yet; the next read goes on with it.
    reading: Option<Promise>,
}

pub struct Serial {
    port: SerialPort,
    streams: RefCell<Option<Streams>>,
    wire: Cell<Wire>,
}

impl Serial {
    pub fn new(port: SerialPort) -> Serial {
        Serial { port, streams: RefCell::new(None), wire: Cell::default() }
    }

    fn ids(&self) -> Option<(u16, u16)> {
        let info = self.port.get_info();
        info.get_usb_vendor_id().zip(info.get_usb_product_id())
    }

    fn is_bluetooth(&self) -> bool {
        let service = Reflect::get(&self.port.get_info(), &JsValue::from_str("bluetoothServiceClassId"));
        service.is_ok_and(|service| !service.is_undefined())
    }
}

impl Transport for Serial {
    fn key(&self) -> String {
        serial_key(self.ids(), self.is_bluetooth())
    }

    async fn identity(&self) -> Identity {
        let ids = self.ids();
        let name = match ids {
            Some((vendor, product)) => format!("USB {vendor:04x}:{product:04x}"),
            None if self.is_bluetooth() => "Bluetooth".to_owned(),
            None => String::new(),
        };
        let clues = Clues { usb: ids, ..Clues::default() };
        Identity { key: self.key(), name, clues, is_lasting: ids.is_some() || self.is_bluetooth() }
    }

    async fn open(&self, wire: Wire) -> Result<(), LinkError> {
        if self.streams.borrow().is_some() {
            return Ok(());
        }
        let options = SerialOptions::new(wire.baud_rate);
        options.set_buffer_size(BUFFER_BYTES);
        options.set_data_bits(wire.data_bits);
        options.set_parity(match wire.parity {
            Parity::None => ParityType::None,
            Parity::Even => ParityType::Even,
            Parity::Odd => ParityType::Odd,
        });
        options.set_flow_control(match wire.flow_control {
            FlowControl::None => FlowControlType::None,
            FlowControl::Hardware => FlowControlType::Hardware,
        });
        let refused = |error: JsValue| open_error(&error, Stage::Open, PrinterConnection::Serial, self.ids());
        let opened = within(OPEN_MS, JsFuture::from(self.port.open(&options))).await.ok_or(LinkError::Timeout)?;
        opened.map_err(refused)?;
        let reader: ReadableStreamDefaultReader = self.port.readable().get_reader().unchecked_into();
        let writer = self.port.writable().get_writer().map_err(refused)?;
        self.streams.replace(Some(Streams { reader, writer, reading: None }));
        self.wire.set(wire);
        Ok(())
    }

    async fn write(&self, bytes: &[u8]) -> Result<(), WriteError> {
        let mut written = 0;
        let wire = self.wire.get();
        let fail = |written, error| WriteError { written, error };
        for piece in bytes.chunks(wire.chunk_bytes) {
            if written > 0 && wire.chunk_delay_ms > 0 {
                sleep(Duration::from_millis(u64::from(wire.chunk_delay_ms))).await;
            }
            let writer = self.streams.borrow().as_ref().map(|streams| streams.writer.clone());
            let Some(writer) = writer else { return Err(fail(written, LinkError::Disconnected)) };
            let taken = within(WRITE_MS, JsFuture::from(writer.write_with_chunk(&Uint8Array::from(piece)))).await;
            match taken {
                Some(Ok(_)) => written += piece.len(),
                Some(Err(error)) => return Err(fail(written, transfer_or_gone(&error))),
                None => return Err(fail(written, LinkError::Timeout)),
            }
        }
        Ok(())
    }

    async fn read(&self, within_ms: u32) -> Result<Vec<u8>, LinkError> {
        let promise = {
            let mut streams = self.streams.borrow_mut();
            let streams = streams.as_mut().ok_or(LinkError::Disconnected)?;
            streams.reading.take().unwrap_or_else(|| streams.reader.read())
        };
        let answer = within(within_ms, JsFuture::from(promise.clone())).await;
        match answer {
            None => {
                if let Some(streams) = self.streams.borrow_mut().as_mut() {
                    streams.reading = Some(promise);
                }
                Ok(Vec::new())
            }
            Some(Ok(result)) => {
                let value = Reflect::get(&result, &JsValue::from_str("value")).unwrap_or(JsValue::UNDEFINED);
                let bytes: Uint8Array = value.dyn_into().map_err(|_| LinkError::Disconnected)?;
                Ok(bytes.to_vec())
            }
            Some(Err(error)) => Err(transfer_or_gone(&error)),
        }
    }

    /// What the driver has not sent yet is lost, so it is called only when the printer has answered or is gone.
    async fn close(&self) {
        let streams = self.streams.take();
        if let Some(streams) = streams {
            let _ = within(CLOSE_MS, JsFuture::from(streams.reader.cancel())).await;
            streams.reader.release_lock();
            let _ = within(CLOSE_MS, JsFuture::from(streams.writer.abort())).await;
            streams.writer.release_lock();
        }
        let _ = within(CLOSE_MS, JsFuture::from(self.port.close())).await;
    }
}

/// A pulled cable breaks the streams with a `NetworkError`.
fn transfer_or_gone(error: &JsValue) -> LinkError {
    match transfer_error(error) {
        LinkError::Failed(words) if words.contains("lost") => LinkError::Disconnected,
        other => other,
    }
}
