//! Numbers of the state's registers, which check themselves: a wrong digit is found before anybody is asked.

/// The signs of a unified social credit code: digits and capital letters without I, O, S, V and Z (GB 32100-2015, 4.1).
const CREDIT_SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// GB 32100-2015, 5.1: the powers of 3 modulo 31.
const CREDIT_WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// GB 11643-1999, 4: the powers of 2 modulo 11, from the left.
const IDENTITY_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character for each remainder.
const IDENTITY_CHECKS: &[u8; 11] = b"10X98765432";

/// Is this a unified social credit code with the right check character? Letters are capital.
pub fn is_credit_code(code: &str) -> bool {
    let signs: Option<Vec<u32>> = code.bytes().map(credit_value).collect();
    let Some([body @ .., check]) = signs.as_deref() else { return false };
    if body.len() != CREDIT_WEIGHTS.len() {
        return false;
    }
    let sum: u32 = body.iter().zip(CREDIT_WEIGHTS).map(|(value, weight)| value * weight).sum();
    (31 - sum % 31) % 31 == *check
}

fn credit_value(sign: u8) -> Option<u32> {
    let at = CREDIT_SIGNS.iter().position(|known| *known == sign)?;
    u32::try_from(at).ok()
}

/// Is this a citizen's identity number with a day of birth that exists and the right check character? X is capital.
pub fn is_identity_number(number: &str) -> bool {
    let [body @ .., check] = number.as_bytes() else { return false };
    if body.len() != IDENTITY_WEIGHTS.len() || !body.iter().all(u8::is_ascii_digit) || body[0] == b'0' {
        return false;
    }
    let figure = |from: usize, to: usize| number.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let year = i32::try_from(figure(6, 10)).unwrap_or(0);
    if year < 1880 || chrono::NaiveDate::from_ymd_opt(year, figure(10, 12), figure(12, 14)).is_none() {
        return false;
    }
    let sum: u32 = body.iter().zip(IDENTITY_WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    IDENTITY_CHECKS[(sum % 11) as usize] == *check
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The standard's own example, and codes of companies as they stand on their pages.
    const CREDIT_CODES: [&str; 5] =
        ["91350100M000100Y43", "91110000802100433B", "914403001922038216", "9144030071526726XG", "91330100799655058B"];
    /// The standard's two examples, and one made up.
    const IDENTITY_NUMBERS: [&str; 3] = ["11010519491231002X", "440524188001010014", "310115198503120012"];

    /// Every code that differs from `right` in one sign, or by two neighbours that changed places.
    fn slips(right: &str, signs: &[u8]) -> Vec<String> {
        let mut wrong = Vec::new();
        for at in 0..right.len() {
            for sign in signs.iter().filter(|sign| **sign != right.as_bytes()[at]) {
                let mut bytes = right.as_bytes().to_vec();
                bytes[at] = *sign;
                wrong.push(String::from_utf8(bytes).unwrap());
            }
        }
        for at in 1..right.len() {
            let mut bytes = right.as_bytes().to_vec();
            bytes.swap(at - 1, at);
            wrong.push(String::from_utf8(bytes).unwrap());
        }
        wrong.retain(|wrong| wrong != right);
        wrong
    }

    #[test]
    fn credit_codes_check_themselves() {
        for right in CREDIT_CODES {
            assert!(is_credit_code(right), "{right}");
            for wrong in slips(right, CREDIT_SIGNS) {
                assert!(!is_credit_code(&wrong), "{wrong}");
            }
        }
        for wrong in ["", "9", "91350100M000100Y4", "91350100M000100Y433", "91350100m000100y43", "91350100M000100Y4３"]
        {
            assert!(!is_credit_code(wrong), "{wrong}");
        }
        for letter in "IOSVZ".chars() {
            assert!(!is_credit_code(&format!("9135010{letter}M000100Y43")), "{letter}");
        }
    }

    #[test]
    fn identity_numbers_check_themselves() {
        for right in IDENTITY_NUMBERS {
            assert!(is_identity_number(right), "{right}");
            for wrong in slips(right, b"0123456789X") {
                assert!(!is_identity_number(&wrong), "{wrong}");
            }
        }
        // The check digit is right in these; there is no such day.
        for wrong in ["110105194902310026", "110105190002290025"] {
            assert!(!is_identity_number(wrong), "{wrong}");
        }
        for wrong in ["", "X", "11010519491231002x", "11010519491231002", "１１０１０５１９４９１２３１００２X"]
        {
            assert!(!is_identity_number(wrong), "{wrong}");
        }
    }
}
