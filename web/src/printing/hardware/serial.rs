//! A printer over Web Serial.

use std::cell::RefCell;

use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, SerialOptions, SerialPort, WritableStreamDefaultWriter};

use super::{
    Identity,
    js::{open_error, transfer_error, within},
};
use crate::printing::{
    identity::{language_of_vendor, serial_key},
    link::{CHUNK_BYTES, LinkError, WriteError},
};

const OPEN_MS: u32 = 5_000;
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
}

impl Serial {
    pub fn new(port: SerialPort) -> Serial {
        Serial { port, streams: RefCell::new(None) }
    }

    fn ids(&self) -> Option<(u16, u16)> {
        let info = self.port.get_info();
        info.get_usb_vendor_id().zip(info.get_usb_product_id())
    }

    pub fn key(&self) -> String {
        serial_key(self.ids())
    }

    pub fn identity(&self) -> Identity {
        let ids = self.ids();
        let name = ids.map(|(vendor, product)| format!("USB {vendor:04x}:{product:04x}")).unwrap_or_default();
        let language = ids.and_then(|(vendor, _)| language_of_vendor(vendor));
        Identity { key: self.key(), name, language, is_lasting: ids.is_some() }
    }

    pub async fn open(&self, baud_rate: u32) -> Result<(), LinkError> {
        if self.streams.borrow().is_some() {
            return Ok(());
        }
        let options = SerialOptions::new(baud_rate);
        options.set_buffer_size(BUFFER_BYTES);
        let opened = within(OPEN_MS, JsFuture::from(self.port.open(&options))).await.ok_or(LinkError::Timeout)?;
        opened.map_err(|error| open_error(&error))?;
        let reader: ReadableStreamDefaultReader = self.port.readable().get_reader().unchecked_into();
        let writer = self.port.writable().get_writer().map_err(|error| open_error(&error))?;
        self.streams.replace(Some(Streams { reader, writer, reading: None }));
        Ok(())
    }

    pub async fn write(&self, bytes: &[u8]) -> Result<(), WriteError> {
        let mut written = 0;
        let fail = |written, error| WriteError { written, error };
        for piece in bytes.chunks(CHUNK_BYTES) {
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

    /// What the printer says within the time; nothing if it says nothing.
    pub async fn read(&self, ms: u32) -> Result<Vec<u8>, LinkError> {
        let promise = {
            let mut streams = self.streams.borrow_mut();
            let streams = streams.as_mut().ok_or(LinkError::Disconnected)?;
            streams.reading.take().unwrap_or_else(|| streams.reader.read())
        };
        let answer = within(ms, JsFuture::from(promise.clone())).await;
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

    /// Gives the port back. What the driver has not sent yet is lost, so it is called only when the printer has answered or is gone.
    pub async fn close(&self) {
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
