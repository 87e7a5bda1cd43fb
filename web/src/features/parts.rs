//! Owners and departments: what a merchant divides its shipments by, where it does.

mod names;
mod selects;

use leptos::prelude::*;

pub use names::PartNames;
pub use selects::{DepartmentSelect, OwnerSelect};

use crate::api::{self, Remote};

/// The merchant's owners and departments, in context. A page that uses them has them read anew, and shows what is known until then.
#[derive(Clone, Copy)]
pub struct PartsDesk {
    known: Remote<PartNames>,
    pub names: Memo<PartNames>,
}

impl PartsDesk {
    pub fn provide() -> PartsDesk {
        let known = Remote::<PartNames>::new();
        let names = Memo::new(move |_| known.value().get().unwrap_or_default());
        let desk = PartsDesk { known, names };
        provide_context(desk);
        desk
    }

    pub fn expect() -> PartsDesk {
        expect_context::<PartsDesk>()
    }

    /// Reads them; somebody else's may be there from before.
    pub fn begin(self) {
        self.known.clear();
        self.load();
    }

    pub fn load(self) {
        self.known.load(async {
            let owners = api::parts::owners().await?;
            Ok(PartNames { owners, departments: api::parts::departments().await? })
        });
    }
}
