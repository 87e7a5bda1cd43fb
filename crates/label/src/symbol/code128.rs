//! Code 128 (ISO/IEC 15417) with the shortest choice of subsets A, B and C.

/// Longer than any waybill or order number; keeps the symbol within a printable width.
pub(crate) const MAX_CHARACTERS: usize = 48;
/// White modules on each side (ISO/IEC 15417).
pub(crate) const QUIET_MODULES: u32 = 10;

const START_A: u8 = 103;
const SHIFT: u8 = 98;
const MODULUS: u32 = 103;
/// Widths of bar, space, bar, space, bar, space for symbol values 0 to 105 (ISO/IEC 15417, table 1).
const PATTERNS: [&[u8; 6]; 106] = [
    b"212222", b"222122", b"222221", b"121223", b"121322", b"131222", b"122213", b"122312", b"132212", b"221213",
    b"221312", b"231212", b"112232", b"122132", b"122231", b"113222", b"123122", b"123221", b"223211", b"221132",
    b"221231", b"213212", b"223112", b"312131", b"311222", b"321122", b"321221", b"312212", b"322112", b"322211",
    b"212123", b"212321", b"232121", b"111323", b"131123", b"131321", b"112313", b"132113", b"132311", b"211313",
    b"231113", b"231311", b"112133", b"112331", b"132131", b"113123", b"113321", b"133121", b"313121", b"211331",
    b"231131", b"213113", b"213311", b"213131", b"311123", b"311321", b"331121", b"312113", b"312311", b"332111",
    b"314111", b"221411", b"431111", b"111224", b"111422", b"121124", b"121421", b"141122", b"141221", b"112214",
    b"112412", b"122114", b"122411", b"142112", b"142211", b"241211", b"221114", b"413111", b"241112", b"134111",
    b"111242", b"121142", b"121241", b"114212", b"124112", b"124211", b"411212", b"421112", b"421211", b"212141",
    b"214121", b"412121", b"111143", b"111341", b"131141", b"114113", b"114311", b"411113", b"411311", b"113141",
    b"114131", b"311141", b"411131", b"211412", b"211214", b"211232",
];
const STOP: &[u8; 7] = b"2331112";

