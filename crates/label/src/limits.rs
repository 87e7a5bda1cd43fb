//! How much a template file and a label's data may hold. Everything that comes from outside is bounded here, so that neither
//! reading nor drawing can take more than a moment.

/// Bytes of a template file.
pub const TEMPLATE_BYTES_MAX: usize = 256 << 10;
/// Either side of the paper; A4 is 210 × 297.
pub const PAPER_MM_MAX: f64 = 300.0;
/// Any other length or place in a template.
pub const LENGTH_MM_MAX: f64 = 1_000.0;
/// Height of type; rather all of a label than one character of it.
pub const TEXT_MM_MAX: f64 = 100.0;
/// Pieces and zones of one label.
pub const PARTS_MAX: usize = 12;
/// Elements of one label, in all parts together.
pub const ELEMENTS_MAX: usize = 500;
/// Characters of names and ids in a template.
pub const NAME_CHARS_MAX: usize = 80;
/// Characters of one text in a template; longer values from the data are cut.
pub const TEXT_CHARS_MAX: usize = 2_000;
/// Columns of one table.
pub const COLUMNS_MAX: usize = 16;
/// Goods lines of one label or packing list; more are not drawn, with a warning.
pub const ITEMS_MAX: usize = 1_000;
/// Parcels of one handover manifest; more are not drawn, with a warning.
pub const ROWS_MAX: usize = 5_000;
/// Pages of one document.
pub const PAGES_MAX: u32 = 1_000;
/// Pictures of one template.
pub const PICTURES_MAX: usize = 8;
/// Bytes of one picture as PNG file.
pub const PICTURE_BYTES_MAX: usize = 128 << 10;
/// Either side of a picture, in pixels, read from its header before anything is decoded.
pub const PICTURE_SIDE_MAX: u32 = 4_096;
/// Pixels of a picture; decoded it takes four times as many bytes at most.
pub const PICTURE_PIXELS_MAX: u32 = 4_000_000;
