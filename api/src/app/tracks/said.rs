//! What carriers over the network say of scans in their own words: told to the merchant with people hidden, and read for who signed.

use carrier::ScanCode;
use label::privacy::{mask_name, mask_phone};
use shared::proofs::{DeliveryProof, ReceivedBy};
use store::{CarrierSaid, ScanEventRecord};

/// A run of so many digits may be somebody's phone.
const PHONE_DIGITS: usize = 7;
/// What stands between one of these and the next 】 is a person.
const BEFORE_PEOPLE: [&str; 5] = ["已由【", "签收人是【", "签收人：【", "业务员【", "快递员【"];
/// And between one of these and the next mark that ends a name.
const BEFORE_NAMES: [&str; 8] = ["签收人：", "签收人:", "签收人是", "派件员", "业务员", "快递员", "收件员", "小哥"];
/// Characters of a name that nothing brackets.
const NAME_CHARS: std::ops::RangeInclusive<usize> = 2..=4;
/// With one of these a sentence goes on, and no name begins.
const NO_NAME_BEGINS: [char; 11] = ['已', '正', '将', '在', '为', '派', '会', '未', '因', '送', '的'];
/// What stands in place of a signer's name, and who received the parcel then.
const NO_NAMES: [(&str, ReceivedBy); 14] = [
    ("本人", ReceivedBy::Receiver),
    ("家人", ReceivedBy::Family),
    ("家属", ReceivedBy::Family),
    ("前台", ReceivedBy::FrontDesk),
    ("门卫", ReceivedBy::FrontDesk),
    ("保安", ReceivedBy::FrontDesk),
    ("收发室", ReceivedBy::FrontDesk),
    ("物业", ReceivedBy::FrontDesk),
    ("快递柜", ReceivedBy::Locker),
    ("自提柜", ReceivedBy::Locker),
    ("丰巢", ReceivedBy::Locker),
    ("驿站", ReceivedBy::PickupPoint),
    ("代收点", ReceivedBy::PickupPoint),
    ("同事", ReceivedBy::Other),
];

/// A name is hidden; what is none is shown, and only where nothing else stands beside it.
fn named(signer: &str) -> String {
    let is_none = NO_NAMES.iter().any(|(word, _)| *word == signer);
    if is_none { signer.to_owned() } else { mask_name(signer) }
}

pub fn signer(said: &CarrierSaid) -> Option<String> {
    said.signer.as_deref().map(named)
}

/// The sentence without the names and phones in it.
pub fn sentence(said: &CarrierSaid) -> Option<String> {
    let mut text = said.sentence.clone();
    for name in said.signer.iter().chain(&said.courier).filter(|name| name.chars().nth(1).is_some()) {
        text = text.replace(name.as_str(), &named(name));
    }
    let text = BEFORE_PEOPLE.iter().fold(text, |text, before| without_people(&text, before));
    let text = BEFORE_NAMES.iter().fold(text, |text, before| without_names(&text, before));
    Some(without_phones(&text)).filter(|text| !text.is_empty())
}

