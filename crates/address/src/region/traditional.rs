//! Names of Hong Kong, Macao and Taiwan as people there write them.

/// Simplified and traditional, for the characters of these names.
const PAIRS: &str = "丰豐义義乌烏乐樂乡鄉云雲仑崙仓倉会會兰蘭关關冈岡军軍别別势勢区區华華县縣双雙后後员員园園国國围圍坛壇复復头頭宁寧宝寶寿壽将將\
    岛島峡峽峦巒广廣庄莊庆慶库庫庙廟弥彌归歸户戶恒恆杨楊来來东東树樹栖棲桥橋楼樓汉漢沟溝济濟浓濃湾灣满滿爱愛狮獅玛瑪环環盐鹽离離线線\
    结結绿綠罗羅脚腳苏蘇荣榮莲蓮莺鶯营營观觀贡貢车車边邊达達连連铜銅锣鑼镇鎮长長门門间間阳陽雾霧静靜顶頂顺順风風馆館马馬鱼魚鸟鳥麦麥\
    黄黃龙龍龟龜";

/// The traditional spellings that differ; 台 is also written 臺.
pub(super) fn spellings(name: &str) -> Vec<String> {
    let one: String = name.chars().map(traditional).collect();
    let other = one.replace('台', "臺");
    let mut found = vec![one, other];
    found.dedup();
    found.retain(|spelling| spelling != name);
    found
}

fn traditional(simplified: char) -> char {
    let mut pairs = PAIRS.chars();
    while let (Some(from), Some(to)) = (pairs.next(), pairs.next()) {
        if from == simplified {
            return to;
        }
    }
    simplified
}

#[cfg(test)]
mod tests {
    use super::spellings;

    #[test]
    fn names() {
        assert_eq!(spellings("台北市"), ["臺北市"]);
        assert_eq!(spellings("台湾省"), ["台灣省", "臺灣省"]);
        assert_eq!(spellings("大安区"), ["大安區"]);
        assert!(spellings("九").is_empty());
    }
}
