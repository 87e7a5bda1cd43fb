//! Places as GB/T 2260 codes: two digits a province, four a city, six a county.

/// The provinces of GB/T 2260, Taiwan, Hong Kong and Macao included.
pub(crate) const PROVINCES: [u32; 34] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63,
    64, 65, 71, 81, 82,
];

/// Does a code of two, four or six digits hold this county? Answers how many digits matched.
pub(crate) fn matched_digits(code: u32, county: u32) -> Option<u8> {
    let (digits, prefix) = match code {
        10..=99 => (2, county / 10_000),
        1_000..=9_999 => (4, county / 100),
        100_000..=999_999 => (6, county),
        _ => return None,
    };
    (prefix == code).then_some(digits)
}

/// Two, four or six digits, in a province that exists.
pub(crate) fn is_division(code: u32) -> bool {
    let province = match code {
        10..=99 => code,
        1_000..=9_999 => code / 100,
        100_000..=999_999 => code / 10_000,
        _ => return false,
    };
    PROVINCES.contains(&province)
}
