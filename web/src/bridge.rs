//! What the page and its other modules say to each other. The page asks the service, because only it holds the session; both sides
//! compile this file.

#[cfg(target_arch = "wasm32")]
pub mod asking;

use serde::{Deserialize, Serialize};
use shared::{
    MerchantId, Problem, ShipmentId,
    auth::{Me, SignIn},
    operators::SeatSwitch,
    shipments::ShipmentFilter,
};

/// What the page tells its modules when problems were found, settled or moved on: an event of the window.
pub const PROBLEMS_CHANGED: &str = "yundan-problems-changed";
/// What the page tells its modules when shipments were made or changed: an event of the window.
pub const SHIPMENTS_CHANGED: &str = "yundan-shipments-changed";

/// What the designer shows: the list, or one template.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DesignerOpening {
    /// The template's id; nothing for the list.
    pub template: Option<String>,
    /// The page's language, by its tag.
    pub language: String,
    /// The person may make and change templates.
    pub may_write: bool,
    /// The person may decide that labels show personal data.
    pub may_reveal: bool,
}

/// What the console shows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ConsoleOpening {
    pub place: ConsolePlace,
    /// The page's language, by its tag.
    pub language: String,
    /// Who looks at it; nobody yet where an invitation is taken.
    pub me: Option<Me>,
}

/// A page of the console.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsolePlace {
    /// Operators, with the tab of the address.
    People {
        tab: String,
    },
    Account,
    /// The address book, with the tab and the parameters of the address.
    Contacts {
        tab: String,
        search: String,
    },
    /// The order pool, with the tab and the parameters of the address.
    Orders {
        tab: String,
        search: String,
    },
    /// Handovers, with the one that is open beside the list.
    Handovers {
        open: String,
    },
    /// Following many parcels, with a number that is looked up at once.
    Tracking {
        number: String,
    },
    /// How long parcels take.
    Timeliness,
    /// The merchant's money at the network, with the parameters of the address.
    Wallet {
        search: String,
    },
    /// The problem workbench, with the one that is open beside the list and the parameters of the address.
    Problems {
        open: String,
        search: String,
    },
    /// After how long a shipment is a problem by itself.
    ProblemSettings,
    /// Accounts at carriers.
    Carriers,
    /// Handing orders in, on the page of the imports.
    HandIn,
    /// The pack station.
    Pack,
    /// Owners and departments.
    Parts,
    /// One shipment by form.
    NewShipment {
        /// The form begins with what this one says.
        copied: Option<ShipmentId>,
    },
    /// The rules that say how orders are sent.
    Rules,
    /// What owners are charged, with the parameters of the address.
    OwnerBills {
        search: String,
    },
    /// A dialog over a page of the first load.
    Sheet(Sheet),
    AuditLog,
    ApiKeys,
    /// What people do before they are signed in.
    Gate {
        page: GatePage,
        /// The secret of a link.
        token: String,
    },
    /// The network's own pages, with the tab of the address.
    Network {
        tab: String,
    },
}

/// A dialog that is needed seldom enough that the page under it does not carry it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sheet {
    /// Adding a sending address.
    Sender,
    /// Changing a shipment that is not picked up.
    Edit(ShipmentId),
    Export {
        /// What the list shows, and what was looked for in it.
        filter: Box<ShipmentFilter>,
        sought: Option<String>,
        /// How many that are, where it is known.
        matching: Option<u32>,
        /// What is selected.
        chosen: Vec<ShipmentId>,
    },
    /// Filters under a name.
    Saved {
        /// What the list is filtered by now, as its address has it.
        query: String,
    },
    /// Giving what is selected to the carrier.
    HandOver { chosen: Vec<ShipmentId> },
}

/// A page for people who are not signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GatePage {
    /// An invitation is taken, by the secret of its link.
    Join,
    /// Signing in by a code.
    Code,
    /// A password was forgotten.
    Forgot,
    /// The link of a mail, to set a new password.
    Reset,
    /// Applying for an account.
    Apply,
    /// How an application stands.
    Follow,
    /// Following a parcel, by its number or the link of a merchant.
    Track,
    /// What the demo would have sent.
    Outbox,
    /// What a merchant's first operator says before anything else is open.
    Setup,
}

impl GatePage {
    const ALL: [GatePage; 9] = [
        GatePage::Join,
        GatePage::Code,
        GatePage::Forgot,
        GatePage::Reset,
        GatePage::Apply,
        GatePage::Follow,
        GatePage::Track,
        GatePage::Outbox,
        GatePage::Setup,
    ];

    pub const fn path(self) -> &'static str {
        match self {
            GatePage::Join => "/join",
            GatePage::Code => "/code",
            GatePage::Forgot => "/forgot",
            GatePage::Reset => "/reset",
            GatePage::Apply => "/apply",
            GatePage::Follow => "/follow",
            GatePage::Track => "/t",
            GatePage::Outbox => "/outbox",
            GatePage::Setup => "/setup",
        }
    }

    pub fn at(path: &str) -> Option<GatePage> {
        let found = GatePage::ALL.into_iter().find(|page| page.path() == path);
        found.or_else(|| GatePage::tracked(path).map(|_| GatePage::Track))
    }

    /// The number in the address that a label's QR code opens.
    pub fn tracked(path: &str) -> Option<&str> {
        path.strip_prefix(GatePage::Track.path())?.strip_prefix('/')
    }
}

/// What a module asks the page to do.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    /// The form of the call, where it has one, comes beside it.
    Call(Asked),
    /// Hands the person the answer as a file of this name; what comes back is how many rows it has, where it stops there.
    Save {
        asked: Asked,
        name: String,
    },
    /// Opens the answer, a file, in a tab of its own; what comes back is its address, for browsers that forbid the tab.
    OpenFile(Asked),
    SignIn(SignIn),
    SwitchSeat(SeatSwitch),
    /// Shows a merchant's pages to a member of staff.
    ViewMerchant(MerchantId),
    /// Labels wanted, in this order.
    Print(Vec<ShipmentId>),
    /// Opens a shipment in the list.
    Show(ShipmentId),
    /// Labels that came out before, and why they are wanted again.
    PrintAgain {
        shipment_ids: Vec<ShipmentId>,
        reason: String,
    },
    /// The dialog is over; the page goes on and says this.
    Over {
        said: Option<String>,
    },
}

/// One call to the service.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Asked {
    pub method: String,
    /// Below the API's base.
    pub path: String,
    /// JSON, as text.
    pub body: Option<String>,
    pub if_match: Option<String>,
    pub idempotency_key: Option<String>,
    /// Without the session: for who has none yet.
    pub unsigned: bool,
}

impl Asked {
    pub fn plain(method: &str, path: impl Into<String>) -> Asked {
        Asked {
            method: method.to_owned(),
            path: path.into(),
            body: None,
            if_match: None,
            idempotency_key: None,
            unsigned: false,
        }
    }
}

/// What came back.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// The body of an answer, as text; empty where there is none.
    Body(String),
    Problem(Box<Problem>),
    Unreachable,
    Unreadable,
    SignedOut,
}
