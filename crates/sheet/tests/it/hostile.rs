//! Files that are no order files, and files that want to do harm.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{Format, Workbook};
use sheet::{
    Limits,
    limits::{CELL_CHARS, FILE_BYTES},
};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::support::{HEADER, ORDER, code, filled, fixture, open, opened, problems, xlsx};

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        writer.start_file(*name, options).expect("a part");
        writer.write_all(bytes).expect("bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

/// A workbook with its parts changed, and others put beside them.
fn with_parts(book: &[u8], change: impl Fn(&str, String) -> String, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(book)).expect("an archive");
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..old.len() {
        let mut part = old.by_index(at).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).expect("text");
        let bytes = change(&name, text).into_bytes();
        parts.push((name, bytes));
    }
    let parts = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    archive(&parts.chain(more.iter().copied()).collect::<Vec<_>>())
}

#[test]
fn a_workbook_with_macros_is_read_and_its_macros_are_not() {
    let is_types = |name: &str| name == "[Content_Types].xml";
    let marked = |name: &str, text: String| {
        let macros = "application/vnd.ms-excel.sheet.macroEnabled.main+xml";
        let plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
        if is_types(name) { text.replace(plain, macros) } else { text }
    };
    // What stands there is no project: whoever read it would find that out.
    let project: [(&str, &[u8]); 1] = [("xl/vbaProject.bin", b"\xD0\xCF\x11\xE0Sub Auto_Open()")];
    let bytes = with_parts(&xlsx(&[&HEADER, &ORDER]), marked, &project);
    let table = sheet::open(&bytes, "orders.xlsm", None, &Limits::default()).expect("a table");
    assert_eq!((table.order_count(), table.rows().next().expect("a row").receiver.name.as_str()), (1, "李雷"));
}

#[test]
fn merged_cells_hide_no_order() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 3, "双11发货清单", &plain).expect("a title");
    filled(
        sheet,
        &[
            &[],
            &HEADER,
            &["", "李雷", "13800000001", "广东省深圳市南山区科技园路1号"],
            &["", "韩梅梅", "13800000002", ""],
            &["A3", "", "", "北京市朝阳区建国路1号"],
            &["A4", "", "", "北京市朝阳区建国路2号"],
        ],
    );
    sheet.merge_range(2, 0, 3, 0, "A1", &plain).expect("one number of two orders");
    sheet.merge_range(4, 1, 5, 1, "王小明", &plain).expect("one name of two orders");
    sheet.merge_range(4, 2, 5, 2, "13800000003", &plain).expect("one phone of two orders");
    let table = opened(&book.save_to_buffer().expect("a workbook"));
    let rows: Vec<(u32, String, Vec<String>)> =
        table.rows().map(|row| (row.row, row.order_no.clone(), problems(&row))).collect();
    let missing = |column: &str| format!("{column}: required_missing");
    // Only the first cell of a merged range holds its text: what the others lack is told with their row.
    assert_eq!(
        rows,
        [
            (3, "A1".to_owned(), vec![]),
            (4, String::new(), vec![missing("地址")]),
            (5, "A3".to_owned(), vec![]),
            (6, "A4".to_owned(), vec![missing("收件人"), missing("手机")])
        ]
    );
}

/// Text of so many characters that packs no better than a person's.
fn noise(chars: usize) -> String {
    let mut state = 1_u32;
    let next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from_u32(0x4E00 + (state >> 16) % 0x4000)
    };
    std::iter::repeat_with(next).take(chars).flatten().collect()
}

#[test]
fn a_cell_of_ten_megabytes_is_told_and_not_kept() {
    const CHARS: usize = 10 * 1024 * 1024 / 3;
    let huge = noise(CHARS);
    let text = format!("{}\nA1,李雷,13800000001,{huge}\n", HEADER.join(","));
    let marked = xlsx(&[&HEADER, &["A1", "李雷", "13800000001", "MARK"]]);
    let book = with_parts(&marked, |_, text| text.replace("MARK", &huge), &[]);
    assert!(text.len() > 10_000_000 && book.len() < FILE_BYTES, "within the limits of a file");
    for bytes in [text.as_bytes(), &book] {
        let row = opened(bytes).rows().next().expect("a row");
        assert_eq!(problems(&row), ["地址: cell_too_long"]);
        assert_eq!(row.problems[0].args, [CHARS.to_string(), CELL_CHARS.to_string()]);
        assert_eq!(row.receiver.address.chars().count(), CELL_CHARS);
        assert!(row.cells.iter().all(|cell| cell.chars().count() <= CELL_CHARS));
    }
}