fn without_people(text: &str, before: &str) -> String {
    let (mut shown, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(before) {
        let (head, tail) = rest.split_at(at + before.len());
        let end = tail.find('】').unwrap_or(tail.len());
        shown.push_str(head);
        shown.push_str(&named(&tail[..end]));
        rest = &tail[end..];
    }
    shown + rest
}

/// A name that nothing brackets: letters up to the next mark. What goes on as a sentence is no name.
fn without_names(text: &str, before: &str) -> String {
    let (mut shown, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(before) {
        let (head, tail) = rest.split_at(at + before.len());
        let colon = tail.len() - tail.trim_start_matches(['：', ':', ' ']).len();
        let (marks, tail) = tail.split_at(colon);
        let end = tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len());
        let name = &tail[..end];
        shown.push_str(head);
        shown.push_str(marks);
        let is_name = NAME_CHARS.contains(&name.chars().count()) && !name.starts_with(NO_NAME_BEGINS);
        shown.push_str(&if is_name { named(name) } else { name.to_owned() });
        rest = &tail[end..];
    }
    shown + rest
}

fn without_phones(text: &str) -> String {
    let is_part = |c: char| c.is_numeric() || matches!(c, '-' | '－' | '*');
    let (mut shown, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(begin) = rest.find(is_part) {
        let (head, tail) = rest.split_at(begin);
        let (run, after) = tail.split_at(tail.find(|c| !is_part(c)).unwrap_or(tail.len()));
        let is_phone = run.chars().filter(|c| c.is_numeric()).count() >= PHONE_DIGITS && !is_day(run);
        shown.push_str(head);
        shown.push_str(&if is_phone { mask_phone(run) } else { run.to_owned() });
        rest = after;
    }
    shown + rest
}

/// Such as `2026-05-22`.
fn is_day(run: &str) -> bool {
    run.split('-').map(str::len).eq([4, 2, 2])
}

/// How a parcel was received, where its carrier told who signed. `events` are oldest first.
pub fn received(events: &[ScanEventRecord], receiver: &str) -> Option<DeliveryProof> {
    let signs = |event: &&ScanEventRecord| {
        use ScanCode::{DepartureSigned, HandoverSigned, Signed};
        [Signed, DepartureSigned, HandoverSigned].iter().any(|code| code.as_str() == event.code)
    };
    let event = events.iter().rfind(signs)?;
    let signer = event.said.as_ref()?.signer.as_deref()?;
    let told = NO_NAMES.iter().find(|(word, _)| signer.contains(word)).map(|(_, by)| *by);
    let of_name = if signer == receiver { ReceivedBy::Receiver } else { ReceivedBy::Other };
    let is_name = NO_NAMES.iter().all(|(word, _)| *word != signer);
    Some(DeliveryProof {
        received_by: told.unwrap_or(of_name),
        signer: is_name.then(|| mask_name(signer)),
        place: event.place.clone(),
        at: event.at,
        has_picture: false,
    })
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, Utc};
    use shared::{ScanEventId, ShipmentId};
    use uuid::Uuid;

    use super::*;

    fn said(sentence: &str, signer: Option<&str>, courier: Option<&str>) -> CarrierSaid {
        let owned = |name: Option<&str>| name.map(str::to_owned);
        CarrierSaid { sentence: sentence.to_owned(), signer: owned(signer), courier: owned(courier) }
    }

    #[test]
    fn people_are_hidden_in_what_carriers_say() {
        for (sentence_told, signer, courier, shown) in [
            (
                "【上海市】【青浦华新】(021-59791234)的业务员王五,13900000000已揽收",
                None,
                Some("王五"),
                "【上海市】【青浦华新】(021-******34)的业务员王*,139******00已揽收",
            ),
            (
                "【郑州市】快件已由【王小明】签收，签收网点：【郑州高新区】",
                Some("王小明"),
                None,
                "【郑州市】快件已由【王**】签收，签收网点：【郑州高新区】",
            ),
            ("快件已由【李娜】签收", None, None, "快件已由【李*】签收"),
            ("快件已由【本人】签收", Some("本人"), None, "快件已由【本人】签收"),
            ("已签收，签收人是【张三丰", None, None, "已签收，签收人是【张**"),
            ("已签收，签收人：李娜，感谢使用", None, None, "已签收，签收人：李*，感谢使用"),
            ("派件员李强 13900000000 正在派件", None, None, "派件员李* 139******00 正在派件"),
            ("快递员正在派送", None, None, "快递员正在派送"),
            ("业务员已揽收，送往分拨", None, None, "业务员已揽收，送往分拨"),
            ("2026-05-22 15:09:54 到达3号分拨", None, None, "2026-05-22 15:09:54 到达3号分拨"),
        ] {
            assert_eq!(sentence(&said(sentence_told, signer, courier)).as_deref(), Some(shown));
        }
        assert_eq!(sentence(&said("", None, None)), None);
    }

    #[test]
    fn who_received_it_is_read_from_the_last_signature() {
        let event = |code: &str, minutes: i64, signer: Option<&str>| ScanEventRecord {
            id: ScanEventId(Uuid::now_v7()),
            shipment: ShipmentId(Uuid::nil()),
            code: code.to_owned(),
            problem_code: String::new(),
            place: "郑州高新区".to_owned(),
            next_place: String::new(),
            at: Utc::now() + TimeDelta::minutes(minutes),
            recorded_at: Utc::now(),
            city: String::new(),
            carrier_problem: String::new(),
            said: Some(said("", signer, None)),
        };
        let of = |signer: &str| {
            let events = [event("GOT", 0, Some("无关")), event("SIGNED", 1, Some(signer))];
            received(&events, "王小明").map(|proof| (proof.received_by, proof.signer))
        };
        let told = |by, signer: Option<&str>| Some((by, signer.map(str::to_owned)));
        assert_eq!(of("本人"), told(ReceivedBy::Receiver, None));
        assert_eq!(of("王小明"), told(ReceivedBy::Receiver, Some("王**")));
        assert_eq!(of("王小明(本人)"), told(ReceivedBy::Receiver, Some("王***")));
        assert_eq!(of("菜鸟驿站"), told(ReceivedBy::PickupPoint, Some("菜***")));
        assert_eq!(of("李娜"), told(ReceivedBy::Other, Some("李*")));
        assert_eq!(received(&[event("GOT", 0, Some("李娜"))], "王小明"), None);
        assert_eq!(received(&[event("SIGNED", 0, None)], "王小明"), None);
    }
}