/// Why a text cannot be a barcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Code128Error {
    #[error("a barcode needs at least one character")]
    Empty,
    #[error("a barcode takes at most {MAX_CHARACTERS} characters")]
    TooLong,
    #[error("the character at place {0} is not ASCII")]
    NotAscii(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subset {
    A,
    B,
    C,
}

impl Subset {
    /// The index of a subset is its place in every [`Plan`] row.
    const ALL: [Subset; 3] = [Subset::A, Subset::B, Subset::C];
    /// Of equal costs the first is taken: B reads like the text it carries.
    const PREFERRED: [Subset; 3] = [Subset::B, Subset::A, Subset::C];

    /// The symbol that leads into this subset from another one; CODE A, B and C have the same value in all.
    fn latch(self) -> u8 {
        match self {
            Subset::A => 101,
            Subset::B => 100,
            Subset::C => 99,
        }
    }

    /// The value of one character in subset A or B.
    fn value(self, character: u8) -> Option<u8> {
        match (self, character) {
            (Subset::A, 0..=31) => Some(character + 64),
            (Subset::A, 32..=95) | (Subset::B, 32..=127) => Some(character - 32),
            _ => None,
        }
    }
}

/// The cheapest way to write `text[from..]` when standing in a subset: symbols needed, and the first step.
#[derive(Clone, Copy)]
struct Plan {
    cost: u32,
    step: Step,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    End,
    One,
    Pair,
    Shifted,
    Latch(Subset),
}

/// Bar and space widths in modules, beginning with a bar, from start to stop, without quiet zones.
pub fn encode(text: &str) -> Result<Vec<u8>, Code128Error> {
    if let Some(place) = text.chars().position(|character| !character.is_ascii()) {
        return Err(Code128Error::NotAscii(place + 1));
    }
    match text.len() {
        0 => return Err(Code128Error::Empty),
        1..=MAX_CHARACTERS => {}
        _ => return Err(Code128Error::TooLong),
    }
    let values = values(text.as_bytes());
    let sum: u32 = values.iter().enumerate().map(|(place, &value)| place.max(1) as u32 * u32::from(value)).sum();
    let check = (sum % MODULUS) as usize;
    let digits = |pattern: &[u8]| pattern.iter().map(|digit| digit - b'0').collect::<Vec<_>>();
    let mut widths: Vec<u8> = values.iter().flat_map(|&value| digits(PATTERNS[usize::from(value)])).collect();
    widths.extend(digits(PATTERNS[check]));
    widths.extend(digits(STOP));
    Ok(widths)
}

/// Symbol values from the start symbol to the last character; fewest symbols.
fn values(text: &[u8]) -> Vec<u8> {
    let plans = plans(text);
    let mut subset =
        Subset::PREFERRED.into_iter().min_by_key(|subset| plans[0][*subset as usize].cost).unwrap_or(Subset::B);
    let mut values = vec![START_A + subset as u8];
    let mut at = 0;
    loop {
        match plans[at][subset as usize].step {
            Step::End => return values,
            Step::One => {
                values.extend(subset.value(text[at]));
                at += 1;
            }
            Step::Pair => {
                values.push((text[at] - b'0') * 10 + text[at + 1] - b'0');
                at += 2;
            }
            Step::Shifted => {
                let other = if subset == Subset::A { Subset::B } else { Subset::A };
                values.push(SHIFT);
                values.extend(other.value(text[at]));
                at += 1;
            }
            Step::Latch(next) => {
                values.push(next.latch());
                subset = next;
            }
        }
    }
}

/// `plans[at][subset]`, from the end of the text to its start.
fn plans(text: &[u8]) -> Vec<[Plan; 3]> {
    const IMPOSSIBLE: u32 = 1_000_000;
    let mut plans = vec![[Plan { cost: 0, step: Step::End }; 3]; text.len() + 1];
    for at in (0..text.len()).rev() {
        let digits = text[at].is_ascii_digit() && text.get(at + 1).is_some_and(u8::is_ascii_digit);
        let stay = Subset::ALL.map(|subset| match subset {
            Subset::C if digits => Plan { cost: 1 + plans[at + 2][subset as usize].cost, step: Step::Pair },
            Subset::C => Plan { cost: IMPOSSIBLE, step: Step::End },
            _ if subset.value(text[at]).is_some() => {
                Plan { cost: 1 + plans[at + 1][subset as usize].cost, step: Step::One }
            }
            _ => Plan { cost: 2 + plans[at + 1][subset as usize].cost, step: Step::Shifted },
        });
        for subset in Subset::ALL {
            let moves = Subset::PREFERRED
                .into_iter()
                .filter(|next| *next != subset)
                .map(|next| Plan { cost: stay[next as usize].cost + 1, step: Step::Latch(next) });
            plans[at][subset as usize] =
                moves.fold(stay[subset as usize], |best, plan| if plan.cost < best.cost { plan } else { best });
        }
    }
    plans
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn subsets_are_chosen_well() {
        for (text, expected) in [
            ("12345678", vec![105, 12, 34, 56, 78]),
            ("ABC", vec![104, 33, 34, 35]),
            ("YD123456", vec![104, 57, 36, 99, 12, 34, 56]),
            ("123456A", vec![105, 12, 34, 56, 100, 33]),
            ("1", vec![104, 17]),
            ("a\nb", vec![104, 65, 98, 74, 66]),
        ] {
            assert_eq!(values(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn every_pattern_is_eleven_modules_wide() {
        for pattern in PATTERNS {
            assert_eq!(pattern.iter().map(|digit| u32::from(digit - b'0')).sum::<u32>(), 11);
        }
    }

    #[test]
    fn impossible_texts_are_refused() {
        assert_eq!(encode(""), Err(Code128Error::Empty));
        assert_eq!(encode("单号1"), Err(Code128Error::NotAscii(1)));
        assert_eq!(encode(&"1".repeat(49)), Err(Code128Error::TooLong));
    }

    proptest! {
        #[test]
        fn any_ascii_reads_back(text in "[\\x00-\\x7f]{1,48}") {
            prop_assert_eq!(decode(&values(text.as_bytes())), text);
        }
    }

    /// A plain reader of symbol values, written from the standard's table.
    fn decode(values: &[u8]) -> String {
        let mut subset = values[0] - START_A;
        let mut shifted = None;
        let mut text = String::new();
        for &value in &values[1..] {
            match (shifted.take().unwrap_or(subset), value) {
                (2, 0..=99) => text.push_str(&format!("{value:02}")),
                (0 | 1, 99) => subset = 2,
                (0 | 2, 100) => subset = 1,
                (1 | 2, 101) => subset = 0,
                (current @ (0 | 1), 98) => shifted = Some(1 - current),
                (0, 0..=63) | (1, 0..=95) => text.push(char::from(value + 32)),
                (0, 64..=95) => text.push(char::from(value - 64)),
                other => panic!("{other:?}"),
            }
        }
        text
    }
}
