//! How much one order file may bring.

/// The largest file taken, in bytes.
pub const FILE_BYTES: usize = 20 * 1024 * 1024;
/// The most filled rows below the header.
pub const ROWS: usize = 50_000;
/// The most columns; the widest known export (Shopify) has about 80.
pub const COLUMNS: usize = 256;
/// The longest cell, in characters; longer ones are cut there and reported with their row.
pub const CELL_CHARS: usize = 2_000;
/// The most bytes that a workbook may unpack to: 50 000 rows of 60 columns are about half of it.
pub const UNPACKED_BYTES: u64 = 256 * 1024 * 1024;
/// The most files inside a workbook's archive.
pub const ARCHIVE_ENTRIES: usize = 4_096;
/// A part that unpacks to more than this many times its packed size is no spreadsheet …
pub const ENTRY_RATIO: u64 = 400;
/// … if it is larger than this; small parts of nothing but repetition are common.
pub const ENTRY_RATIO_FROM_BYTES: u64 = 4 * 1024 * 1024;
/// The most bytes of text kept from one file.
pub const TEXT_BYTES: usize = 128 * 1024 * 1024;
/// The largest rectangle of cells that an `.xls` may span over all its sheets.
pub const XLS_CELLS: u64 = 6_000_000;
/// The most bytes of formulas in an `.xls`.
pub const XLS_FORMULA_BYTES: u64 = 8 * 1024 * 1024;
/// The most sheets of a workbook that are looked at.
pub const SHEETS: usize = 64;
/// The filled rows of a sheet looked at for a header.
pub const HEADER_ROWS: usize = 12;
/// The largest number of goods of one order.
pub const QUANTITY: u32 = 9_999;
/// The heaviest parcel, in grams.
pub const WEIGHT_G: u32 = 1_000_000;
/// The largest amount, in fen: ten million yuan.
pub const AMOUNT_FEN: i64 = 1_000_000_000;

/// The limits of one call of [`open`](crate::open); the default is this module's constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub file_bytes: usize,
    /// Filled rows below the header.
    pub rows: usize,
    pub columns: usize,
    /// Characters of one cell.
    pub cell_chars: usize,
    /// Bytes after unpacking, over all parts of the archive.
    pub unpacked_bytes: u64,
    pub archive_entries: usize,
    pub quantity: u32,
    pub weight_g: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            file_bytes: FILE_BYTES,
            rows: ROWS,
            columns: COLUMNS,
            cell_chars: CELL_CHARS,
            unpacked_bytes: UNPACKED_BYTES,
            archive_entries: ARCHIVE_ENTRIES,
            quantity: QUANTITY,
            weight_g: WEIGHT_G,
        }
    }
}
