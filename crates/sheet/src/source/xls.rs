//! `.xls`: the workbook's stream is taken out of its container, checked, and read from a container of our own making, so
//! that the reader never meets a hostile one.

use std::io::{Cursor, Read, Write};

use calamine::{Reader, Xls, XlsError};
use cfb::{CompoundFile, Version};

use super::{Sink, Step, biff, choice::Book, xlsx};
use crate::problem::FileProblem;

/// Streams of an encrypted `.xlsx` ([MS-OFFCRYPTO] 2.3).
const ENCRYPTED: [&str; 2] = ["EncryptedPackage", "EncryptionInfo"];

pub(super) fn open(bytes: &[u8]) -> Result<Xls<Cursor<Vec<u8>>>, FileProblem> {
    let stream = workbook_stream(bytes)?;
    biff::check(&stream)?;
    let container = contain(&stream).map_err(|_| FileProblem::new("corrupt"))?;
    Xls::new(Cursor::new(container)).map_err(|error| {
        FileProblem::new(if matches!(error, XlsError::Password) { "password_protected" } else { "corrupt" })
    })
}

impl Book for Xls<Cursor<Vec<u8>>> {
    fn sheets(&self) -> &[calamine::Sheet] {
        self.sheets_metadata()
    }

    fn fill(&mut self, name: &str, sink: &mut Sink<'_>) -> Result<(), FileProblem> {
        let Ok(range) = self.worksheet_range(name) else { return Ok(()) };
        let (first_row, first_column) = range.start().unwrap_or((0, 0));
        for (row, number) in range.rows().zip(first_row + 1..) {
            sink.begin_row(number);
            for (value, column) in row.iter().zip(first_column as usize..) {
                xlsx::put(sink, column, value)?;
            }
            if sink.end_row()? == Step::Stop {
                break;
            }
        }
        Ok(())
    }
}

fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>, FileProblem> {
    let Ok(mut file) = CompoundFile::open(Cursor::new(bytes)) else {
        return Err(FileProblem::new(if names_encryption(bytes) { "password_protected" } else { "corrupt" }));
    };
    let names: Vec<String> = file.walk().filter(cfb::Entry::is_stream).map(|entry| entry.name().to_owned()).collect();
    if names.iter().any(|name| ENCRYPTED.contains(&name.as_str())) {
        return Err(FileProblem::new("password_protected"));
    }
    let Some(name) =
        ["Workbook", "Book", "WORKBOOK", "BOOK"].into_iter().find(|name| file.is_stream(format!("/{name}")))
    else {
        return Err(FileProblem::new("not_a_spreadsheet"));
    };
    let mut stream = Vec::new();
    // A stream cannot be longer than the file that holds it.
    file.open_stream(format!("/{name}"))
        .and_then(|workbook| workbook.take(bytes.len() as u64).read_to_end(&mut stream))
        .map_err(|_| FileProblem::new("corrupt"))?;
    Ok(stream)
}

/// A damaged container may still say that it is encrypted.
fn names_encryption(bytes: &[u8]) -> bool {
    let name: Vec<u8> = ENCRYPTED[0].encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

fn contain(stream: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut file =
        CompoundFile::create_with_version(Version::V3, Cursor::new(Vec::with_capacity(stream.len() + 4096)))?;
    file.create_stream("/Workbook")?.write_all(stream)?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}
