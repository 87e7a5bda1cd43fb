//! Characters and words of names and places.

use std::sync::OnceLock;

const SURNAMES: &str = include_str!("../../data/surnames.txt");
const GIVEN: &str = include_str!("../../data/given.txt");
const PLACES: &str = include_str!("../../data/places.txt");
/// Of characters that `given.txt` does not list.
const LEVEL_DEFAULT: i8 = -1;

/// Characters that end a part of an address; a name may follow them.
pub(super) const ENDINGS: &str = "号楼室栋幢座层弄巷路街道镇乡村组队区园院苑城店厅厦馆站场口旁侧面边内外处东西南北中米里屯庄寨坊湾庙桥桩段期排户元库厂司校所局部房府门铺底角下上后前头委会行叉汇近市县墅庭社心柜台柱山河沟坪坝岭堡营家圩埠岗塘洼洞井卫岸亭";
/// Characters at the end of a text that say: this is a place, not a given name.
pub(super) const PLACE_ENDS: &str =
    "号楼室栋幢座层弄巷路街道镇乡村组县市区省园院苑厅厦馆站场口旁侧处屯寨厂校所局店铺湾府郡邸墅库桥";
/// Characters that hardly ever stand in a given name but often in an address.
pub(super) const PLACE: &str = "号楼室栋幢座层弄巷路街道镇乡村组区县市省园院苑厅厦馆站场口旁侧边处米屯寨坊厂司校所局部房铺底店第段期排面内外对往附近与交叉至的城";

/// Han characters of the basic block have a slot each.
const HAN: std::ops::RangeInclusive<u32> = 0x4E00..=0x9FFF;
const NONE: u16 = u16::MAX;
const NO_ENDING: u8 = u8::MAX;

/// What is known of one character.
#[derive(Debug, Clone, Copy)]
struct Known {
    /// As a surname, the commonest 0.
    rank: u16,
    level: i8,
    /// Position in [`ENDINGS`].
    ending: u8,
}

#[derive(Debug)]
pub(super) struct Tables {
    chars: Vec<Known>,
    /// Sorted.
    compound: Vec<[char; 2]>,
    /// Sorted.
    places: Vec<[char; 2]>,
}

impl Tables {
    fn read() -> Self {
        let blank = Known { rank: NONE, level: LEVEL_DEFAULT, ending: NO_ENDING };
        let mut tables = Self { chars: vec![blank; HAN.count()], compound: Vec::new(), places: pairs(place_words()) };
        let mut lines = SURNAMES.lines();
        tables.compound = pairs(lines.next().unwrap_or("").split(' '));
        for (rank, c) in lines.next().unwrap_or("").chars().filter(|c| *c != ' ').enumerate() {
            tables.change(c, |known| known.rank = known.rank.min(rank as u16));
        }
        for line in GIVEN.lines() {
            let Some((level, chars)) = line.split_once(' ') else { continue };
            let level = level.parse().unwrap_or(LEVEL_DEFAULT);
            chars.chars().for_each(|c| tables.change(c, |known| known.level = level));
        }
        for (slot, c) in ENDINGS.chars().enumerate() {
            tables.change(c, |known| known.ending = slot as u8);
        }
        tables
    }

    fn change(&mut self, c: char, set: impl Fn(&mut Known)) {
        if let Some(known) = (c as u32).checked_sub(*HAN.start()).and_then(|at| self.chars.get_mut(at as usize)) {
            set(known);
        }
    }

    fn known(&self, c: char) -> Option<&Known> {
        (c as u32).checked_sub(*HAN.start()).and_then(|at| self.chars.get(at as usize))
    }

    /// Of a surname of one character: how common it is, the commonest 0.
    pub fn rank(&self, c: char) -> Option<usize> {
        self.known(c).map(|known| known.rank).filter(|rank| *rank != NONE).map(usize::from)
    }

    /// From -3, a character of places, to 3, a character of given names.
    pub fn level(&self, c: char) -> i8 {
        self.known(c).map_or(LEVEL_DEFAULT, |known| known.level)
    }

    /// Position in [`ENDINGS`].
    pub fn ending(&self, c: char) -> Option<usize> {
        self.known(c).map(|known| known.ending).filter(|ending| *ending != NO_ENDING).map(usize::from)
    }

    pub fn is_compound(&self, first: char, second: char) -> bool {
        self.compound.binary_search(&[first, second]).is_ok()
    }

    /// A word that ends the description of a place: 花园, 楼下.
    pub fn is_place(&self, first: char, second: char) -> bool {
        self.places.binary_search(&[first, second]).is_ok()
    }
}

fn pairs<'a>(words: impl Iterator<Item = &'a str>) -> Vec<[char; 2]> {
    let mut pairs: Vec<[char; 2]> = words
        .filter_map(|word| {
            let mut chars = word.chars();
            Some([chars.next()?, chars.next()?])
        })
        .collect();
    pairs.sort_unstable();
    pairs
}

/// Words that end the description of a place.
pub(super) fn place_words() -> impl Iterator<Item = &'static str> {
    PLACES.split_whitespace()
}

pub(super) fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(Tables::read)
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{323AF}' | '〇' | '·')
}
