//! A row of a file to a draft of an order, or everything that is wrong with it.

use std::collections::HashSet;

use shared::{
    contacts::Party,
    limits::{GOODS_CHARS, ORDER_NO_CHARS, REMARK_CHARS},
    orders::{GOODS_CODE_BYTES, GOODS_CODE_CHARS, GOODS_CODES_MAX, SHOP_CHARS},
    services::{COD_MAX, INSURED_MAX, Services},
};
use sheet::{Field, OrderRow, PartyFields};
use store::ImportRecord;
use units::Money;

use super::row_key;
use crate::app::{parties::Resolved, problem_text::KeptProblem, shipping::Draft};

/// What stands on the label where nobody names the goods.
const UNNAMED_GOODS: &str = "日用品";

/// Who receives, as a row says it.
pub fn receiver(table: &sheet::Table, row: &sheet::OrderRow) -> Party {
    let mut receiver = party(&row.receiver);
    if table.receiver_in_address() && (receiver.name.is_empty() || receiver.phone.is_empty()) {
        // One cell holds everything, in any order, as people copy it from a chat.
        let parsed = address::parse(&receiver.detail);
        receiver.name = parsed.name.unwrap_or(receiver.name);
        receiver.phone = parsed.phone.unwrap_or(receiver.phone);
        if let (Some(province), Some(city), Some(district)) = (parsed.province, parsed.city, parsed.district) {
            (receiver.province, receiver.city, receiver.district) = (province, city, district);
            receiver.detail = parsed.detail;
        }
    }
    receiver
}

fn party(said: &PartyFields) -> Party {
    let with_town = !said.town.is_empty() && !said.address.contains(said.town.as_str());
    Party {
        name: said.name.clone(),
        phone: said.any_phone().to_owned(),
        province: said.province.clone(),
        city: said.city.clone(),
        district: said.district.clone(),
        detail: if with_town { format!("{}{}", said.town, said.address) } else { said.address.clone() },
    }
}

/// A row after everything that needs no database.
pub struct CheckedRow {
    pub row: u32,
    pub order_no: Option<String>,
    pub dedupe_key: String,
    /// For whom and at whose cost, as the file names them; empty where it does not.
    pub owner: String,
    pub department: String,
    /// Who sends it, where the row says it.
    pub sender: Option<Resolved>,
    /// Receiver, phone and address as read, then the raw cells; kept only where the row must be corrected.
    pub cells: Vec<String>,
    pub result: Result<Draft, Vec<KeptProblem>>,
}

pub fn check(table: &sheet::Table, row: &OrderRow, import: &ImportRecord) -> CheckedRow {
    let order_no = Some(row.order_no.clone()).filter(|number| !number.is_empty());
    let dedupe_key = order_no.clone().unwrap_or_else(|| row_key(&import.file_sha256, table.sheet_at(), row.row));
    let receiver = receiver(table, row);
    let address =
        [&receiver.province, &receiver.city, &receiver.district, &receiver.detail].map(String::as_str).concat();
    let mut cells = vec![receiver.name.clone(), receiver.phone.clone(), address];
    cells.extend(row.cells.iter().cloned());
    let (result, sender) = match draft(table, row, import, &receiver, &dedupe_key) {
        Ok((draft, sender)) => (Ok(draft), sender),
        Err(problems) => (Err(problems), None),
    };
    let (owner, department) = (row.owner.clone(), row.department.clone());
    CheckedRow { row: row.row, order_no, dedupe_key, owner, department, sender, cells, result }
}

