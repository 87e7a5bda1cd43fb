//! A printer on loopback: keeps what it is sent and answers as it is told.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use shared::limits::{PRINTER_PORT_DEFAULT, PRINTER_PORT_MAX};

/// How it behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Zebra: answers `~HI` and `~HS` that all is well.
    Zebra,
    /// Zebra with no paper in it.
    ZebraOutOfPaper,
    /// Takes everything and says nothing.
    Silent,
    /// Bytes that mean nothing, to every question.
    Garbage,
    /// The beginning of an answer, and no more.
    Half,
    /// Talks without end, asked or not.
    Endless,
    /// Takes the first kilobyte and closes.
    Closes,
    /// Says that all is well, and closes in the middle of the first label.
    ClosesInLabel,
}

pub struct FakePrinter {
    pub port: u16,
    received: Arc<Mutex<Vec<u8>>>,
    over: Arc<AtomicBool>,
}

const HOST_STATUS: &str =
    "\x02030,PAPER,0,1040,000,0,0,0,000,0,0,0\x03\r\n\x02000,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n";

impl FakePrinter {
    /// On the first free port of printers; several tests look for one at once.
    pub fn start(manner: Manner) -> FakePrinter {
        let listener = (0..200)
            .find_map(|round| {
                let free = (PRINTER_PORT_DEFAULT..=PRINTER_PORT_MAX)
                    .find_map(|port| TcpListener::bind(("127.0.0.1", port)).ok());
                if free.is_none() && round < 199 {
                    std::thread::sleep(Duration::from_millis(100));
                }
                free
            })
            .expect("a port of printers comes free");
        let port = listener.local_addr().unwrap().port();
        let (received, over) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        listener.set_nonblocking(true).unwrap();
        let (kept, done) = (received.clone(), over.clone());
        std::thread::spawn(move || {
            while !done.load(Ordering::Relaxed) {
                match listener.accept() {
                    Ok((stream, _)) => {
                        let (kept, done) = (kept.clone(), done.clone());
                        std::thread::spawn(move || serve(stream, manner, &kept, &done));
                    }
                    Err(_) => std::thread::sleep(Duration::from_millis(5)),
                }
            }
        });
        FakePrinter { port, received, over }
    }

    pub fn received(&self) -> Vec<u8> {
        self.received.lock().unwrap().clone()
    }
}

impl Drop for FakePrinter {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

fn serve(mut stream: TcpStream, manner: Manner, kept: &Mutex<Vec<u8>>, done: &AtomicBool) {
    stream.set_nonblocking(false).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
    stream.set_write_timeout(Some(Duration::from_millis(20))).unwrap();
    let mut buffer = [0; 4096];
    while !done.load(Ordering::Relaxed) {
        if manner == Manner::Endless {
            // Whoever does not listen does not stop it from taking what it is sent.
            let _ = stream.write(&[b'?'; 2048]);
        }
        match stream.read(&mut buffer) {
            Ok(0) => return,
            Ok(count) => {
                kept.lock().unwrap().extend(&buffer[..count]);
                let in_label = buffer[..count].windows(3).any(|window| window == b"^XA");
                if manner == Manner::Closes || manner == Manner::ClosesInLabel && in_label {
                    return;
                }
                let _ = stream.write_all(&answer(manner, &buffer[..count]));
            }
            Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {}
            Err(_) => return,
        }
    }
}

fn answer(manner: Manner, heard: &[u8]) -> Vec<u8> {
    let asked = |question: &[u8]| heard.windows(question.len()).any(|window| window == question);
    let status = |paper: &str| HOST_STATUS.replace("PAPER", paper).into_bytes();
    match manner {
        Manner::Zebra | Manner::ZebraOutOfPaper if asked(b"~HI") => {
            b"\x02ZTC ZD620-300dpi,V84.20.18Z,12,8192KB\x03\r\n".to_vec()
        }
        Manner::Zebra | Manner::ClosesInLabel if asked(b"~HS") => status("0"),
        Manner::ZebraOutOfPaper if asked(b"~HS") => status("1"),
        Manner::Garbage => (0..=255).collect(),
        Manner::Half => b"\x02030,0,0,10".to_vec(),
        _ => Vec::new(),
    }
}
