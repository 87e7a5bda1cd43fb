//! From the cells of an order's lines to typed order.

use units::Money;

use super::{OrderRow, PartyFields, check::Checker};
use crate::{
    cell::{one_line, scientific},
    country::{self, Country},
    field::Field,
    platform::Platform,
    table::Reading,
    value,
};

/// Reads the order that a line and those merged into it make; the first speaks for all but goods, quantities and states.
pub(crate) fn read(reading: &Reading, first: usize, also: &[usize]) -> OrderRow {
    let lines: Vec<usize> = std::iter::once(first).chain(also.iter().copied()).collect();
    let mut line = Line { reading, row: first, check: Checker::new(reading) };
    let mut order = OrderRow {
        row: reading.grid.number(first),
        also_rows: also.iter().map(|row| reading.grid.number(*row)).collect(),
        order_no: line.number(Field::OrderNo),
        receiver: line.receiver(),
        country: line.text(Field::Country),
        shop: line.text(Field::Shop),
        owner: line.text(Field::Owner),
        department: line.text(Field::Department),
        goods_codes: line.codes(&lines),
        remark: line.joined(Field::Remark),
        seller_remark: line.joined(Field::SellerRemark),
        sender: line.sender(),
        insured: line.amount(Field::Insured),
        cod: line.amount(Field::Cod),
        cells: (0..reading.columns.len()).map(|column| reading.grid.cell(first, column).to_owned()).collect(),
        ..OrderRow::default()
    };
    line.place(&mut order);
    line.weigh_and_pay(&mut order);
    line.goods(&mut order, &lines);
    order.status = line.status(&lines);
    line.check.required(&order.receiver);
    line.check.sender(&order.sender);
    order.problems = line.check.problems;
    if !also.is_empty() {
        as_one_line(reading, &mut order);
    }
    order
}

/// Puts the goods and quantity of all lines into the first line's cells.
fn as_one_line(reading: &Reading, order: &mut OrderRow) {
    let quantity = order.quantity.map(|quantity| quantity.to_string()).unwrap_or_default();
    for (field, value) in [
        (Field::Goods, order.goods.clone()),
        (Field::GoodsSpec, String::new()),
        (Field::GoodsCode, order.goods_codes.join(" ")),
        (Field::Quantity, quantity),
    ] {
        let columns = reading.columns_of(field);
        for column in columns.iter().skip(1) {
            order.cells[*column].clear();
        }
        // A quantity that cannot be read stays as it is, to be corrected.
        if let Some(column) = columns.first().filter(|_| field != Field::Quantity || !value.is_empty()) {
            order.cells[*column] = value;
        }
    }
}

struct Line<'t> {
    reading: &'t Reading,
    row: usize,
    check: Checker<'t>,
}

