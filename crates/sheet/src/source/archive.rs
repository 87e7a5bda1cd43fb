//! A look into a workbook's archive before anything is built from it: what it unpacks to must be known, not believed.

use std::io::{Cursor, ErrorKind, Read};

use zip::{ZipArchive, result::ZipError};

use crate::{
    limits::{ENTRY_RATIO, ENTRY_RATIO_FROM_BYTES, Limits},
    problem::FileProblem,
};

/// Bytes unpacked at a time; nothing of a checked part is kept.
const CHUNK: usize = 64 * 1024;

/// Unpacks every part once, counting: the sizes an archive declares may lie, and parts may overlap.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), FileProblem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(problem)?;
    if archive.len() > limits.archive_entries {
        return Err(FileProblem::new("zip_bomb"));
    }
    let declared: Option<u64> = (0..archive.len()).try_fold(0_u64, |sum, index| {
        let size = archive.by_index_raw(index).ok()?.size();
        Some(sum.saturating_add(size))
    });
    if declared.is_none_or(|sum| sum > limits.unpacked_bytes) {
        return Err(FileProblem::new(if declared.is_some() { "zip_bomb" } else { "corrupt" }));
    }
    if !archive
        .file_names()
        .flatten()
        .any(|name| is_part(&name, "xl/workbook.xml") || name.starts_with("xl/worksheets/"))
    {
        return Err(FileProblem::new("not_a_spreadsheet"));
    }
    let mut left = limits.unpacked_bytes;
    let mut chunk = vec![0; CHUNK];
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(problem)?;
        let packed = entry.compressed_size().max(1);
        let mut size = 0_u64;
        loop {
            let read = match entry.read(&mut chunk) {
                Ok(0) => break,
                Ok(read) => read as u64,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(_) => return Err(FileProblem::new("corrupt")),
            };
            size += read;
            if size > left || (size > ENTRY_RATIO_FROM_BYTES && size / packed > ENTRY_RATIO) {
                return Err(FileProblem::new("zip_bomb"));
            }
        }
        left -= size;
    }
    Ok(())
}

fn is_part(name: &str, part: &str) -> bool {
    name.trim_start_matches('/').replace('\\', "/").eq_ignore_ascii_case(part)
}

fn problem(error: ZipError) -> FileProblem {
    FileProblem::new(match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => "password_protected",
        _ => "corrupt",
    })
}
