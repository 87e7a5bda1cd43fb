//! What can be known about a file before it is sent.

use shared::limits::IMPORT_FILE_BYTES;
use web_sys::File;

use crate::texts::imports as texts;

/// Why a file is not sent at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// Not named like a spreadsheet. What is inside, the service finds out.
    NotASheet,
    Empty,
    TooLarge {
        bytes: u64,
    },
}

const ENDINGS: [&str; 4] = [".xlsx", ".xls", ".csv", ".txt"];

/// Looks at name and size.
pub fn check(name: &str, bytes: u64) -> Result<(), FileFault> {
    let name = name.to_lowercase();
    if !ENDINGS.iter().any(|ending| name.ends_with(ending)) {
        Err(FileFault::NotASheet)
    } else if bytes == 0 {
        Err(FileFault::Empty)
    } else if bytes > IMPORT_FILE_BYTES as u64 {
        Err(FileFault::TooLarge { bytes })
    } else {
        Ok(())
    }
}

/// Why this file is not sent, in words.
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(dead_code, reason = "files are handed in by the console, which only browsers have")
)]
pub fn of_file(file: &File) -> Option<String> {
    check(&file.name(), file.size() as u64).err().map(FileFault::words)
}

impl FileFault {
    pub fn words(self) -> String {
        match self {
            FileFault::NotASheet => texts::NOT_A_SHEET.t().to_owned(),
            FileFault::Empty => texts::EMPTY_FILE.t().to_owned(),
            FileFault::TooLarge { bytes } => {
                let size = format!("{:.1}", bytes as f64 / (1024.0 * 1024.0));
                texts::TOO_LARGE.fill(&[("size", &size)])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_refused_by_name_and_size_only() {
        let limit = IMPORT_FILE_BYTES as u64;
        assert_eq!(check("双11第3批.XLSX", 1), Ok(()));
        assert_eq!(check("orders.csv", limit), Ok(()));
        assert_eq!(check("orders.csv", limit + 1), Err(FileFault::TooLarge { bytes: limit + 1 }));
        assert_eq!(check("orders.pdf", 1), Err(FileFault::NotASheet));
        assert_eq!(check("xlsx", 1), Err(FileFault::NotASheet));
        assert_eq!(check("a.xls", 0), Err(FileFault::Empty));
    }
}
