//! Tells a barcode scanner from a person: scanners type a whole number faster than fingers can and press Enter.

/// Keys of a burst follow each other within this time. Fast typists need 60 ms and more.
pub const GAP_MS: f64 = 40.0;
/// A burst shorter than this is not taken for a barcode.
const LENGTH_MIN: usize = 8;
/// Longer than any number on a label.
const LENGTH_MAX: usize = 64;

/// What a key means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A key that may begin a burst: wait [`GAP_MS`] before taking it for a shortcut.
    MayBegin,
    /// A key inside a burst: no shortcut.
    Inside,
    /// Enter after a burst: this was scanned.
    Scanned(String),
    /// Nothing of a burst.
    Other,
}

/// Listens to keys with the time they came.
#[derive(Clone, Debug)]
pub struct ScanBurst {
    typed: String,
    last_ms: f64,
    length_min: usize,
}

impl Default for ScanBurst {
    fn default() -> ScanBurst {
        ScanBurst::of_length(LENGTH_MIN)
    }
}

impl ScanBurst {
    /// Takes a burst from this length on for a barcode.
    pub fn of_length(length_min: usize) -> ScanBurst {
        ScanBurst { typed: String::new(), last_ms: 0.0, length_min }
    }

    /// A key as the browser names it, at a time in milliseconds.
    pub fn key(&mut self, key: &str, at_ms: f64) -> Heard {
        let follows = !self.typed.is_empty() && at_ms - self.last_ms <= GAP_MS;
        if !follows {
            self.typed.clear();
        }
        self.last_ms = at_ms;
        if key == "Enter" {
            let typed = std::mem::take(&mut self.typed);
            return if typed.len() >= self.length_min { Heard::Scanned(typed) } else { Heard::Other };
        }
        // Scanners press Shift for capitals; it neither belongs to the number nor ends it.
        if key == "Shift" && follows {
            return Heard::Inside;
        }
        let mut chars = key.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if c.is_ascii_alphanumeric() || c == '-' => {
                if self.typed.len() < LENGTH_MAX {
                    self.typed.push(c);
                }
                if follows { Heard::Inside } else { Heard::MayBegin }
            }
            _ => {
                self.typed.clear();
                Heard::Other
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hear(burst: &mut ScanBurst, keys: &str, gap_ms: f64, start_ms: f64) -> (Vec<Heard>, f64) {
        let mut at = start_ms;
        let heard = keys.chars().map(|key| {
            at += gap_ms;
            burst.key(&key.to_string(), at)
        });
        (heard.collect(), at)
    }

    #[test]
    fn a_scanner_is_recognised_and_its_keys_are_no_shortcuts() {
        let mut burst = ScanBurst::default();
        let (heard, at) = hear(&mut burst, "XW2611240018213", 8.0, 1000.0);
        assert_eq!(heard[0], Heard::MayBegin);
        assert!(heard[1..].iter().all(|h| *h == Heard::Inside));
        assert_eq!(burst.key("Enter", at + 8.0), Heard::Scanned("XW2611240018213".to_owned()));
        assert_eq!(burst.key("Enter", at + 16.0), Heard::Other);
    }

    #[test]
    fn fingers_are_not_a_scanner() {
        let mut burst = ScanBurst::default();
        let (heard, at) = hear(&mut burst, "jjjjnp7777", 90.0, 0.0);
        assert!(heard.iter().all(|h| *h == Heard::MayBegin));
        assert_eq!(burst.key("Enter", at + 90.0), Heard::Other);
        let (_, at) = hear(&mut burst, "1234", 8.0, 5000.0);
        assert_eq!(burst.key("Enter", at + 8.0), Heard::Other, "too short");
    }

    #[test]
    fn shift_and_a_slow_start_do_not_spoil_a_burst() {
        let mut burst = ScanBurst::default();
        burst.key("j", 0.0);
        burst.key("X", 500.0);
        burst.key("Shift", 505.0);
        let (_, at) = hear(&mut burst, "W26112400", 5.0, 505.0);
        assert_eq!(burst.key("Enter", at + 5.0), Heard::Scanned("XW26112400".to_owned()));
    }
}
