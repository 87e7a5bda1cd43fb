//! What a list is filtered by, and the address that says so. No personal data: names and phones are searched for, not filtered by.

use chrono::{NaiveDate, TimeDelta};
use shared::{DepartmentId, ImportId, OwnerId, provinces::province_name, shipments::ShipmentFilter, state::Phase};

use crate::{
    features::{parts::PartNames, phases},
    texts::{common, parts, shipments},
};

/// The address of the list.
pub const PATH: &str = "/shipments";

/// The filters of the list as its address carries them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFilter {
    pub phase: Option<Phase>,
    pub created_from: Option<NaiveDate>,
    pub created_to: Option<NaiveDate>,
    pub printed: Option<bool>,
    pub label_stale: Option<bool>,
    pub owner_id: Option<OwnerId>,
    pub department_id: Option<DepartmentId>,
    pub province: Option<u32>,
    pub import_id: Option<ImportId>,
    pub order_no: Option<String>,
    pub waybill_no: Option<String>,
}

/// A filter shown as a chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterKind {
    Created,
    Printed,
    Stale,
    Owner,
    Department,
    Province,
    Import,
    Order,
    Waybill,
}

impl ListFilter {
    /// Reads an address's parameters; what is not understood is left out.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> ListFilter {
        let day = |name: &str| get(name).and_then(|text| text.parse::<NaiveDate>().ok());
        let words = |name: &str| get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        ListFilter {
            phase: get("phase").and_then(|text| Phase::parse(&text)),
            created_from: day("created_from"),
            created_to: day("created_to"),
            printed: get("printed").and_then(|text| text.parse().ok()),
            label_stale: get("label_stale").and_then(|text| text.parse().ok()),
            owner_id: get("owner_id").and_then(|text| text.parse().ok()),
            department_id: get("department_id").and_then(|text| text.parse().ok()),
            province: get("province").and_then(|text| text.parse().ok()),
            import_id: get("import_id").and_then(|text| text.parse().ok()),
            order_no: words("order_no"),
            waybill_no: words("waybill_no"),
        }
    }

    /// The address that shows this list.
    pub fn path(&self) -> String {
        format!("{PATH}{}", self.parameters())
    }

    /// The parameters of that address, without the question mark.
    pub fn query(&self) -> String {
        self.parameters().trim_start_matches('?').to_owned()
    }

    fn parameters(&self) -> String {
        crate::api::encode_query(&self.request(None, None))
    }

    /// The filter as the service takes it.
    pub fn request(&self, limit: Option<u32>, cursor: Option<String>) -> ShipmentFilter {
        ShipmentFilter {
            state: None,
            phase: self.phase,
            import_id: self.import_id,
            waybill_no: self.waybill_no.clone(),
            order_no: self.order_no.clone(),
            created_from: self.created_from,
            created_to: self.created_to,
            printed: self.printed,
            owner_id: self.owner_id,
            department_id: self.department_id,
            label_stale: self.label_stale,
            handed_over: None,
            province: self.province,
            limit,
            cursor,
        }
    }

    /// Nothing but the phase is set, so that the phase's count is the list's.
    pub fn is_phase_only(&self) -> bool {
        ListFilter { phase: None, ..self.clone() } == ListFilter::default()
    }

    /// The same filters in another phase.
    pub fn in_phase(&self, phase: Option<Phase>) -> ListFilter {
        ListFilter { phase, ..self.clone() }
    }

    pub fn created(&self, from: Option<NaiveDate>, to: Option<NaiveDate>) -> ListFilter {
        let (from, to) = match (from, to) {
            (Some(from), Some(to)) if from > to => (Some(to), Some(from)),
            other => other,
        };
        ListFilter { created_from: from, created_to: to, ..self.clone() }
    }

    pub fn without(&self, kind: FilterKind) -> ListFilter {
        let mut filter = self.clone();
        match kind {
            FilterKind::Created => (filter.created_from, filter.created_to) = (None, None),
            FilterKind::Printed => filter.printed = None,
            FilterKind::Stale => filter.label_stale = None,
            FilterKind::Owner => filter.owner_id = None,
            FilterKind::Department => filter.department_id = None,
            FilterKind::Province => filter.province = None,
            FilterKind::Import => filter.import_id = None,
            FilterKind::Order => filter.order_no = None,
            FilterKind::Waybill => filter.waybill_no = None,
        }
        filter
    }

    /// The chips: which filter, its name and its value in words.
    pub fn chips(&self, today: NaiveDate, names: &PartNames) -> Vec<(FilterKind, &'static str, String)> {
        let mut chips = Vec::new();
        if let Some(words) = created_words(self.created_from, self.created_to, today) {
            chips.push((FilterKind::Created, shipments::FILTER_CREATED.t(), words));
        }
        if let Some(printed) = self.printed {
            let words = if printed { shipments::PRINTED_YES } else { shipments::PRINTED_NO };
            chips.push((FilterKind::Printed, shipments::FILTER_PRINTED.t(), words.t().to_owned()));
        }
        if let Some(is_stale) = self.label_stale {
            let words = if is_stale { shipments::LABEL_STALE } else { shipments::LABEL_FRESH };
            chips.push((FilterKind::Stale, shipments::LABEL.t(), words.t().to_owned()));
        }
        if self.owner_id.is_some() {
            chips.push((FilterKind::Owner, parts::OWNER.t(), names.owner(self.owner_id)));
        }
        if self.department_id.is_some() {
            chips.push((FilterKind::Department, parts::DEPARTMENT.t(), names.department(self.department_id)));
        }
        if let Some(code) = self.province {
            let name = province_name(code).map_or_else(|| code.to_string(), str::to_owned);
            chips.push((FilterKind::Province, shipments::FILTER_PROVINCE.t(), name));
        }
        if self.import_id.is_some() {
            let words = shipments::FILTER_IMPORT_ONE.t().to_owned();
            chips.push((FilterKind::Import, shipments::FILTER_IMPORT.t(), words));
        }
        if let Some(order_no) = &self.order_no {
            chips.push((FilterKind::Order, shipments::FILTER_ORDER.t(), order_no.clone()));
        }
        if let Some(waybill_no) = &self.waybill_no {
            chips.push((FilterKind::Waybill, shipments::FILTER_WAYBILL.t(), waybill_no.clone()));
        }
        chips
    }
}

