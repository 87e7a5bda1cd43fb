//! The township or 街道 that an address begins with.

/// The longest name of a township, in characters (people's names included: 巴音温都尔苏木).
const TOWN_MAX: usize = 14;
/// 镇 and 乡 are also the first characters of regions and words: 乡村, 镇政府.
const ENDS: &[&str] = &["街道办事处", "街道", "苏木", "民族乡", "镇", "乡"];
/// None of these stands inside the name of a township, but in what follows one.
const OUTSIDE: &str = "路号弄巷村楼栋室组屯";

/// The town at the start of a detail, as it stands there; by its ending, not by a list.
pub(super) fn at_start(detail: &str) -> Option<&str> {
    let mut shortest = None;
    for (count, (at, c)) in detail.char_indices().take(TOWN_MAX).enumerate() {
        if !c.is_alphabetic() || c.is_ascii() || OUTSIDE.contains(c) {
            break;
        }
        let rest = &detail[at..];
        let Some(end) = ENDS.iter().find(|end| rest.starts_with(**end)) else { continue };
        // 新街道路: the 街 of a road
        let road = *end == "街道" && rest["街道".len()..].starts_with('路');
        // one character is hardly a name: 城镇, 下乡
        if count >= 1 && !road {
            let length = if *end == "街道办事处" { "街道".len() } else { end.len() };
            let word = rest[length..].starts_with(['村', '政', '企']) && count < 2;
            shortest = (!word).then(|| &detail[..at + length]);
            break;
        }
    }
    shortest
}

#[cfg(test)]
mod tests {
    use super::at_start;

    #[test]
    fn towns() {
        for (detail, town) in [
            ("桂城街道南海大道1号", Some("桂城街道")),
            ("桂城街道办事处南海大道1号", Some("桂城街道")),
            ("长安镇振安路1号", Some("长安镇")),
            ("罗子山瑶族乡刘家村", Some("罗子山瑶族乡")),
            ("阿都沁苏木阿都沁嘎查", Some("阿都沁苏木")),
            ("南海大道1号乡镇企业局", None),
            ("人民路与新街道路口", None),
            ("城镇", Some("城镇")),
            ("乡村大舞台", None),
            ("1号", None),
            ("", None),
        ] {
            assert_eq!(at_start(detail), town, "{detail}");
        }
    }
}
