use super::*;

fn id(text: &str) -> Option<DeviceId> {
    let length = u16::try_from(text.len() + 2).unwrap().to_be_bytes();
    DeviceId::read(&[&length[..], text.as_bytes()].concat())
}

fn answered(answers: &[(Probe, &[u8])]) -> Clues {
    Clues { answers: answers.iter().map(|(probe, answer)| (*probe, answer.to_vec())).collect(), ..Clues::default() }
}

/// Device ids that real printers gave (lprint's drivers, descriptor dumps), with what they are.
#[test]
fn device_ids_of_real_printers_are_known() {
    use PrinterLanguage::{Cpcl, Epl, Tspl, Zpl};
    let table = [
        (
            "MFG:Zebra Technologies ;CMD:ZPL;MDL:ZTC GK420d;CLS:PRINTER;OPT:XML;",
            Some(Zpl),
            Some("zebra-gk420"),
            Some(203),
        ),
        (
            "MANUFACTURER:Zebra Technologies ;COMMAND SET:ZPL;MODEL:ZTC ZT411-300dpi ZPL;",
            Some(Zpl),
            Some("zebra-zt411"),
            Some(203),
        ),
        ("MANUFACTURER:Zebra Technologies ;COMMAND SET:EPL;MODEL:LP2844;", Some(Epl), Some("zebra-lp2844"), Some(203)),
        ("MFG:Printer;MDL:Thermal Printer;CMD:XPP,XL;", Some(Tspl), None, None),
        ("CMD:XPP,XL;MDL:PM-241-BT;CLS:PRINTER;", Some(Tspl), Some("phomemo-pm-241"), Some(203)),
        ("MFG:Vevor;MDL:Y428BT-300dpi;CMD:XPP,XL;", Some(Tspl), Some("vevor-y428bt"), Some(300)),
        ("MFG:HPRT;MDL:HM-A300E;CMD:CPCL;", Some(Cpcl), Some("hprt-hm-a300"), Some(203)),
        ("MFG:Xprinter;MDL:XP-420B;CMD:TSPL2;", Some(Tspl), Some("xprinter-xp-420b"), Some(203)),
        ("MFG:Brother;CMD:PT-CBP;MDL:QL-800;", None, Some("brother-ql"), Some(300)),
        ("MFG:HP;CMD:PCL,PJL;MDL:LaserJet 1020;", None, None, None),
    ];
    for (text, language, profile, dpi) in table {
        let found = find(&Clues { device_id: id(text), ..Clues::default() });
        assert_eq!(found.language, language, "{text}");
        assert_eq!(found.profile.map(|profile| profile.id.as_str()), profile, "{text}");
        assert_eq!(found.dpi, dpi, "{text}");
        assert_eq!(found.by == FoundBy::DeviceId, language.is_some(), "{text}");
    }
}

#[test]
fn answers_tell_language_model_and_resolution() {
    let zebra = find(&answered(&[(Probe::ZplIdentity, b"\x02ZTC ZD620-300dpi,V84.20.18Z,12,8192KB\x03\r\n")]));
    assert_eq!((zebra.language, zebra.dpi, zebra.by), (Some(PrinterLanguage::Zpl), Some(300), FoundBy::Answer));
    assert_eq!(zebra.profile.map(|profile| profile.id.as_str()), Some("zebra-zd620"));
    let tspl = find(&answered(&[(Probe::TsplStatus, b"\0"), (Probe::TsplModel, b"TTP-245C\r\n")]));
    assert_eq!((tspl.language, tspl.name.as_str()), (Some(PrinterLanguage::Tspl), "TSC TTP-245C"));
    let receipt = find(&answered(&[(Probe::TsplStatus, b""), (Probe::EscposOnline, b"\x12")]));
    assert_eq!((receipt.language, receipt.dpi), (Some(PrinterLanguage::Escpos), None));
    let epl = "UKQ1935HLU V4.29\r\nSerial port:96,N,8,1\r\nImage buffer size:0245K\r\n";
    let epl = find(&answered(&[(Probe::EplSettings, epl.as_bytes())]));
    assert_eq!((epl.language, epl.name.as_str()), (Some(PrinterLanguage::Epl), "UKQ1935HLU"));
}