fn draft(
    table: &sheet::Table,
    row: &OrderRow,
    import: &ImportRecord,
    receiver: &Party,
    dedupe_key: &str,
) -> Result<(Draft, Option<Resolved>), Vec<KeptProblem>> {
    // Whoever chose from where the file is sent means it for rows that name no whole sender: exports fill that in by halves, and hidden.
    let is_whole = row.sender.is_complete() && !row.problems.iter().any(|problem| SENDER.contains(&problem.field));
    let ignores_sender = import.sender.is_some() && !is_whole;
    let told = row.problems.iter().filter(|problem| !(ignores_sender && SENDER.contains(&problem.field)));
    let mut problems: Vec<KeptProblem> = told.map(kept).collect();
    let flagged: HashSet<Field> = row.problems.iter().map(|problem| problem.field).collect();
    let mut resolve = |said: &PartyFields, party: &Party, [name, mobile, phone, address]: [Field; 4]| {
        let phone = if said.mobile.is_empty() && !said.phone.is_empty() { phone } else { mobile };
        resolved(table, party, [name, phone, address], &flagged, &mut problems)
    };
    let receiver = resolve(&row.receiver, receiver, RECEIVER);
    // One that is given in part has its problem already.
    let sender = (row.sender.is_complete() && !ignores_sender)
        .then(|| resolve(&row.sender, &party(&row.sender), SENDER))
        .flatten();
    let length = row.order_no.chars().count();
    if length > ORDER_NO_CHARS {
        problems.push(KeptProblem {
            column: table.column_of(Field::OrderNo),
            field: Field::OrderNo.as_str().to_owned(),
            code: "cell_too_long".to_owned(),
            args: vec![length.to_string(), ORDER_NO_CHARS.to_string()],
        });
    }
    let services = services(table, row, &mut problems);
    let too_long = |code: &&String| code.chars().count() > GOODS_CODE_CHARS || code.len() > GOODS_CODE_BYTES;
    let longest = row.goods_codes.iter().find(too_long).map(|code| (code.chars().count(), GOODS_CODE_CHARS));
    let too_many = (row.goods_codes.len() > GOODS_CODES_MAX).then_some((row.goods_codes.len(), GOODS_CODES_MAX));
    if let Some((found, most)) = longest.or(too_many) {
        problems.push(KeptProblem {
            column: table.column_of(Field::GoodsCode),
            field: Field::GoodsCode.as_str().to_owned(),
            code: "cell_too_long".to_owned(),
            args: vec![found.to_string(), most.to_string()],
        });
    }
    let (true, Some(receiver)) = (problems.is_empty(), receiver) else { return Err(problems) };
    let clipped = |text: &str, most: usize| text.chars().filter(|c| !c.is_control()).take(most).collect::<String>();
    let goods = clipped(&row.goods, GOODS_CHARS);
    let draft = Draft {
        order_no: Some(row.order_no.clone()).filter(|number| !number.is_empty()),
        dedupe_key: dedupe_key.to_owned(),
        source: import.format.clone(),
        import: Some(import.id),
        receiver: receiver.pii,
        place: receiver.place,
        goods: [goods.as_str(), &import.default_goods, UNNAMED_GOODS]
            .into_iter()
            .find(|goods| !goods.is_empty())
            .unwrap_or_default()
            .to_owned(),
        quantity: row.quantity.unwrap_or(1),
        weight_g: row.weight_g.or(import.default_weight_g),
        insured: row.insured.filter(|value| *value > Money::ZERO),
        remark: clipped(&row.remark, REMARK_CHARS),
        shop: clipped(&row.shop, SHOP_CHARS),
        goods_codes: row.goods_codes.clone(),
        services,
        ..Draft::default()
    };
    Ok((draft, sender))
}

/// Name, mobile, other phone and address of either party.
const RECEIVER: [Field; 4] = [Field::RecvName, Field::RecvMobile, Field::RecvPhone, Field::Address];
const SENDER: [Field; 4] = [Field::SenderName, Field::SenderMobile, Field::SenderPhone, Field::SenderAddress];

/// A party as it is kept. What is wrong with it is added to the problems, but a field that the sheet refused already (encrypted, missing) is
/// not judged twice.
fn resolved(
    table: &sheet::Table,
    party: &Party,
    [name_field, phone_field, address_field]: [Field; 3],
    flagged: &HashSet<Field>,
    problems: &mut Vec<KeptProblem>,
) -> Option<Resolved> {
    let mut fault = |field: Field, problem: &address::Problem| {
        if !flagged.contains(&field) {
            problems.push(of_address(table, field, problem));
        }
    };
    let name = address::name::check(&party.name).map_err(|problem| fault(name_field, &problem)).ok();
    let phone = address::phone::check(&party.phone).map_err(|problem| fault(phone_field, &problem)).ok();
    let place = if flagged.contains(&address_field) {
        None
    } else {
        address::locate(&party.province, &party.city, &party.district, &party.detail)
            .map_err(|problem| fault(address_field, &problem))
            .ok()
    };
    Some(Resolved::of(name?, &phone?, place?))
}

/// What is collected and who pays, as the row says it; what it is insured for is judged with it.
fn services(table: &sheet::Table, row: &OrderRow, problems: &mut Vec<KeptProblem>) -> Services {
    let cod = row.cod.filter(|amount| *amount > Money::ZERO);
    for (field, amount, most) in [(Field::Cod, cod, COD_MAX), (Field::Insured, row.insured, INSURED_MAX)] {
        if let Some(amount) = amount.filter(|amount| *amount > most) {
            problems.push(KeptProblem {
                column: table.column_of(field),
                field: field.as_str().to_owned(),
                code: "amount_over_limit".to_owned(),
                args: vec![amount.to_string(), most.to_string()],
            });
        }
    }
    Services { cod, receiver_pays: row.to_pay, ..Services::default() }
}

fn kept(problem: &sheet::RowProblem) -> KeptProblem {
    KeptProblem {
        column: problem.column.clone(),
        field: problem.field.as_str().to_owned(),
        code: problem.code.to_owned(),
        args: problem.args.clone(),
    }
}

fn of_address(table: &sheet::Table, field: Field, problem: &address::Problem) -> KeptProblem {
    KeptProblem {
        column: table.column_of(field),
        field: field.as_str().to_owned(),
        code: problem.code.to_owned(),
        args: problem.args.clone(),
    }
}
