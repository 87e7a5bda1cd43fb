//! The limits both sides know. Every one is in the API document and in the words of the error it causes.

/// Rows a list answers without `limit`, and at most.
pub const PAGE_DEFAULT: u32 = 50;
pub const PAGE_MAX: u32 = 200;
/// Items of one bulk request.
pub const BULK_MAX: usize = 1_000;
/// An order file.
pub const IMPORT_FILE_BYTES: usize = 20 * 1024 * 1024;
pub const IMPORT_ROWS: usize = 50_000;
/// Shipments of one exported file.
pub const EXPORT_ROWS: u32 = 1_000_000;
/// Characters of the longest texts of a shipment.
pub const NAME_CHARS: usize = 60;
pub const PHONE_CHARS: usize = 32;
pub const REGION_CHARS: usize = 40;
pub const DETAIL_CHARS: usize = 200;
pub const GOODS_CHARS: usize = 200;
pub const REMARK_CHARS: usize = 200;
/// Why somebody does what is asked about: looks at personal data, prints again, suspends a merchant.
pub const REASON_CHARS: usize = 200;
pub const ORDER_NO_CHARS: usize = 64;
/// The heaviest parcel the network takes.
pub const WEIGHT_G: u32 = 1_000_000;
pub const SIZE_MM: u32 = 5_000;
pub const QUANTITY: u32 = 9_999;
/// Characters of a search.
pub const SEARCH_CHARS: usize = 20_000;
pub const PASSWORD_MIN_CHARS: usize = 10;
pub const PASSWORD_MAX_CHARS: usize = 128;
/// Passwords of before that a new one must not be.
pub const PASSWORD_HISTORY: usize = 5;
/// Failed sign-ins of one account within [`SIGN_IN_WINDOW_MIN`] that lock it for [`SIGN_IN_LOCK_MIN`].
pub const SIGN_IN_FAILURES_MAX: u32 = 5;
pub const SIGN_IN_WINDOW_MIN: u32 = 15;
pub const SIGN_IN_LOCK_MIN: u32 = 15;
/// Failed sign-ins of one account or address after which an image captcha is asked for.
pub const CAPTCHA_AFTER: u32 = 2;
pub const CAPTCHA_CHARS: usize = 4;
pub const CAPTCHA_MIN: u32 = 5;
/// Failed sign-ins from one address within [`SIGN_IN_WINDOW_MIN`] after which it waits.
pub const ADDRESS_FAILURES_MAX: u32 = 100;
/// Captchas one address may ask for within [`SIGN_IN_WINDOW_MIN`].
pub const ADDRESS_CAPTCHAS_MAX: u32 = 200;
/// A code that is sent to a phone.
pub const CODE_DIGITS: usize = 6;
pub const CODE_MIN: u32 = 5;
pub const CODE_TRIES_MAX: u32 = 5;
pub const CODE_RESEND_S: u32 = 60;
/// Codes for one phone and purpose, and asked for from one address, an hour.
pub const CODES_PER_HOUR: u32 = 5;
pub const ADDRESS_CODES_PER_HOUR: u32 = 20;
/// How long the link of a mail that sets a new password is good.
pub const RESET_LINK_MIN: u32 = 30;
pub const RECOVERY_CODES: usize = 10;
/// Searches of one person a minute, and order files an hour.
pub const SEARCHES_PER_MINUTE: u32 = 240;
pub const IMPORTS_PER_HOUR: u32 = 200;
/// Questions of one person a minute to carriers about orders that are not made yet.
pub const CARRIER_PREVIEWS_PER_MINUTE: u32 = 60;
/// What a printer may be set to.
pub const PRINTER_NAME_CHARS: usize = 40;
pub const PRINTER_DENSITY_MAX: u32 = 15;
pub const PRINTER_SPEED_MAX: u32 = 14;
pub const PRINTER_GAP_MM_MAX: f64 = 30.0;
pub const PRINTER_OFFSET_MM_MAX: f64 = 20.0;
pub const PRINTER_COPIES_MAX: u32 = 10;
pub const PRINTER_CHUNK_BYTES_MIN: u32 = 64;
pub const PRINTER_CHUNK_BYTES_MAX: u32 = 64 * 1024;
/// Small enough that a transfer's progress shows, and what fastboot has used for years.
pub const PRINTER_CHUNK_BYTES_DEFAULT: u32 = 16 * 1024;
pub const PRINTER_CHUNK_DELAY_MS_MAX: u32 = 1_000;
/// The longest name DNS knows.
pub const PRINTER_HOST_CHARS: usize = 253;
/// Raw printing listens here; print servers with several printers count up.
pub const PRINTER_PORT_DEFAULT: u16 = 9_100;
pub const PRINTER_PORT_MAX: u16 = 9_109;
/// Label templates a merchant keeps besides the standard ones.
pub const LABEL_TEMPLATES: usize = 200;
pub const LABEL_TEMPLATE_NAME_CHARS: usize = 40;
/// A label template as a file.
pub const LABEL_TEMPLATE_BYTES: usize = 256 * 1024;
/// Versions of one label template: a thousand changes, more than anyone looks through.
pub const LABEL_TEMPLATE_VERSIONS: u32 = 1_000;
/// How long a printer's queue stays with whoever prints from it and says nothing.
pub const PRINT_LEASE_S: u32 = 30;
/// Labels one who prints may have at hand and not begun.
pub const PRINT_AT_HAND_MAX: u32 = 50;
/// Labels one who prints may have begun and not reported.
pub const PRINT_BEGUN_MAX: u32 = 50;
/// Characters of pasted text in which waybill numbers are looked for.
pub const TRACK_TEXT_CHARS: usize = 200_000;
/// Parcels one address follows without signing in, within [`PUBLIC_TRACKS_WINDOW_MIN`].
pub const PUBLIC_TRACKS_PER_ADDRESS: u32 = 60;
pub const PUBLIC_TRACKS_WINDOW_MIN: u32 = 10;
/// Wrong digits for one waybill number within [`PUBLIC_TRACK_FAILURES_WINDOW_MIN`].
pub const PUBLIC_TRACK_FAILURES: u32 = 5;
pub const PUBLIC_TRACK_FAILURES_WINDOW_MIN: u32 = 60;
/// A merchant's own mark on the page where receivers follow parcels, as it is sent; it is drawn anew to fit so many pixels.
pub const TRACKING_LOGO_BYTES: usize = 500 * 1024;
pub const TRACKING_LOGO_WIDTH: u32 = 480;
pub const TRACKING_LOGO_HEIGHT: u32 = 160;
/// How often the carrier of one parcel is asked at once where it is, within [`TRACK_ASKS_WINDOW_S`].
pub const TRACK_ASKS_PER_SHIPMENT: u32 = 1;
/// Parcels that one person asks carriers for, within the same time.
pub const TRACK_ASKS_PER_PERSON: u32 = 20;
pub const TRACK_ASKS_WINDOW_S: u32 = 60;
pub const TRACKING_NAME_CHARS: usize = 30;
pub const TRACKING_HOTLINE_CHARS: usize = 30;
pub const TRACKING_WORDS_CHARS: usize = 200;
