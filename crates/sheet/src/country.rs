//! Countries and provinces as foreign shop software writes them.

/// Where a country's name or code says a parcel goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Country {
    Mainland,
    /// The province of the divisions data that this place is.
    Region(&'static str),
    Elsewhere,
}

pub(crate) fn country(text: &str) -> Country {
    let key: String = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    match key.as_str() {
        ""
        | "cn"
        | "chn"
        | "china"
        | "prc"
        | "peoplesrepublicofchina"
        | "mainlandchina"
        | "chinamainland"
        | "中国"
        | "中国大陆"
        | "中华人民共和国"
        | "大陆"
        | "中國" => Country::Mainland,
        "hk"
        | "hkg"
        | "hongkong"
        | "hongkongsar"
        | "hongkongsarchina"
        | "香港"
        | "中国香港"
        | "香港特别行政区"
        | "中国香港特别行政区"
        | "中國香港" => Country::Region("香港特别行政区"),
        "mo"
        | "mac"
        | "macau"
        | "macao"
        | "macaosar"
        | "macaosarchina"
        | "macausar"
        | "澳门"
        | "中国澳门"
        | "澳门特别行政区"
        | "澳門"
        | "中国澳门特别行政区" => Country::Region("澳门特别行政区"),
        "tw"
        | "twn"
        | "taiwan"
        | "taiwanchina"
        | "taiwanprovinceofchina"
        | "台湾"
        | "中国台湾"
        | "台湾省"
        | "臺灣"
        | "台灣" => Country::Region("台湾省"),
        _ => Country::Elsewhere,
    }
}

/// Chinese name, ISO 3166-2:CN letters, older two-figure code of GB/T 2260, WooCommerce's own number, Latin name.
const PROVINCES: &[(&str, &str, &str, &str, &str)] = &[
    ("北京市", "bj", "11", "cn2", "beijing"),
    ("天津市", "tj", "12", "cn3", "tianjin"),
    ("河北省", "he", "13", "cn4", "hebei"),
    ("山西省", "sx", "14", "cn5", "shanxi"),
    ("内蒙古自治区", "nm", "15", "cn6", "innermongolia"),
    ("辽宁省", "ln", "21", "cn7", "liaoning"),
    ("吉林省", "jl", "22", "cn8", "jilin"),
    ("黑龙江省", "hl", "23", "cn9", "heilongjiang"),
    ("上海市", "sh", "31", "cn10", "shanghai"),
    ("江苏省", "js", "32", "cn11", "jiangsu"),
    ("浙江省", "zj", "33", "cn12", "zhejiang"),
    ("安徽省", "ah", "34", "cn13", "anhui"),
    ("福建省", "fj", "35", "cn14", "fujian"),
    ("江西省", "jx", "36", "cn15", "jiangxi"),
    ("山东省", "sd", "37", "cn16", "shandong"),
    ("河南省", "ha", "41", "cn17", "henan"),
    ("湖北省", "hb", "42", "cn18", "hubei"),
    ("湖南省", "hn", "43", "cn19", "hunan"),
    ("广东省", "gd", "44", "cn20", "guangdong"),
    ("广西壮族自治区", "gx", "45", "cn21", "guangxi"),
    ("海南省", "hi", "46", "cn22", "hainan"),
    ("重庆市", "cq", "50", "cn23", "chongqing"),
    ("四川省", "sc", "51", "cn24", "sichuan"),
    ("贵州省", "gz", "52", "cn25", "guizhou"),
    ("云南省", "yn", "53", "cn1", "yunnan"),
    ("西藏自治区", "xz", "54", "cn31", "tibet"),
    ("陕西省", "sn", "61", "cn26", "shaanxi"),
    ("甘肃省", "gs", "62", "cn27", "gansu"),
    ("青海省", "qh", "63", "cn28", "qinghai"),
    ("宁夏回族自治区", "nx", "64", "cn29", "ningxia"),
    ("新疆维吾尔自治区", "xj", "65", "cn32", "xinjiang"),
    ("台湾省", "tw", "71", "", "taiwan"),
    ("香港特别行政区", "hk", "91", "", "hongkong"),
    ("澳门特别行政区", "mo", "92", "cn30", "macao"),
];

/// The Chinese names of the provinces, in the order of their codes.
pub(crate) fn provinces() -> impl Iterator<Item = &'static str> {
    PROVINCES.iter().map(|(name, ..)| *name)
}

/// The Chinese name of a province given as a code or in Latin letters; anything else as it is.
pub(crate) fn province(text: &str) -> &str {
    if text.is_empty() || !text.is_ascii() {
        return text;
    }
    let key: String =
        text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| char::from(b.to_ascii_lowercase())).collect();
    let letters = key.strip_prefix("cn").unwrap_or(&key);
    let latin = ["province", "city", "shi", "sheng"].iter().find_map(|end| key.strip_suffix(end)).unwrap_or(&key);
    PROVINCES
        .iter()
        .find(|(_, iso, figures, woo, name)| {
            // `CN-11` is ISO's older form of Beijing, `CN11` WooCommerce's number of Jiangsu.
            let numbered = if text.contains('-') { letters == *figures } else { key == *figures || key == *woo };
            letters == *iso || numbered || latin == *name || key == *name
        })
        .map_or(text, |(name, ..)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_places() {
        assert_eq!(country("China"), Country::Mainland);
        assert_eq!(country("People's Republic of China"), Country::Mainland);
        assert_eq!(country("Hong Kong SAR"), Country::Region("香港特别行政区"));
        assert_eq!(country("US"), Country::Elsewhere);
        for (text, name) in [
            ("CN-GD", "广东省"),
            ("GD", "广东省"),
            ("CN20", "广东省"),
            ("CN1", "云南省"),
            ("CN11", "江苏省"),
            ("CN-11", "北京市"),
            ("Guangdong", "广东省"),
            ("Guangdong Province", "广东省"),
            ("Shaanxi", "陕西省"),
            ("广东", "广东"),
            ("NSW", "NSW"),
            ("", ""),
        ] {
            assert_eq!(province(text), name, "{text}");
        }
    }
}
