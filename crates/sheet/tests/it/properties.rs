//! Whatever the bytes, the answer is a table or a problem.

use proptest::{collection::vec, prelude::*};
use sheet::{Lang, Limits, codes, words};

use crate::support::{fixture, open};

const FILES: [&str; 10] = [
    "taobao.csv",
    "douyin.csv",
    "pdd.xlsx",
    "jd.xls",
    "1688.xlsx",
    "shopify.csv",
    "woocommerce.csv",
    "template.xlsx",
    "encrypted.xlsx",
    "sheets.xls",
];

/// A file opens to a table that can be walked, or is refused with words.
fn settles(bytes: &[u8]) {
    if let Ok(sheets) = sheet::sheets(bytes, None, &Limits::default()) {
        for info in sheets {
            assert!(info.rows > 0, "{info:?}");
            let pick = sheet::Pick::Named(&info.name);
            let _ = sheet::open_sheet(bytes, "orders", pick, None, &Limits::default());
        }
    }
    match open(bytes) {
        Ok(table) => {
            for row in table.rows() {
                assert_eq!(row.cells.len(), table.header().len());
                for problem in &row.problems {
                    assert_ne!(problem.words(Lang::Zh), problem.code);
                }
            }
        }
        Err(problem) => assert_ne!(problem.words(Lang::En), problem.code()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_settle(bytes in vec(any::<u8>(), 0..2_000)) {
        settles(&bytes);
    }

    #[test]
    fn any_text_settles(text in "[,;\t\"'=*#~\n\r a-z0-9\u{4e00}-\u{4e20}]{0,400}") {
        settles(text.as_bytes());
        settles(format!("订单号,收件人,手机,地址,数量,重量,代收\n{text}").as_bytes());
    }

    #[test]
    fn damaged_files_settle(
        file in 0..FILES.len(),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = fixture(FILES[file]);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        settles(&bytes);
    }

    #[test]
    fn plain_orders_survive_any_separator(
        name in "[\u{4e00}-\u{4eff}]{2,4}",
        phone in "1[3-9][0-9]{9}",
        address in "[\u{4e00}-\u{4eff}]{6,20}[0-9]{1,3}",
        separator in prop::sample::select(vec![",", ";", "\t"]),
    ) {
        let text = format!("收件人{separator}手机{separator}地址\n{name}{separator}{phone}{separator}{address}\n");
        let chinese = encoding_rs::GB18030.encode(&text).0.into_owned();
        for bytes in [text.into_bytes(), chinese] {
            let table = sheet::open(&bytes, "x.csv", None, &Limits::default()).expect("a table");
            let row = &table.rows().next().unwrap();
            prop_assert_eq!(&row.receiver.name, &name);
            prop_assert_eq!(&row.receiver.mobile, &phone);
            prop_assert_eq!(&row.receiver.address, &address);
        }
    }
}

#[test]
fn every_code_has_words_in_both_languages() {
    for code in codes() {
        for lang in [Lang::Zh, Lang::En] {
            let text = words(code, &["recv_name".to_owned(), "9".to_owned()], lang);
            assert!(text != code && !text.contains(['{', '}']), "{code}");
        }
    }
    assert_eq!(words("someone_elses", &[], Lang::Zh), "someone_elses");
}
