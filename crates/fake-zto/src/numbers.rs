//! Waybill numbers and chance, both from a seed.

/// One of today's forms: 73 for ordinary numbers, 74 for those of the shared network, and twelve digits.
pub(crate) fn waybill(seed: u64, shared: bool, serial: u64) -> String {
    let start = mixed(&[seed]) % 900_000_000_000;
    let prefix = if shared { 74 } else { 73 };
    format!("{prefix}{:012}", (start + serial) % 1_000_000_000_000)
}

/// What the platform takes for a number of its own (E416 otherwise).
pub(crate) fn is_waybill(text: &str) -> bool {
    text.len() == 14
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && ["73", "74", "75", "76", "78"].iter().any(|prefix| text.starts_with(prefix))
}

/// SplitMix64 over the parts: the same on every machine and in every version.
pub(crate) fn mixed(parts: &[u64]) -> u64 {
    parts.iter().fold(0x9E37_79B9_7F4A_7C15, |state, part| {
        let mut z = state.wrapping_mul(31).wrapping_add(*part).wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    })
}

/// A text as a number, for [`mixed`].
pub(crate) fn number_of(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

/// The same order for the same seed.
pub(crate) fn shuffled<T>(mut list: Vec<T>, seed: u64) -> Vec<T> {
    for at in (1..list.len()).rev() {
        let other = mixed(&[seed, at as u64]) % (at as u64 + 1);
        list.swap(at, usize::try_from(other).unwrap_or(0));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_valid_and_never_the_same() {
        for seed in [0, 1, u64::MAX] {
            let numbers: std::collections::BTreeSet<String> =
                (0..2_000).map(|serial| waybill(seed, serial % 2 == 0, serial)).collect();
            assert_eq!(numbers.len(), 2_000);
            assert!(numbers.iter().all(|number| is_waybill(number)));
        }
        assert!(!is_waybill("77100196611386") && !is_waybill("731001966113") && !is_waybill("7310019661138a"));
    }

    #[test]
    fn a_shuffle_loses_nothing_and_is_repeatable() {
        let list: Vec<u32> = (0..50).collect();
        let shuffled_once = shuffled(list.clone(), 7);
        assert_ne!(shuffled_once, list);
        assert_eq!(shuffled_once, shuffled(list.clone(), 7));
        let mut sorted = shuffled_once;
        sorted.sort_unstable();
        assert_eq!(sorted, list);
    }
}
