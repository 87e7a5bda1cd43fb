//! What owners and departments are called.

use shared::{
    DepartmentId, OwnerId,
    parts::{Department, Owner},
};

/// All of them, active or not: old shipments name those that are not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartNames {
    pub owners: Vec<Owner>,
    pub departments: Vec<Department>,
}

impl PartNames {
    /// Empty where it is not known.
    pub fn owner(&self, id: Option<OwnerId>) -> String {
        let owner = self.owners.iter().find(|owner| Some(owner.id) == id);
        owner.map(|owner| owner.name.clone()).unwrap_or_default()
    }

    pub fn department(&self, id: Option<DepartmentId>) -> String {
        let department = self.departments.iter().find(|department| Some(department.id) == id);
        department.map(|department| department.name.clone()).unwrap_or_default()
    }

    /// Value and words of those that something new is shipped for, and of the one that is `chosen` already.
    pub fn owner_options(&self, chosen: &str) -> Vec<(String, String)> {
        let all = self.owners.iter().map(|one| (one.id.to_string(), one.is_active, &one.code, &one.name));
        options(all, chosen)
    }

    /// As [`PartNames::owner_options`].
    pub fn department_options(&self, chosen: &str) -> Vec<(String, String)> {
        let all = self.departments.iter().map(|one| (one.id.to_string(), one.is_active, &one.code, &one.name));
        options(all, chosen)
    }
}

fn options<'a>(
    all: impl Iterator<Item = (String, bool, &'a String, &'a String)>,
    chosen: &str,
) -> Vec<(String, String)> {
    all.filter(|(id, is_active, ..)| *is_active || id == chosen)
        .map(|(id, _, code, name)| (id, format!("{code} {name}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn owner(number: u128, is_active: bool) -> Owner {
        Owner {
            id: OwnerId(Uuid::from_u128(number)),
            code: format!("H{number}"),
            name: format!("货主{number}"),
            is_active,
            sender_contact_id: None,
            template_id: None,
            markup: shared::parts::Markup::default(),
        }
    }

    #[test]
    fn who_is_not_active_is_named_but_not_offered() {
        let names = PartNames { owners: vec![owner(1, true), owner(2, false)], departments: Vec::new() };
        let (first, second) = (names.owners[0].id, names.owners[1].id);
        assert_eq!(names.owner(Some(second)), "货主2");
        assert_eq!(names.owner(None), "");
        assert_eq!(names.owner_options(""), [(first.to_string(), "H1 货主1".to_owned())]);
        assert_eq!(names.owner_options(&second.to_string()).len(), 2, "what is chosen stays to be seen");
    }
}