#[test]
fn hostile_answers_say_nothing() {
    let endless = vec![b'A'; ANSWER_BYTES_MAX + 1];
    let endless_zebra = [b"\x02EVIL,V1,8,8K\x03".as_slice(), &endless].concat();
    let garbage: Vec<u8> = (0..=255).collect();
    let probes = [Probe::TsplStatus, Probe::TsplModel, Probe::EscposOnline, Probe::ZplIdentity, Probe::EplSettings];
    for probe in probes {
        let echo = probe.question();
        for answer in [
            &b""[..],
            b"\x02\x02",
            b"\x02ZTC,V1",
            b"\x02,,,\x03",
            b"\x02\x03",
            echo,
            &garbage,
            &endless,
            &endless_zebra,
            b"\xff\xfe",
        ] {
            let found = find(&answered(&[(probe, answer)]));
            let is_taken = found.language.is_some();
            assert!(!is_taken, "{probe:?} took {:?}", &answer[..answer.len().min(20)]);
            assert_eq!((found.name.as_str(), found.by), ("", FoundBy::Nothing));
        }
    }
}

#[test]
fn the_device_id_stands_before_answers_and_answers_before_usb() {
    let mut clues = Clues { usb: Some((0x0a5f, 0x0009)), ..Clues::default() };
    assert_eq!(find(&clues).language, Some(PrinterLanguage::Epl));
    assert_eq!(find(&clues).by, FoundBy::UsbId);
    clues.answers.push((Probe::ZplIdentity, b"\x02LP2844-Z,V45.1.1Z,8,2104KB\x03".to_vec()));
    assert_eq!((find(&clues).language, find(&clues).by), (Some(PrinterLanguage::Zpl), FoundBy::Answer));
    clues.device_id = id("MFG:Zebra;CMD:EPL;MDL:LP2844;");
    assert_eq!((find(&clues).language, find(&clues).by), (Some(PrinterLanguage::Epl), FoundBy::DeviceId));
    let maker_only = find(&Clues { usb: Some((0x1203, 0x9999)), ..Clues::default() });
    assert_eq!((maker_only.language, maker_only.by), (Some(PrinterLanguage::Tspl), FoundBy::Vendor));
    let brother = find(&Clues { usb: Some((0x04f9, 0x209b)), ..Clues::default() });
    assert_eq!((brother.language, brother.by, brother.name.as_str()), (None, FoundBy::OwnLanguage, "Brother QL"));
}

/// Asks as a page does, a printer that answers by `says`; answers the probes that were sent.
fn talk(mut clues: Clues, says: impl Fn(Probe) -> Vec<u8>) -> (Vec<Probe>, Finding) {
    let mut sent = Vec::new();
    while let Some(probe) = next_probe(&clues) {
        sent.push(probe);
        clues.answers.push((probe, says(probe)));
        assert!(sent.len() <= 5, "it never stops asking");
    }
    (sent, find(&clues))
}

#[test]
fn it_asks_what_is_needed_and_ends() {
    let (sent, found) = talk(Clues::default(), |_| Vec::new());
    assert_eq!(sent, [Probe::TsplStatus, Probe::EscposOnline, Probe::ZplIdentity, Probe::EplSettings]);
    assert_eq!(found.language, None);
    let tspl = |probe| match probe {
        Probe::TsplStatus => vec![0x20],
        Probe::TsplModel => b"XP-420B\r\n".to_vec(),
        _ => Vec::new(),
    };
    let (sent, found) = talk(Clues::default(), tspl);
    assert_eq!(sent, [Probe::TsplStatus, Probe::TsplModel]);
    assert_eq!(found.profile.map(|profile| profile.id.as_str()), Some("xprinter-xp-420b"));
    let known = Clues { device_id: id("MFG:Zebra;CMD:ZPL;MDL:ZTC ZD410;"), ..Clues::default() };
    let (sent, found) = talk(known, |_| b"\x02ZTC ZD410-300dpi ZPL,V1,12,8K\x03".to_vec());
    assert_eq!((sent, found.dpi), (vec![Probe::ZplIdentity], Some(300)));
    let (sent, _) = talk(Clues { device_id: id("CMD:CPCL;MDL:HM-A300;"), ..Clues::default() }, |_| Vec::new());
    assert_eq!(sent, []);
}
