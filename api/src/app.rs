//! Use cases: the rules that need the store. They know no web framework, no database and no status code.

pub mod accounts;
pub mod api_keys;
pub mod applications;
pub mod audit;
pub mod caller;
pub mod captcha;
pub mod carriers;
pub mod clock;
pub mod codes;
pub mod contacts;
pub mod dashboard;
pub mod demo;
pub mod door;
pub mod error;
pub mod files;
pub mod first_setup;
pub mod forbidden_goods;
pub mod gather;
pub mod handovers;
pub mod idempotency;
pub mod imports;
pub mod invitations;
pub mod jobs;
pub mod journeys;
pub mod keys;
pub mod label_templates;
pub mod labels;
pub mod language;
pub mod ledger;
pub mod live;
pub mod merchants;
pub mod messages;
pub mod network_printers;
pub mod number_pools;
pub mod operators;
pub mod orders;
pub mod outlets;
pub mod owner_bills;
pub mod packing;
pub mod paging;
pub mod parcels;
pub mod parties;
pub mod parts;
pub mod password;
pub mod password_reset;
pub mod password_work;
pub mod pickups;
mod pictures;
pub mod printers;
pub mod printing;
pub mod privacy;
pub mod problem_text;
pub mod problems;
pub mod proofs;
pub mod public_tracks;
pub mod quotes;
pub mod routes;
pub mod rules;
pub mod saved_views;
pub mod scans;
pub mod seats;
pub mod secret;
pub mod services;
pub mod sessions;
pub mod shipments;
pub mod shipping;
pub mod sign_in;
pub mod simulation;
pub mod staff;
pub mod stations;
pub mod throttle;
pub mod time_zone;
pub mod timeliness;
pub mod totp;
pub mod tracking;
pub mod tracks;
pub mod validation;

use std::sync::Arc;

use carrier::embedded::EmbeddedCarrier;
use store::Store;

pub use caller::Caller;
pub use clock::{Clock, Ids, SystemClock};
pub use error::{AppError, Words};
pub use language::Language;

/// Everything a use case works with. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<Ids>,
    pub carrier: Arc<EmbeddedCarrier>,
    pub routes: Arc<routes::Routes>,
    pub lane_experience: Arc<timeliness::LaneExperience>,
    pub font: &'static label::Font,
    pub live: Arc<live::LiveEvents>,
    /// Single shipments that wait to be made.
    pub creations: shipments::Creations,
    /// The threads passwords are hashed on.
    pub password_work: Arc<password_work::PasswordWork>,
    /// Who searches, and who imports.
    pub searches: Arc<throttle::Throttle>,
    pub imports: Arc<throttle::Throttle>,
    /// Who asks carriers before anything is ordered.
    pub previews: Arc<throttle::Throttle>,
    /// Goods that must not be sent.
    pub forbidden_goods: Arc<forbidden_goods::ForbiddenGoods>,
    /// Address books that are open for searching.
    pub books: Arc<contacts::Books>,
    /// Who follows parcels without signing in.
    pub public_tracks: Arc<public_tracks::Limits>,
    /// How often carriers are asked where parcels are.
    pub track_limits: Arc<carriers::TrackLimits>,
    /// Wakes this node's job runner when something was queued.
    pub nudge: Arc<tokio::sync::Notify>,
    pub settings: Arc<Settings>,
}

/// What an installation decides.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The QR code of a label opens this address followed by the waybill number.
    pub track_url: String,
    /// A session that is not used this long ends.
    pub session_idle_min: i64,
    /// A session ends after this long, used or not.
    pub session_hours: i64,
    /// Proxies whose word on where a request comes from is taken.
    pub trusted_proxies: Vec<network_printers::Network>,
    /// Where network printers may be.
    pub printer_networks: network_printers::PrinterNetworks,
    /// Files that people send.
    pub files: files::Files,
    /// The phone merchants call for help, as they are shown it.
    pub hotline: Option<String>,
    /// What the network calls itself: on the sign-in page, in messages and in authenticators.
    pub network_name: String,
    /// The official address of this service, without a slash at the end; links in messages lead there.
    pub public_url: String,
    /// Everybody who works for the network signs in with a second factor.
    pub staff_totp: bool,
    pub messages: messages::Messages,
    /// Carriers over the network.
    pub carriers: carriers::Carriers,
}

impl App {
    pub fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.clock.now()
    }

    pub fn id(&self) -> uuid::Uuid {
        self.ids.next(self.now())
    }
}