#[test]
fn things_that_are_no_tables() {
    let word = archive(&[("word/document.xml", b"<w:document/>"), ("[Content_Types].xml", b"<Types/>")]);
    let nested = archive(&[("orders.xlsx", &xlsx(&[&HEADER, &ORDER]))]);
    for (what, bytes) in [
        ("pdf", b"%PDF-1.7\n1 0 obj".to_vec()),
        ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        ("word", word),
        ("zip", nested),
        ("html", b"<html><table><tr><td>1</td></tr></table></html>".to_vec()),
        ("prose", "今天天气很好\n我们去公园".as_bytes().to_vec()),
        ("binary", (0..=255).cycle().take(4096).collect()),
    ] {
        assert_eq!(code(&bytes), "not_a_spreadsheet", "{what}");
    }
    for bytes in [Vec::new(), b" \r\n ".to_vec(), xlsx(&[]), xlsx(&[&HEADER])] {
        assert_eq!(code(&bytes), "empty_file");
    }
}

#[test]
fn damaged_files() {
    let good = xlsx(&[&HEADER, &ORDER]);
    assert_eq!(code(&good[..good.len() / 2]), "corrupt");
    let old = fixture("jd.xls");
    assert_eq!(code(&old[..600]), "corrupt");
    let mut flipped = good.clone();
    let middle = good.len() / 3;
    flipped[middle..middle + 40].fill(0xAA);
    assert!(matches!(code(&flipped), "corrupt" | "zip_bomb"));
}

#[test]
fn limits_are_kept() {
    let limits = Limits { rows: 2, columns: 6, file_bytes: 1024 * 1024, ..Limits::default() };
    let refused = |bytes: &[u8]| sheet::open(bytes, "", None, &limits).expect_err("refused").code();
    assert_eq!(refused(&xlsx(&[&HEADER, &ORDER, &ORDER, &ORDER])), "too_many_rows");
    let many_lines = [HEADER, ORDER, ORDER, ORDER].map(|row| row.join(",")).join("\n");
    assert_eq!(refused(many_lines.as_bytes()), "too_many_rows");
    assert_eq!(refused(&xlsx(&[&HEADER, &["1"; 7]])), "too_many_columns");
    assert_eq!(refused(&vec![b'a'; 1024 * 1024 + 1]), "file_too_large");
    // Blank rows and formatted columns are no rows and no columns.
    assert!(sheet::open(&xlsx(&[&HEADER, &[], &ORDER, &[], &[], &ORDER]), "", None, &limits).is_ok());
}