fn created_words(from: Option<NaiveDate>, to: Option<NaiveDate>, today: NaiveDate) -> Option<String> {
    let yesterday = today - TimeDelta::days(1);
    Some(match (from, to) {
        (None, None) => return None,
        (Some(from), Some(to)) if from == today && to == today => common::TODAY.t().to_owned(),
        (Some(from), None) if from == today => common::TODAY.t().to_owned(),
        (Some(from), Some(to)) if from == yesterday && to == yesterday => common::YESTERDAY.t().to_owned(),
        (Some(from), None) if from == today - TimeDelta::days(6) => shipments::LAST_7.t().to_owned(),
        (Some(from), None) if from == today - TimeDelta::days(29) => shipments::LAST_30.t().to_owned(),
        (Some(from), Some(to)) if from == to => from.to_string(),
        (Some(from), Some(to)) => format!("{from} – {to}"),
        (Some(from), None) => format!("{from} –"),
        (None, Some(to)) => format!("– {to}"),
    })
}

/// The name of a tab: a phase, or everything.
pub fn tab_name(phase: Option<Phase>) -> &'static str {
    phase.map_or(common::ALL, phases::name).t()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> ListFilter {
        ListFilter::read(|name| {
            query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}="))).map(str::to_owned)
        })
    }

    #[test]
    fn an_address_reproduces_the_list() {
        let query = "created_from=2026-11-18&created_to=2026-11-24&phase=to_print&printed=false&province=44";
        let filter = read(query);
        assert_eq!((filter.path(), filter.query()), (format!("{PATH}?{query}"), query.to_owned()));
        assert_eq!(read("phase=nonsense&created_from=yesterday&printed=maybe"), ListFilter::default());
        assert_eq!(ListFilter::default().path(), PATH);
    }

    #[test]
    fn chips_name_days_and_can_be_taken_away() {
        let today: NaiveDate = "2026-11-24".parse().unwrap();
        let filter = ListFilter::default().created(Some(today), Some(today));
        assert_eq!(filter.chips(today, &PartNames::default()), [(FilterKind::Created, "创建", "今天".to_owned())]);
        assert_eq!(filter.without(FilterKind::Created), ListFilter::default());
        let week = ListFilter::default().created(Some(today - TimeDelta::days(6)), None);
        assert_eq!(week.chips(today, &PartNames::default())[0].2, "近 7 天");
        let swapped = ListFilter::default().created(Some(today), Some(today - TimeDelta::days(3)));
        assert_eq!(swapped.chips(today, &PartNames::default())[0].2, "2026-11-21 – 2026-11-24");
        let stale = read("label_stale=true");
        assert_eq!(stale.chips(today, &PartNames::default())[0].2, shipments::LABEL_STALE.zh);
        assert_eq!(stale.without(FilterKind::Stale), ListFilter::default());
        assert_eq!(read("province=44").chips(today, &PartNames::default())[0].2, "广东省");
    }
}
