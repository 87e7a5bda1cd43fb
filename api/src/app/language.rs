//! The languages the service speaks to people.

/// Chinese first, English complete.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    Zh,
    En,
}

impl Language {
    /// From an `Accept-Language` header: the first language of the list that is spoken here, by weight.
    pub fn accepted(header: &str) -> Language {
        let weighted = header.split(',').take(20).filter_map(|part| {
            let (tag, rest) = part.split_once(';').unwrap_or((part, ""));
            let weight = rest.trim().strip_prefix("q=").map_or(Some(1.0_f32), |q| q.trim().parse().ok())?;
            let primary = tag.trim().split('-').next()?.to_ascii_lowercase();
            let language = match primary.as_str() {
                "zh" | "*" => Language::Zh,
                "en" => Language::En,
                _ => return None,
            };
            (weight > 0.0).then_some((weight, language))
        });
        let mut best: Option<(f32, Language)> = None;
        for (weight, language) in weighted {
            if best.is_none_or(|(heaviest, _)| weight > heaviest) {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language).unwrap_or_default()
    }

    pub const fn tag(self) -> &'static str {
        match self {
            Language::Zh => "zh-CN",
            Language::En => "en",
        }
    }

    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chooses_by_weight() {
        for (header, language) in [
            ("", Language::Zh),
            ("en", Language::En),
            ("en-GB,zh;q=0.9", Language::En),
            ("fr, en;q=0.3, zh-CN;q=0.8", Language::Zh),
            ("de", Language::Zh),
            ("en;q=0, zh", Language::Zh),
            ("en;q=x", Language::Zh),
        ] {
            assert_eq!(Language::accepted(header), language, "{header}");
        }
    }
}
