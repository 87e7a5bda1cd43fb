//! Owners and departments: what a merchant divides its shipments by, where it does.

mod names;
mod selects;

use leptos::prelude::*;
use shared::parts::{Department, Owner};

pub use names::PartNames;
pub use selects::{DepartmentSelect, OwnerSelect};

use crate::api::{self, Remote};

/// The merchant's owners and departments, in context. A page that uses them has them read anew, and shows what is known until then.
#[derive(Clone, Copy)]
pub struct PartsDesk {
    owners: Remote<Vec<Owner>>,
    departments: Remote<Vec<Department>>,
    pub names: Memo<PartNames>,
}

impl PartsDesk {
    pub fn provide() -> PartsDesk {
        let (owners, departments) = (Remote::<Vec<Owner>>::new(), Remote::<Vec<Department>>::new());
        let names = Memo::new(move |_| PartNames {
            owners: owners.value().get().unwrap_or_default(),
            departments: departments.value().get().unwrap_or_default(),
        });
        let desk = PartsDesk { owners, departments, names };
        provide_context(desk);
        desk
    }

    pub fn expect() -> PartsDesk {
        expect_context::<PartsDesk>()
    }

    /// Reads them; somebody else's may be there from before.
    pub fn begin(self) {
        self.owners.clear();
        self.departments.clear();
        self.load();
    }

    pub fn load(self) {
        self.owners.load(api::parts::owners());
        self.departments.load(api::parts::departments());
    }
}
