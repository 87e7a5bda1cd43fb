//! Lists that people keep: encodings, separators, odd places of the header, odd cells.

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use sheet::{Field, Limits, Mapping, Platform};

use crate::support::{HEADER, ORDER, code, open, opened, problems, xlsx};

fn csv(separator: &str) -> String {
    [HEADER, ORDER].map(|row| row.join(separator)).join("\r\n")
}

#[test]
fn encodings_and_separators() {
    for separator in [",", ";", "\t", "|"] {
        let text = csv(separator);
        let gb = encoding_rs::GB18030.encode(&text).0.into_owned();
        let bom = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        let little: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let big: Vec<u8> = [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        for bytes in
            [text.clone().into_bytes(), gb, bom, little, big, format!("sep={separator}\r\n{text}").into_bytes()]
        {
            let table = opened(&bytes);
            assert_eq!(table.header(), HEADER, "{separator:?}");
            assert_eq!(table.rows().next().unwrap().cells, ORDER, "{separator:?}");
        }
    }
}

#[test]
fn rows_are_numbered_as_a_person_sees_them() {
    let text = "\n\n订单号,收件人,手机,地址,备注\r\n\r\nA1,李雷,13800000001,广东省深圳市南山区1号,\"一\r\n二\"\r\nA2,韩梅梅,13800000002,浙江省杭州市西湖区2号,\n\n\nA3,小明,13800000003,北京市朝阳区3号,\n";
    let table = opened(text.as_bytes());
    let rows: Vec<u32> = table.rows().map(|row| row.row).collect();
    assert_eq!((table.header_row(), rows), (3, vec![5, 6, 9]));
    assert_eq!(table.rows().next().unwrap().remark, "一 二");
}

#[test]
fn an_unclosed_quote_swallows_nothing_silently() {
    let text =
        "订单号,收件人,手机,地址\nA1,李雷,13800000001,\"广东省深圳市1号\nA2,韩梅梅,13800000002,浙江省杭州市2号\n";
    let problem = open(text.as_bytes()).expect_err("refused");
    assert_eq!((problem.code(), problem.args()), ("unclosed_quote", ["2".to_owned()].as_slice()));
}

#[test]
fn the_header_is_found_below_titles_and_behind_other_sheets() {
    let mut book = Workbook::new();
    let help = book.add_worksheet();
    help.write_string(0, 0, "填写说明").expect("a cell");
    help.write_string(1, 0, "收件人必填，手机必填").expect("a cell");
    let orders = book.add_worksheet();
    orders.set_name("发货").expect("a name");
    orders.write_string(1, 0, "2025年11月发货清单").expect("a cell");
    orders.write_string(2, 0, "制表：仓库").expect("a cell");
    for (column, (name, cell)) in (0_u16..).zip(HEADER.into_iter().zip(ORDER)) {
        orders.write_string(4, column, name).expect("a cell");
        orders.write_string(6, column, cell).expect("a cell");
    }
    orders.write_string(9, 0, "合计").expect("a cell");
    let table = opened(&book.save_to_buffer().expect("a workbook"));
    assert_eq!((table.sheet_name(), table.header_row(), table.order_count()), ("发货", 5, 1));
    assert_eq!((table.rows().next().unwrap().row, table.skipped_rows()), (7, [10].as_slice()));
}

#[test]
fn groups_of_columns_tell_sender_from_receiver() {
    let bytes = xlsx(&[
        &["", "寄件信息", "", "", "收件信息", "", ""],
        &["单号", "姓名", "电话", "地址", "姓名", "电话", "地址"],
        &["1", "仓库", "0755-26000001", "深圳市南山区1号", "李雷", "13800000001", "北京市朝阳区2号"],
    ]);
    let table = opened(&bytes);
    let row = &table.rows().next().unwrap();
    assert_eq!((row.receiver.name.as_str(), row.receiver.address.as_str()), ("李雷", "北京市朝阳区2号"));
    assert_eq!((row.sender.name.as_str(), row.sender.any_phone()), ("仓库", "0755-26000001"));
    assert_eq!(table.header()[4], "姓名 (2)");
}

#[test]
fn a_sender_is_given_whole_or_not_at_all() {
    let header = ["收件人", "手机", "地址", "发件人", "发件人电话", "发货地址", "寄件公司"];
    let sent = |name, phone, address, company| {
        let [_, receiver, mobile, place] = ORDER;
        let table = opened(&xlsx(&[&header, &[receiver, mobile, place, name, phone, address, company]]));
        let row = table.rows().next().expect("a row");
        (row.sender.is_complete(), problems(&row))
    };
    assert_eq!(sent("仓库", "0755-26000001", "深圳市南山区1号", ""), (true, vec![]));
    assert_eq!(sent("", "", "", "某某公司"), (false, vec![]));
    assert_eq!(sent("仓库", "", "", ""), (false, vec!["发件人电话: sender_incomplete".to_owned()]));
    assert_eq!(sent("", "0755-26000001", "深圳市南山区1号", ""), (false, vec!["发件人: sender_incomplete".to_owned()]));
    let table = opened(&xlsx(&[&["收件人", "手机", "地址", "寄件人"], &["李雷", "13800000001", "深圳市1号", "仓库"]]));
    let row = table.rows().next().expect("a row");
    assert_eq!(row.problems[0].args, ["sender_mobile", "sender_address"]);
    assert_eq!(row.problems[0].column, "sender_mobile", "the file has no such column");
}

#[test]
fn newer_exports_are_read_by_the_dictionary() {
    let bytes = xlsx(&[
        &[
            "订单编号",
            "收货人",
            "手机",
            "收货省份",
            "收货城市",
            "收货区县",
            "详细地址",
            "宝贝名称",
            "购买数量",
            "买家留言",
        ],
        &["T1", "李雷", "13800000001", "广东省", "深圳市", "南山区", "科技园路1号", "杯子", "2", "快"],
    ]);
    let table = opened(&bytes);
    assert_eq!(table.platform(), Platform::Generic);
    let row = &table.rows().next().unwrap();
    assert_eq!(row.receiver.full_address(), "广东省深圳市南山区科技园路1号");
    assert_eq!((row.goods.as_str(), row.quantity, row.remark.as_str()), ("杯子", Some(2), "快"));
}

#[test]
fn a_person_can_say_what_columns_mean() {
    let bytes = xlsx(&[&["甲", "乙", "丙", "丁"], &ORDER]);
    assert_eq!(code(&bytes), "no_header_recognised");
    let names = [("甲", "order_no"), ("乙", "recv_name"), ("丙", "recv_mobile"), ("丁", "address"), ("戊", "nonsense")];
    let names = names.map(|(column, field)| (column.to_owned(), field.to_owned())).into_iter().collect();
    let mapping = Mapping::from_names(&names).expect("a mapping");
    let table = sheet::open(&bytes, "", Some(&mapping), &Limits::default()).expect("a table");
    assert_eq!(table.rows().next().unwrap().receiver.name, "李雷");
    let json = serde_json::to_string(table.mapping()).expect("json");
    assert_eq!(json, r#"{"丁":"address","丙":"recv_mobile","乙":"recv_name","甲":"order_no"}"#);
    assert_eq!(serde_json::from_str::<Mapping>(&json).expect("a mapping"), *table.mapping());
    assert_eq!(Mapping::from_names(&Default::default()), None);
}

#[test]
fn a_file_without_receivers_says_which_columns_are_missing() {
    let problem = open(&xlsx(&[&["订单号", "收件人", "商品"], &["1", "李雷", "书"]])).expect_err("refused");
    assert_eq!(problem.code(), "no_header_recognised");
    assert_eq!(problem.args(), ["recv_mobile", "address"]);
    assert!(problem.words(sheet::Lang::Zh).contains("收件手机、详细地址"));
    assert!(problem.words(sheet::Lang::En).contains("receiver's mobile, address"));
}

#[test]
fn cells_of_every_kind() {
    let mut book = Workbook::new();
    let orders = book.add_worksheet();
    for (column, name) in (0_u16..).zip(["订单号", "收件人", "手机", "地址", "数量", "备注", "重量(g)"])
    {
        orders.write_string(0, column, name).expect("a cell");
    }
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for row in 1..=2 {
        orders.write_string(row, 1, "李雷").expect("a cell");
        orders.write_number(row, 2, 1.381_234_567_8E10).expect("a cell");
        orders.write_string(row, 3, "广东省深圳市南山区1号").expect("a cell");
        orders.write_formula(row, 4, Formula::new("=1+1").set_result("2")).expect("a cell");
        orders
            .write_datetime_with_format(row, 5, ExcelDateTime::from_ymd(2025, 11, 24).expect("a day"), &date)
            .expect("a cell");
        orders.write_number(row, 6, 750.0).expect("a cell");
    }
    orders.write_number(1, 0, 251_124_000_001.0).expect("a cell");
    orders.write_number(2, 0, 2_511_240_000_000_000_001.0).expect("a cell");
    orders.write_formula(2, 4, Formula::new("=VLOOKUP(1,A1:A1,2)").set_result("#N/A")).expect("a cell");
    let table = opened(&book.save_to_buffer().expect("a workbook"));
    let row = &table.rows().next().unwrap();
    assert_eq!((row.order_no.as_str(), row.receiver.mobile.as_str()), ("251124000001", "13812345678"));
    assert_eq!((row.quantity, row.weight_g, row.remark.as_str()), (Some(2), Some(750), "2025-11-24"));
    assert_eq!(problems(row), [""; 0]);
    assert_eq!(problems(&table.rows().nth(1).unwrap()), ["订单号: digits_lost", "数量: cell_error"]);
}

#[test]
fn numbers_that_excel_cut_in_a_text_file_are_reported() {
    let text = "订单号,收件人,手机,地址\n1.38123E+10,李雷,1.3812345678E+10,广东省深圳市南山区1号\n";
    let table = opened(text.as_bytes());
    assert_eq!(table.rows().next().unwrap().receiver.mobile, "13812345678");
    assert_eq!(problems(&table.rows().next().unwrap()), ["订单号: digits_lost"]);
}

#[test]
fn long_and_broken_cells_are_reported() {
    let long = "长".repeat(sheet::limits::CELL_CHARS + 1);
    let text = format!("订单号,收件人,手机,地址\nA1,李雷,13800000001,{long}\n");
    assert_eq!(problems(&opened(text.as_bytes()).rows().next().unwrap()), ["地址: cell_too_long"]);
    let mut bytes = "订单号,收件人,手机,地址\n".as_bytes().to_vec();
    bytes.extend("A1,李雷,13800000001,广东省深圳市南山区科技园路一号大厦三楼".as_bytes());
    bytes.extend(b"\xFF\n");
    assert_eq!(problems(&opened(&bytes).rows().next().unwrap()), ["地址: cell_unreadable"]);
}

#[test]
fn the_second_number_is_the_other_phone() {
    let table = opened(&xlsx(&[
        &["收件人", "收件人手机", "收件人电话", "收件人地址"],
        &["李雷", "13800000001", "0755-26000001", "深圳市1号"],
    ]));
    let receiver = table.rows().next().unwrap().receiver;
    assert_eq!((receiver.mobile.as_str(), receiver.phone.as_str()), ("13800000001", "0755-26000001"));
    assert_eq!(table.column_of(Field::RecvPhone), "收件人电话");
    assert_eq!(table.column_of(Field::Weight), "weight");
}
