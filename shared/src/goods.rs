//! Goods that must not be sent (禁止寄递物品): the groups of the regulation of 2016, and the words they are known by.

use serde::{Deserialize, Serialize};

/// Groups of the regulation's appendix.
pub const GOODS_GROUPS: u8 = 19;
pub const GOODS_WORDS_MAX: usize = 500;
pub const GOODS_WORD_CHARS: usize = 30;

/// What happens to an order whose goods are of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GoodsLevel {
    /// Nothing.
    Off,
    /// It is shipped, and whoever ships it is told.
    Warn,
    /// It is not shipped.
    Block,
}

impl GoodsLevel {
    pub const ALL: [GoodsLevel; 3] = [GoodsLevel::Off, GoodsLevel::Warn, GoodsLevel::Block];

    pub const fn as_str(self) -> &'static str {
        match self {
            GoodsLevel::Off => "off",
            GoodsLevel::Warn => "warn",
            GoodsLevel::Block => "block",
        }
    }

    pub fn parse(text: &str) -> Option<GoodsLevel> {
        GoodsLevel::ALL.into_iter().find(|level| level.as_str() == text)
    }
}

/// A group of goods that must not be sent, with the words it is known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForbiddenGoodsGroup {
    /// 1 to 19, as the regulation numbers them.
    pub group: u8,
    /// In the caller's language.
    pub name: String,
    pub level: GoodsLevel,
    pub words: Vec<String>,
    /// Harmless goods whose names hold one of the words, such as 酒精棉片.
    pub exceptions: Vec<String>,
}

/// The words of a group, as staff set them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ForbiddenGoodsWrite {
    pub level: GoodsLevel,
    /// Up to 500, each 1 to 30 characters.
    pub words: Vec<String>,
    /// Up to 500, each 1 to 30 characters.
    #[serde(default)]
    pub exceptions: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GoodsCheckRequest {
    /// What is inside, as an order says it; up to 200 characters.
    pub goods: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GoodsCheck {
    /// The most serious first; empty where nothing was found.
    pub findings: Vec<GoodsFinding>,
}

/// A word of the goods that must not be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GoodsFinding {
    pub group: u8,
    /// The group's name in the caller's language.
    pub name: String,
    pub level: GoodsLevel,
    /// The word of the dictionary.
    pub word: String,
}
