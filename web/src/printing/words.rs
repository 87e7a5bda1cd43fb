//! What printing says to people.

use leptos::prelude::*;
use shared::printing::{PrintJobState, Printer, PrinterLanguage};

use super::{link::LinkError, printers::Standing, status::Trouble};
use crate::{
    i18n::Text,
    texts::{printers, printing as texts},
    ui::{Pill, Tone},
};

pub const fn trouble(trouble: Trouble) -> Text {
    match trouble {
        Trouble::PaperOut => texts::TROUBLE_PAPER,
        Trouble::RibbonOut => texts::TROUBLE_RIBBON,
        Trouble::HeadOpen => texts::TROUBLE_HEAD,
        Trouble::Jam => texts::TROUBLE_JAM,
        Trouble::Paused => texts::TROUBLE_PAUSED,
        Trouble::Fault => texts::TROUBLE_FAULT,
        Trouble::Silent => texts::TROUBLE_SILENT,
    }
}

pub fn link(error: &LinkError) -> String {
    let text = match error {
        LinkError::Unsupported => texts::LINK_UNSUPPORTED,
        LinkError::NotChosen => texts::LINK_NOT_CHOSEN,
        LinkError::Refused(_) => texts::LINK_REFUSED,
        LinkError::Elsewhere => texts::STATUS_ELSEWHERE,
        LinkError::NoEndpoint => texts::LINK_NO_ENDPOINT,
        LinkError::Disconnected => texts::LINK_DISCONNECTED,
        LinkError::Timeout => texts::LINK_TIMEOUT,
        LinkError::Failed(why) => return texts::LINK_FAILED.fill(&[("why", why)]),
    };
    text.t().to_owned()
}

/// A printer's standing in a word or two, and the class of its dot.
pub fn standing(standing: &Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::NotSetUp => (texts::STATUS_NONE.t(), "dot"),
        Standing::Absent => (texts::STATUS_ABSENT.t(), "dot"),
        Standing::Connecting => (texts::STATUS_CONNECTING.t(), "dot"),
        Standing::Ready => (texts::STATUS_READY.t(), "dot ok"),
        Standing::Trouble(what) => (trouble(*what).t(), "dot warn"),
        Standing::Unreachable(LinkError::Elsewhere) => (texts::STATUS_ELSEWHERE.t(), "dot warn"),
        Standing::Unreachable(_) => (texts::STATUS_UNREACHABLE.t(), "dot bad"),
        Standing::Pdf => (texts::STATUS_PDF.t(), "dot ok"),
        Standing::Network => (printers::STATUS_NETWORK.t(), "dot ok"),
        Standing::AtStation => (printers::STATUS_STATION.t(), "dot ok"),
    }
}

/// A language as printers' papers name it.
pub const fn language(language: PrinterLanguage) -> &'static str {
    match language {
        PrinterLanguage::Zpl => "ZPL (Zebra)",
        PrinterLanguage::Tspl => "TSPL (TSC, 芯烨, 佳博, 启锐…)",
        PrinterLanguage::Cpcl => "CPCL (汉印…)",
        PrinterLanguage::Escpos => "ESC/POS",
        PrinterLanguage::Epl => "EPL2 (Eltron)",
    }
}

/// The size of the paper as people say it: `76×130`; empty where the template is gone.
pub fn size(printer: &Printer) -> String {
    match (printer.paper_width_mm, printer.paper_height_mm) {
        (0, _) | (_, 0) => String::new(),
        (width, height) => format!("{width}×{height}"),
    }
}

const fn state(state: PrintJobState) -> Text {
    match state {
        PrintJobState::Queued => texts::STATE_QUEUED,
        PrintJobState::Leased => texts::STATE_LEASED,
        PrintJobState::Sending => texts::STATE_SENDING,
        PrintJobState::Sent => texts::STATE_SENT,
        PrintJobState::Confirmed => texts::STATE_CONFIRMED,
        PrintJobState::Unknown => texts::STATE_UNKNOWN,
        PrintJobState::Failed => texts::STATE_FAILED,
        PrintJobState::Skipped => texts::STATE_SKIPPED,
    }
}

/// A print job's state in a word.
pub fn state_words(of: PrintJobState) -> &'static str {
    state(of).t()
}

/// A print job's state as a pill.
pub fn state_pill(of: PrintJobState) -> impl IntoView {
    let tone = match of {
        PrintJobState::Queued | PrintJobState::Leased | PrintJobState::Skipped => Tone::New,
        PrintJobState::Sending => Tone::Move,
        PrintJobState::Sent | PrintJobState::Confirmed => Tone::Ok,
        PrintJobState::Unknown => Tone::Warn,
        PrintJobState::Failed => Tone::Bad,
    };
    view! { <Pill tone words=state_words(of) /> }
}

/// A report's error code in words; codes that are not known are shown as they are.
pub fn error_words(code: &str) -> String {
    let text = match code {
        "disconnected" => texts::CODE_DISCONNECTED,
        "refused" => texts::CODE_REFUSED,
        "timeout" => texts::CODE_TIMEOUT,
        "paper_out" => texts::CODE_PAPER,
        "head_open" => texts::CODE_HEAD,
        "render_failed" => texts::CODE_RENDER,
        "stopped" => texts::CODE_STOPPED,
        "lease_lapsed" => texts::CODE_LAPSED,
        "not_out" => texts::CODE_NOT_OUT,
        "voided" => texts::CODE_VOIDED,
        "printer_removed" => texts::CODE_REMOVED,
        "ribbon_out" => texts::TROUBLE_RIBBON,
        "jam" => texts::TROUBLE_JAM,
        "printer_paused" => texts::TROUBLE_PAUSED,
        "printer_fault" => texts::TROUBLE_FAULT,
        other => return other.to_owned(),
    };
    text.t().to_owned()
}
