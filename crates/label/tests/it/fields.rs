//! Raster fields of printer languages, read by parsers of our own.

/// A raster field: rows of bytes at a place, 1 = black.
pub struct Field {
    pub x: u32,
    pub y: u32,
    pub width: usize,
    pub rows: usize,
    pub bits: Vec<u8>,
}

impl Field {
    pub fn holds(&self, x: u32, y: u32) -> bool {
        (self.x..self.x + self.width as u32 * 8).contains(&x) && (self.y..self.y + self.rows as u32).contains(&y)
    }

    pub fn is_black(&self, x: u32, y: u32) -> bool {
        let (x, y) = ((x - self.x) as usize, (y - self.y) as usize);
        self.bits[y * self.width + x / 8] & (0x80 >> (x % 8)) != 0
    }
}

pub fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// Fields of `GW x,y,bytes,rows,DATA` in which 0 is black.
pub fn epl_fields(bytes: &[u8]) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut rest = &bytes[find(bytes, b"GW").expect("a field")..];
    while rest.starts_with(b"GW") {
        let mut numbers = rest[2..].splitn(5, |byte| *byte == b',');
        let mut next = || -> usize {
            std::str::from_utf8(numbers.next().expect("a number")).expect("text").parse().expect("a number")
        };
        let (x, y, width, rows) = (next(), next(), next(), next());
        let start = rest.len() - numbers.next().expect("data").len();
        let end = start + width * rows;
        let bits = rest[start..end].iter().map(|byte| !byte).collect();
        fields.push(Field { x: x as u32, y: y as u32, width, rows, bits });
        rest = rest[end..].strip_prefix(b"\r\n").expect("a line end after the data");
    }
    assert!(rest.starts_with(b"P1\r\n"), "the print command follows the fields");
    fields
}
