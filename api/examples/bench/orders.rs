//! Order files as large as they come. People and addresses are invented.

use rust_xlsxwriter::Workbook;

use crate::Result;

const HEADER: [&str; 9] = ["订单号", "收件人", "手机", "省", "市", "区", "详细地址", "品名", "重量(kg)"];
const NAMES: [&str; 6] = ["欧阳晓雯", "李志强", "王喆", "阿依古丽", "陈堃", "周建国"];
const PLACES: [[&str; 4]; 6] = [
    ["浙江省", "杭州市", "余杭区", "仓前街道文一西路969号3幢1单元502室"],
    ["广东省", "深圳市", "南山区", "粤海街道科技园南区高新南一道8号"],
    ["上海市", "上海市", "浦东新区", "张江镇祖冲之路2288弄3号楼1503室"],
    ["新疆维吾尔自治区", "乌鲁木齐市", "天山区", "解放北路12号"],
    ["四川省", "成都市", "武侯区", "桂溪街道天府大道北段1700号"],
    ["湖北省", "武汉市", "洪山区", "珞南街道珞喻路1037号东八舍"],
];

pub fn workbook(prefix: &str, rows: u32) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, HEADER)?;
    for row in 0..rows {
        let at = row as usize;
        let [province, city, district, detail] = PLACES[at % PLACES.len()];
        let (number, phone) = (format!("{prefix}-{row:06}"), format!("138{:08}", 10_000_000 + row));
        sheet.write_row(
            row + 1,
            0,
            [number.as_str(), NAMES[at % NAMES.len()], &phone, province, city, district, detail, "连衣裙"],
        )?;
        sheet.write(row + 1, 8, 0.5 + f64::from(row % 40) / 10.0)?;
    }
    Ok(book.save_to_buffer()?)
}
