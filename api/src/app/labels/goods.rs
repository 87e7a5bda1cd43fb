//! A shipment's goods line by line, for the goods table of labels and packing lists.

use shared::labels::LabelGoods;

/// Between the goods of orders that were put together, and of files with a line for each.
const BETWEEN: char = '；';
/// Before how many of them there are, where there is more than one.
const TIMES: char = '×';

/// `A×2；B` of three pieces is two lines. Goods that do not add up to the quantity are one line, as they were written: a person may have
/// used the same signs.
pub fn lines(goods: &str, quantity: u32) -> Vec<LabelGoods> {
    let line = |name: &str, quantity: u32| LabelGoods {
        name: name.to_owned(),
        quantity: quantity.to_string(),
        ..LabelGoods::default()
    };
    let parts: Vec<(&str, u32)> = goods.split(BETWEEN).map(counted).collect();
    let sum = parts.iter().fold(0_u32, |sum, (_, count)| sum.saturating_add(*count));
    if parts.len() > 1 && sum == quantity && parts.iter().all(|(name, _)| !name.is_empty()) {
        return parts.into_iter().map(|(name, count)| line(name, count)).collect();
    }
    vec![line(goods, quantity)]
}

fn counted(part: &str) -> (&str, u32) {
    let counted = part.rsplit_once(TIMES).and_then(|(name, count)| Some((name.trim(), count.trim().parse().ok()?)));
    counted.unwrap_or((part.trim(), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(goods: &str, quantity: u32) -> Vec<(String, String)> {
        lines(goods, quantity).into_iter().map(|line| (line.name, line.quantity)).collect()
    }

    fn expected(lines: &[(&str, &str)]) -> Vec<(String, String)> {
        lines.iter().map(|(name, count)| ((*name).to_owned(), (*count).to_owned())).collect()
    }

    #[test]
    fn goods_that_were_put_together_are_a_line_each() {
        assert_eq!(told("连衣裙 红×2；衬衫", 3), expected(&[("连衣裙 红", "2"), ("衬衫", "1")]));
        assert_eq!(told("3×5 螺丝×10；垫片×4", 14), expected(&[("3×5 螺丝", "10"), ("垫片", "4")]));
    }

    #[test]
    fn what_does_not_add_up_is_one_line() {
        for (goods, quantity) in [("茶叶", 4), ("衣服；鞋", 1), ("A×99999999999；B", 3), ("；", 2), ("", 1)] {
            assert_eq!(told(goods, quantity), expected(&[(goods, quantity.to_string().as_str())]), "{goods}");
        }
    }
}
