//! RSA2: sorted pairs, joined, signed.

/// `a=1&b=2` of pairs in the order of their names, without empty ones and without those that are never signed.
pub(super) fn joined<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>, left_out: &[&str]) -> String {
    let mut pairs: Vec<(&str, &str)> =
        pairs.filter(|(name, value)| !value.is_empty() && !left_out.contains(name)).collect();
    pairs.sort_unstable();
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_stand_in_the_order_of_their_names() {
        // The order of the example of 「自行实现签名」 on opendocs.alipay.com.
        let pairs = [
            ("version", "1.0"),
            ("sign", "x"),
            ("timestamp", "2014-07-24 03:07:50"),
            ("app_id", "2014072300007148"),
            ("notify_url", ""),
            ("biz_content", r#"{"button":[]}"#),
            ("sign_type", "RSA2"),
            ("charset", "GBK"),
            ("method", "alipay.mobile.public.menu.add"),
        ];
        let asked = joined(pairs.into_iter(), &["sign"]);
        assert_eq!(
            asked,
            "app_id=2014072300007148&biz_content={\"button\":[]}&charset=GBK&method=alipay.mobile.public.menu.add\
             &sign_type=RSA2&timestamp=2014-07-24 03:07:50&version=1.0"
        );
        let told = joined(pairs.into_iter(), &["sign", "sign_type"]);
        assert!(!told.contains("sign_type") && told.ends_with("&version=1.0"));
    }
}
