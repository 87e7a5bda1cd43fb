//! Bytes to and from a printer on the network. Everything ends: connecting, writing, reading, and how much is read.

use std::{net::SocketAddr, time::Duration};

use shared::{
    printers::{
        NetworkAddress, PrinterOptions,
        detect::{ANSWER_BYTES_MAX, Clues, PROBE_MS, next_probe},
        status::{self, Reading},
    },
    printing::PrinterLanguage,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpStream, lookup_host},
    time::{Instant, sleep, timeout, timeout_at},
};

use super::networks::PrinterNetworks;

const LOOKUP_LIMIT: Duration = Duration::from_secs(5);
const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// A busy printer may print a whole label before it takes the next piece.
const WRITE_LIMIT: Duration = Duration::from_secs(15);
/// How long a printer may think about a status question.
const ANSWER_LIMIT: Duration = Duration::from_millis(1_500);
/// An answer is over when nothing more came for so long.
const QUIET: Duration = Duration::from_millis(120);
const READ_BYTES: usize = 512;
/// What a printer said before is thrown away up to here; one that says more never stops, and is not listened to.
const STALE_BYTES_MAX: usize = 16 * 1024;

/// Why a network printer could not be reached or did not take what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireError {
    /// The name leads nowhere.
    UnknownHost,
    /// The address is none the service may print to.
    Forbidden,
    /// Nobody listens there, or the network says no.
    Refused,
    Timeout,
    Disconnected,
}

impl WireError {
    /// The code of a print job's report.
    pub const fn code(self) -> &'static str {
        match self {
            WireError::UnknownHost | WireError::Forbidden | WireError::Refused => "refused",
            WireError::Timeout => "timeout",
            WireError::Disconnected => "disconnected",
        }
    }
}

/// An open connection to a printer.
#[derive(Debug)]
pub struct Wire {
    stream: TcpStream,
    chunk_bytes: usize,
    chunk_delay: Duration,
}

/// The first address of a name that may be printed to. It is resolved once and that very address is connected to, so a name cannot lead elsewhere
/// between the look and the leap.
pub async fn resolve(networks: &PrinterNetworks, address: &NetworkAddress) -> Result<SocketAddr, WireError> {
    let found = timeout(LOOKUP_LIMIT, lookup_host((address.host.as_str(), address.port))).await;
    let found: Vec<SocketAddr> =
        found.map_err(|_| WireError::UnknownHost)?.map_err(|_| WireError::UnknownHost)?.collect();
    if found.is_empty() {
        return Err(WireError::UnknownHost);
    }
    found.into_iter().find(|one| networks.allow(one.ip(), one.port())).ok_or(WireError::Forbidden)
}

impl Wire {
    pub async fn connect(
        networks: &PrinterNetworks,
        address: &NetworkAddress,
        options: &PrinterOptions,
    ) -> Result<Wire, WireError> {
        let address = resolve(networks, address).await?;
        let stream = timeout(CONNECT_LIMIT, TcpStream::connect(address)).await.map_err(|_| WireError::Timeout)?;
        let stream = stream.map_err(|_| WireError::Refused)?;
        let _ = stream.set_nodelay(true);
        Ok(Wire {
            stream,
            chunk_bytes: (options.chunk_bytes as usize).max(1),
            chunk_delay: Duration::from_millis(u64::from(options.chunk_delay_ms)),
        })
    }

    /// Writes all of it; the error says how much went before.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), (usize, WireError)> {
        let mut written = 0;
        for piece in bytes.chunks(self.chunk_bytes) {
            if written > 0 && !self.chunk_delay.is_zero() {
                sleep(self.chunk_delay).await;
            }
            match timeout(WRITE_LIMIT, self.stream.write_all(piece)).await {
                Ok(Ok(())) => written += piece.len(),
                Ok(Err(_)) => return Err((written, WireError::Disconnected)),
                Err(_) => return Err((written, WireError::Timeout)),
            }
        }
        match timeout(WRITE_LIMIT, self.stream.flush()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err((written, WireError::Disconnected)),
            Err(_) => Err((written, WireError::Timeout)),
        }
    }

    /// Asks how the printer is; `None` if it does not answer in words that are understood, or its language has no question.
    pub async fn status(&mut self, language: PrinterLanguage) -> Result<Option<Reading>, WireError> {
        let Some(question) = status::question(language) else { return Ok(None) };
        if !self.forget_stale().await? {
            return Ok(None);
        }
        self.write(question).await.map_err(|(_, error)| error)?;
        let until = Instant::now() + ANSWER_LIMIT;
        let mut answer = Vec::new();
        while answer.len() < ANSWER_BYTES_MAX {
            let piece = self.read(until).await?;
            if piece.is_empty() {
                break;
            }
            answer.extend(piece);
            if let Some(reading) = status::read(language, &answer) {
                return Ok(Some(reading));
            }
        }
        Ok(None)
    }

    /// Asks the printer what it is.
    pub async fn ask(&mut self) -> Result<Clues, WireError> {
        let mut clues = Clues::default();
        while let Some(probe) = next_probe(&clues) {
            let mut answer = Vec::new();
            if self.forget_stale().await? {
                self.write(probe.question()).await.map_err(|(_, error)| error)?;
                answer = self.answer().await?;
            }
            clues.answers.push((probe, answer));
        }
        Ok(clues)
    }

    async fn answer(&mut self) -> Result<Vec<u8>, WireError> {
        let until = Instant::now() + Duration::from_millis(u64::from(PROBE_MS));
        let mut answer = Vec::new();
        while answer.len() <= ANSWER_BYTES_MAX {
            let by = if answer.is_empty() { until } else { until.min(Instant::now() + QUIET) };
            let piece = self.read(by).await?;
            if piece.is_empty() {
                break;
            }
            answer.extend(piece);
        }
        Ok(answer)
    }

    /// Throws away what the printer said earlier; false if it does not stop talking.
    async fn forget_stale(&mut self) -> Result<bool, WireError> {
        let mut forgotten = 0;
        while forgotten < STALE_BYTES_MAX {
            let piece = self.read(Instant::now()).await?;
            if piece.is_empty() {
                return Ok(true);
            }
            forgotten += piece.len();
        }
        Ok(false)
    }

    /// What the printer says until then; nothing if it says nothing.
    async fn read(&mut self, until: Instant) -> Result<Vec<u8>, WireError> {
        let mut buffer = vec![0; READ_BYTES];
        match timeout_at(until, self.stream.read(&mut buffer)).await {
            Err(_) => Ok(Vec::new()),
            Ok(Ok(0) | Err(_)) => Err(WireError::Disconnected),
            Ok(Ok(count)) => {
                buffer.truncate(count);
                Ok(buffer)
            }
        }
    }

    /// Ends the connection so that what was written still arrives: a plain drop with unread bytes would reset it.
    pub async fn close(mut self) {
        let _ = timeout(ANSWER_LIMIT, self.stream.shutdown()).await;
        let until = Instant::now() + QUIET;
        let mut thrown = 0;
        while thrown < STALE_BYTES_MAX {
            match self.read(until).await {
                Ok(piece) if !piece.is_empty() => thrown += piece.len(),
                _ => return,
            }
        }
    }
}