impl Line<'_> {
    /// The first filled column of a field, checked.
    fn text(&mut self, field: Field) -> String {
        self.text_at(field, self.row)
    }

    fn text_at(&mut self, field: Field, row: usize) -> String {
        let Some((column, raw)) = self.reading.first_filled(row, field) else { return String::new() };
        self.check.cell(row, column, field, raw);
        one_line(raw).into_owned()
    }

    /// A text of digits, which spreadsheets like to turn into numbers.
    fn number(&mut self, field: Field) -> String {
        let text = self.text(field);
        match scientific(&text) {
            Some(Ok(digits)) => digits,
            Some(Err(())) => {
                self.check.refuse(self.row, field, "digits_lost", &text, None);
                text
            }
            None => text,
        }
    }

    /// All different texts of a field's columns.
    fn joined(&mut self, field: Field) -> String {
        let mut texts: Vec<&str> = Vec::new();
        for (column, raw) in self.reading.filled(self.row, field) {
            self.check.cell(self.row, column, field, raw);
            if !texts.contains(&raw) {
                texts.push(raw);
            }
        }
        one_line(&texts.join("；")).into_owned()
    }

    /// The codes of all lines' goods, each once; a cell may hold several.
    fn codes(&mut self, lines: &[usize]) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        for row in lines {
            let text = self.text_at(Field::GoodsCode, *row);
            for code in text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | ';' | '；' | '、')) {
                if !code.is_empty() && !codes.iter().any(|known| known == code) {
                    codes.push(code.to_owned());
                }
            }
        }
        codes
    }

    fn receiver(&mut self) -> PartyFields {
        let first = self.text(Field::RecvName);
        let last = self.text(Field::RecvLastName);
        let mut address = self.text(Field::Address);
        let second = self.text(Field::Address2);
        if !second.is_empty() && !address.contains(&second) {
            let gap = if address.is_ascii() && second.is_ascii() && !address.is_empty() { ", " } else { "" };
            address = format!("{address}{gap}{second}");
        }
        let region = self.text(Field::Region);
        if self.reading.platform == Platform::Taobao {
            address = without_postcode(&address);
        }
        PartyFields {
            name: full_name(&first, &last),
            company: self.text(Field::RecvCompany),
            mobile: self.number(Field::RecvMobile),
            phone: self.number(Field::RecvPhone),
            province: self.text(Field::Province),
            city: self.text(Field::City),
            district: self.text(Field::District),
            town: self.text(Field::Town),
            address: behind_region(&region, address),
            postcode: self.text(Field::Postcode),
        }
    }

    fn sender(&mut self) -> PartyFields {
        if !self.reading.has_sender() {
            return PartyFields::default();
        }
        let region = self.text(Field::SenderRegion);
        let address = self.text(Field::SenderAddress);
        PartyFields {
            name: self.text(Field::SenderName),
            company: self.text(Field::SenderCompany),
            mobile: self.number(Field::SenderMobile),
            phone: self.number(Field::SenderPhone),
            province: self.text(Field::SenderProvince),
            city: self.text(Field::SenderCity),
            district: self.text(Field::SenderDistrict),
            town: self.text(Field::SenderTown),
            address: behind_region(&region, address),
            postcode: String::new(),
        }
    }

    /// Foreign shops write codes for countries and provinces.
    fn place(&mut self, order: &mut OrderRow) {
        let receiver = &mut order.receiver;
        receiver.province = country::province(&receiver.province).to_owned();
        match country::country(&order.country) {
            Country::Mainland => {}
            Country::Region(province) => {
                let former = std::mem::replace(&mut receiver.province, province.to_owned());
                if receiver.city.is_empty() && former != province {
                    receiver.city = former;
                }
            }
            Country::Elsewhere => {
                self.check.refuse(self.row, Field::Country, "country_not_served", &order.country, None)
            }
        }
    }

    fn amount(&mut self, field: Field) -> Option<Money> {
        let text = self.text(field);
        if text.is_empty()
            || (field == Field::Insured || field == Field::Cod) && matches!(text.as_str(), "否" | "无" | "-" | "/")
        {
            return None;
        }
        match value::amount(&text) {
            Ok(money) => Some(money).filter(|money| *money > Money::ZERO),
            Err((code, limit)) => {
                self.check.refuse(self.row, field, code, &text, limit);
                None
            }
        }
    }

    fn weigh_and_pay(&mut self, order: &mut OrderRow) {
        let weight = self.text(Field::Weight);
        if !weight.is_empty() {
            match value::weight(&weight, self.reading.weight_unit, &self.reading.limits) {
                Ok(grams) => order.weight_g = Some(grams.get()),
                Err((code, limit)) => self.check.refuse(self.row, Field::Weight, code, &weight, limit),
            }
        }
        let to_pay = self.text(Field::ToPay);
        match value::to_pay(&to_pay) {
            Ok(answer) => order.to_pay = answer,
            Err((code, limit)) => self.check.refuse(self.row, Field::ToPay, code, &to_pay, limit),
        }
    }

    /// Goods and quantities of all lines.
    fn goods(&mut self, order: &mut OrderRow, lines: &[usize]) {
        let mut items: Vec<(String, Option<u32>)> = Vec::new();
        for row in lines {
            items.extend(self.order_items(*row));
            let goods = self.text_at(Field::Goods, *row);
            let spec = self.text_at(Field::GoodsSpec, *row);
            let quantity = self.quantity(*row);
            let goods = match (goods.is_empty(), spec.is_empty() || goods.contains(&spec)) {
                (_, true) => goods,
                (true, false) => spec,
                (false, false) => format!("{goods}（{spec}）"),
            };
            if !goods.is_empty() || quantity.is_some() {
                items.push((goods, quantity));
            }
        }
        if let [(goods, quantity)] = items.as_mut_slice() {
            order.goods = std::mem::take(goods);
            order.quantity = *quantity;
            return;
        }
        let named = items.iter().filter(|(goods, _)| !goods.is_empty());
        let texts: Vec<String> = named
            .map(|(goods, quantity)| match quantity {
                Some(quantity) if *quantity > 1 => format!("{goods}×{quantity}"),
                _ => goods.clone(),
            })
            .collect();
        order.goods = texts.join("；");
        let sum: u64 = items.iter().map(|(_, quantity)| u64::from(quantity.unwrap_or(1))).sum();
        let limit = self.reading.limits.quantity;
        if sum > u64::from(limit) {
            self.check.refuse(
                self.row,
                Field::Quantity,
                "quantity_over_limit",
                &sum.to_string(),
                Some(limit.to_string()),
            );
        } else if sum > 0 {
            order.quantity = u32::try_from(sum).ok();
        }
    }

    fn quantity(&mut self, row: usize) -> Option<u32> {
        let text = self.text_at(Field::Quantity, row);
        if text.is_empty() {
            return None;
        }
        match value::quantity(&text, &self.reading.limits) {
            Ok(quantity) => Some(quantity),
            Err((code, limit)) => {
                self.check.refuse(row, Field::Quantity, code, &text, limit);
                None
            }
        }
    }

    /// WooCommerce's `order_item_N`: `product_id:…|qty|total|meta`, or the same with every part named.
    fn order_items(&mut self, row: usize) -> Vec<(String, Option<u32>)> {
        let mut items = Vec::new();
        for (column, raw) in self.reading.filled(row, Field::OrderItem) {
            self.check.cell(row, column, Field::OrderItem, raw);
            items.push(order_item(&one_line(raw), self.reading));
        }
        items
    }

    /// The status that speaks; where any line's forbids shipping, that one.
    fn status(&mut self, lines: &[usize]) -> String {
        let mut shown = String::new();
        for row in lines {
            for (column, raw) in self.reading.filled(*row, Field::OrderStatus) {
                if crate::status::forbids_shipping(raw) {
                    self.check.refuse_at(column, Field::OrderStatus, "order_not_shippable", raw);
                    return one_line(raw).into_owned();
                }
                if shown.is_empty() {
                    shown = one_line(raw).into_owned();
                }
            }
            if let Some((column, raw)) = self.reading.first_filled(*row, Field::CancelledAt) {
                self.check.refuse_at(column, Field::CancelledAt, "order_not_shippable", "cancelled");
                return raw.to_owned();
            }
        }
        shown
    }
}