/// An archive that unpacks to `megabytes` of zeros in the part of a sheet.
fn bomb(megabytes: usize) -> Vec<u8> {
    let chunk = vec![b'0'; 1024 * 1024];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    writer.start_file("xl/workbook.xml", options).expect("a part");
    writer.write_all(b"<workbook/>").expect("bytes");
    writer.start_file("xl/worksheets/sheet1.xml", options).expect("a part");
    for _ in 0..megabytes {
        writer.write_all(&chunk).expect("bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

#[test]
fn bombs_are_refused() {
    let limits = Limits { unpacked_bytes: 2 * 1024 * 1024, ..Limits::default() };
    let refused = |bytes: &[u8]| sheet::open(bytes, "", None, &limits).expect_err("refused").code();
    assert_eq!(refused(&bomb(3)), "zip_bomb");
    // Within the sum, but nothing a person would pack.
    assert_eq!(code(&bomb(5)), "zip_bomb");
    let many: Vec<(String, &[u8])> =
        (0..5_000).map(|n| (format!("xl/worksheets/sheet{n}.xml"), b"x".as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    assert_eq!(code(&archive(&many)), "zip_bomb");
}

/// The bomb with the sizes of its large part said to be another.
fn lying(megabytes: u32, said: u32) -> Vec<u8> {
    let mut bytes = bomb(megabytes as usize);
    let real = (megabytes * 1024 * 1024).to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == real).collect();
    assert!(!places.is_empty(), "the directory declares the size");
    for at in places {
        bytes[at..at + 4].copy_from_slice(&said.to_le_bytes());
    }
    bytes
}

#[test]
fn archives_that_lie_about_their_size_are_refused() {
    assert_eq!(code(&lying(1, 300 * 1024 * 1024)), "zip_bomb");
    let limits = Limits { unpacked_bytes: 2 * 1024 * 1024, ..Limits::default() };
    let refused = sheet::open(&lying(3, 1_000), "", None, &limits).expect_err("refused").code();
    assert!(matches!(refused, "zip_bomb" | "corrupt"), "{refused}");
}

#[test]
fn encrypted_old_workbooks_say_so() {
    assert_eq!(code(&with_records(&[(0x002F, &[1, 0, 1, 0, 1, 0])])), "password_protected");
}

#[test]
fn old_workbooks_that_unfold_are_refused() {
    let far = |row: u16, column: u16| [row.to_le_bytes(), column.to_le_bytes(), [0, 0]].concat();
    let mut number = far(65_535, 255);
    number.extend([0; 8]);
    let dimensions: Vec<u8> = [[0; 4], u32::MAX.to_le_bytes(), [0, 0, 255, 255], [0; 4]].concat();
    for (record, code_expected) in
        [((0x0203, number.as_slice()), "too_many_rows"), ((0x0200, &dimensions[..14]), "corrupt")]
    {
        assert_eq!(code(&with_records(&[record])), code_expected);
    }
}

/// The real `.xls` with records put behind the beginning of its globals and of its sheet.
fn with_records(records: &[(u16, &[u8])]) -> Vec<u8> {
    let mut stream = Vec::new();
    let mut file = cfb::CompoundFile::open(Cursor::new(fixture("jd.xls"))).expect("a container");
    std::io::Read::read_to_end(&mut file.open_stream("/Workbook").expect("a stream"), &mut stream).expect("bytes");
    let bytes: Vec<u8> = records
        .iter()
        .flat_map(|(typ, data)| {
            let len = u16::try_from(data.len()).expect("a short record");
            [typ.to_le_bytes().as_slice(), &len.to_le_bytes(), data].concat()
        })
        .collect();
    let first = 4 + usize::from(u16::from_le_bytes([stream[2], stream[3]]));
    let sheet = (first..stream.len() - 4)
        .find(|at| stream[*at..*at + 2] == [0x09, 0x08] && stream[*at + 2] == stream[2])
        .expect("the sheet's beginning");
    // The globals say where the sheet begins.
    let bound = (first..sheet).find(|at| stream[*at..*at + 2] == [0x85, 0x00]).expect("the sheet's name");
    let position = u32::try_from(sheet + bytes.len()).expect("a small file").to_le_bytes();
    stream[bound + 4..bound + 8].copy_from_slice(&position);
    let mut changed = stream[..first].to_vec();
    changed.extend(&bytes);
    changed.extend(&stream[first..sheet + first]);
    changed.extend(&bytes);
    changed.extend(&stream[sheet + first..]);
    let mut out = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("a container");
    out.create_stream("/Workbook").expect("a stream").write_all(&changed).expect("bytes");
    out.flush().expect("bytes");
    out.into_inner().into_inner()
}

#[test]
fn unchanged_records_still_open() {
    assert_eq!(opened(&with_records(&[])).order_count(), 3);
}

#[test]
fn containers_that_go_in_circles_end() {
    let mut file = fixture("jd.xls");
    // Every entry of the allocation table points to the first sector.
    let table = 512 * (1 + usize::from(u16::from_le_bytes([file[76], file[77]])));
    let end = (table + 512).min(file.len());
    for entry in file[table..end].chunks_mut(4) {
        entry.copy_from_slice(&[0, 0, 0, 0][..entry.len()]);
    }
    assert!(open(&file).is_err());
}
