//! Files that are no order files, and files that want to do harm.

use std::io::{Cursor, Write};

use sheet::Limits;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::support::{HEADER, ORDER, code, fixture, open, opened, xlsx};

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        writer.start_file(*name, options).expect("a part");
        writer.write_all(bytes).expect("bytes");
    }
    writer.finish().expect("an archive").into_inner()
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