fn order_item(text: &str, reading: &Reading) -> (String, Option<u32>) {
    let mut name = "";
    let mut code = "";
    let mut meta = "";
    let mut quantity = None;
    for (at, part) in text.split('|').map(str::trim).enumerate() {
        match part.split_once(':') {
            Some(("name" | "product_name" | "product", value)) => name = value.trim(),
            Some(("product_id" | "sku" | "id", value)) if code.is_empty() => code = value.trim(),
            Some(("quantity" | "qty", value)) => quantity = value::quantity(value.trim(), &reading.limits).ok(),
            Some(("meta", value)) => meta = value.trim(),
            Some(("total" | "subtotal" | "price" | "tax" | "refunded", _)) => {}
            Some(_) if at >= 3 && meta.is_empty() => meta = part,
            None if at == 0 => name = part,
            None if at == 1 => quantity = value::quantity(part, &reading.limits).ok(),
            None if at == 3 => meta = part,
            _ => {}
        }
    }
    let goods = if name.is_empty() { code } else { name };
    (if meta.is_empty() { goods.to_owned() } else { format!("{goods}（{meta}）") }, quantity)
}

/// First and last name in the order of their writing.
fn full_name(first: &str, last: &str) -> String {
    if first.is_empty() || last.is_empty() {
        return format!("{first}{last}");
    }
    if first.is_ascii() && last.is_ascii() { format!("{first} {last}") } else { format!("{last}{first}") }
}

/// A column of province, city and district goes before the address that does not say them itself. Alone it is no address.
fn behind_region(region: &str, address: String) -> String {
    if region.is_empty() || address.is_empty() || super::begins_with(&address, region) {
        return address;
    }
    let same = |a: &str, b: &str| {
        a.chars()
            .filter(|c| !c.is_whitespace())
            .eq(b.chars().filter(|c| !c.is_whitespace()).take(a.chars().filter(|c| !c.is_whitespace()).count()))
    };
    if same(region, &address) { address } else { format!("{region}{address}") }
}

/// Taobao ends an address with its postcode in brackets.
fn without_postcode(address: &str) -> String {
    let inner = address.strip_suffix([')', '）']);
    let cut = inner.and_then(|text| text.rfind(['(', '（']).map(|open| (text, open)));
    match cut {
        Some((text, open))
            if text[open..].chars().skip(1).count() == 6
                && text[open..].chars().skip(1).all(|c| c.is_ascii_digit()) =>
        {
            text[..open].trim_end().to_owned()
        }
        _ => address.to_owned(),
    }
}
