//! Server-sent events, read from a byte stream (<https://html.spec.whatwg.org/multipage/server-sent-events.html>).

/// Collects bytes and gives the data of whole events.
#[derive(Default)]
pub struct EventStream {
    pending: Vec<u8>,
    data: Vec<String>,
}

/// An event's data longer than this is not ours; the reader drops it.
const PENDING_MAX: usize = 1 << 20;

impl EventStream {
    /// The data of every event that ended within these bytes.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<String> {
        let mut events = Vec::new();
        self.pending.extend_from_slice(bytes);
        while let Some(end) = self.pending.iter().position(|&byte| byte == b'\n') {
            let line: Vec<u8> = self.pending.drain(..=end).collect();
            let line = String::from_utf8_lossy(&line);
            self.line(line.trim_end_matches(['\n', '\r']), &mut events);
        }
        if self.pending.len() > PENDING_MAX {
            self.pending.clear();
        }
        events
    }

    fn line(&mut self, line: &str, events: &mut Vec<String>) {
        if line.is_empty() {
            if !self.data.is_empty() {
                events.push(std::mem::take(&mut self.data).join("\n"));
            }
        } else if let Some(data) = line.strip_prefix("data:") {
            self.data.push(data.strip_prefix(' ').unwrap_or(data).to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_whole_however_the_bytes_arrive() {
        let text = ": hello\n\nevent: job\ndata: {\"a\":\"票\"}\n\ndata: one\r\ndata: two\r\n\r\ndata: unfinished\n";
        let whole = EventStream::default().feed(text.as_bytes());
        assert_eq!(whole, ["{\"a\":\"票\"}", "one\ntwo"]);
        let mut stream = EventStream::default();
        let pieces: Vec<String> = text.bytes().flat_map(|byte| stream.feed(&[byte])).collect();
        assert_eq!(pieces, whole);
    }
}
