//! Opening an order file against bare reading of its cells: `cargo run --release -p sheet --example sheet-speed [-- --json]`.

use std::{
    error::Error,
    io::Cursor,
    time::{Duration, Instant},
};

use calamine::{Reader, Xlsx};
use rust_xlsxwriter::Workbook;

const ROWS: u32 = 10_000;
const ROUNDS: usize = 15;
/// How much opening, recognising and reading orders may cost, as a multiple of bare reading.
const TARGET: f64 = 1.3;

const HEADER: [&str; 15] = [
    "订单号",
    "收件人",
    "手机",
    "固话",
    "省",
    "市",
    "区县",
    "街道",
    "详细地址",
    "物品名称",
    "规格",
    "数量",
    "重量(kg)",
    "买家留言",
    "下单时间",
];

fn main() -> Result<(), Box<dyn Error>> {
    let file = workbook()?;
    let limits = sheet::Limits::default();
    let (mut bare, mut opened) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.as_slice()))?;
        let range = book.worksheet_range_at(0).ok_or("no sheet")??;
        bare = bare.min(start.elapsed());
        assert_eq!(range.height(), ROWS as usize + 1);

        let start = Instant::now();
        let table = sheet::open(&file, "orders.xlsx", None, &limits)?;
        opened = opened.min(start.elapsed());
        assert_eq!(table.order_count(), ROWS as usize);
        assert!(table.rows().all(|row| row.problems.is_empty()));
    }
    let (figure, floor) = (opened.as_secs_f64() * 1e3, bare.as_secs_f64() * 1e3);
    if std::env::args().any(|arg| arg == "--json") {
        println!(
            "{{\"name\": \"open 10 000 × 15 xlsx\", \"figure\": {figure:.1}, \"unit\": \"ms\", \"floor\": {floor:.1}, \"target\": \"≤ {TARGET} ×\", \
             \"met\": {}}}",
            figure <= floor * TARGET
        );
    } else {
        println!(
            "{} rows, {} kB: bare {floor:.1} ms, opened {figure:.1} ms, {:.2} ×",
            ROWS,
            file.len() / 1024,
            figure / floor
        );
    }
    Ok(())
}

fn workbook() -> Result<Vec<u8>, Box<dyn Error>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0_u16..).zip(HEADER) {
        sheet.write_string(0, column, name)?;
    }
    for row in 1..=ROWS {
        let cells: [String; 15] = [
            format!("SO20251124{row:06}"),
            format!("收件人{row}"),
            String::new(),
            String::new(),
            "广东省".into(),
            "深圳市".into(),
            "南山区".into(),
            "粤海街道".into(),
            format!("科技园南路{row}号{}栋{}室", row % 40 + 1, row % 900 + 101),
            format!("商品{}", row % 300),
            format!("颜色{} 尺码{}", row % 12, row % 6),
            String::new(),
            String::new(),
            if row % 5 == 0 { format!("请尽快发货 {row}") } else { String::new() },
            "2025-11-24 10:00:00".into(),
        ];
        for (column, cell) in (0_u16..).zip(&cells) {
            if !cell.is_empty() {
                sheet.write_string(row, column, cell)?;
            }
        }
        sheet.write_number(row, 2, 13_800_000_000.0 + f64::from(row))?;
        sheet.write_number(row, 11, f64::from(row % 9 + 1))?;
        sheet.write_number(row, 12, f64::from(row % 50 + 1) / 10.0)?;
    }
    Ok(book.save_to_buffer()?)
}
