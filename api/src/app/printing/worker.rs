//! Who prints: a page of a person, a station, or the service itself.

use shared::{PrintStationId, UserId, print_queue::PrintHolderKind};
use store::{PrintQueueRecord, TenantScope};

use crate::app::{AppError, Caller, Words, stations::StationCaller};

/// The longest and the shortest word a holder may name itself by.
const HOLDER_CHARS: std::ops::RangeInclusive<usize> = 8..=64;

#[derive(Clone, Debug)]
enum Kind {
    Page(UserId),
    Station(PrintStationId),
    Service,
}

/// One who may take labels from queues and report them.
#[derive(Clone, Debug)]
pub struct PrintWorker {
    scope: TenantScope,
    kind: Kind,
}

impl PrintWorker {
    pub fn page(caller: &Caller) -> Result<PrintWorker, AppError> {
        Ok(PrintWorker { scope: caller.scope()?.whole(), kind: Kind::Page(caller.user) })
    }

    pub fn station(caller: &StationCaller) -> PrintWorker {
        PrintWorker { scope: caller.scope, kind: Kind::Station(caller.station) }
    }

    /// For printers that hang on the network.
    pub fn service(scope: TenantScope) -> PrintWorker {
        PrintWorker { scope, kind: Kind::Service }
    }

    pub fn scope(&self) -> TenantScope {
        self.scope
    }

    pub fn user(&self) -> Option<UserId> {
        match self.kind {
            Kind::Page(user) => Some(user),
            Kind::Station(_) | Kind::Service => None,
        }
    }

    pub fn station_id(&self) -> Option<PrintStationId> {
        match self.kind {
            Kind::Station(station) => Some(station),
            Kind::Page(_) | Kind::Service => None,
        }
    }

    /// The name under which the queue keeps a holder. It carries who it is, so that nobody can speak for another.
    pub(super) fn holder(&self, given: &str) -> Result<String, AppError> {
        let fits = HOLDER_CHARS.contains(&given.len())
            && given.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if !fits {
            let (from, to) = (HOLDER_CHARS.start(), HOLDER_CHARS.end());
            return Err(AppError::invalid(
                "/holder",
                "out_of_range",
                Words::new(
                    format!("须为 {from} 到 {to} 个字母、数字或连字符。"),
                    format!("It has {from} to {to} letters, digits and hyphens."),
                ),
            ));
        }
        Ok(match self.kind {
            Kind::Page(user) => format!("page:{user}:{given}"),
            Kind::Station(station) => format!("station:{station}:{given}"),
            Kind::Service => format!("service:{given}"),
        })
    }

    /// A station alone prints on its printers, and on no other.
    pub(super) fn may_print_from(&self, queue: &PrintQueueRecord) -> Result<(), AppError> {
        match (&self.kind, queue.station) {
            (Kind::Station(own), Some(serving)) if *own == serving => Ok(()),
            (Kind::Station(_), _) => Err(AppError::NotFound),
            (Kind::Page(_), Some(_)) => Err(AppError::Conflict {
                code: "station_prints",
                words: Words::new(
                    "这台打印机由打印站负责，面单会在那里打出来。",
                    "A print station prints on this printer; the labels come out there.",
                ),
            }),
            (Kind::Page(_) | Kind::Service, _) => Ok(()),
        }
    }
}

/// What kind of holder a queue keeps.
pub(super) fn kind_of(holder: &str) -> PrintHolderKind {
    match holder.split(':').next() {
        Some("station") => PrintHolderKind::Station,
        Some("service") => PrintHolderKind::Service,
        _ => PrintHolderKind::Page,
    }
}
