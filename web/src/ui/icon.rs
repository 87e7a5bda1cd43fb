//! Icons: one stroke, one size, drawn inline.

use leptos::prelude::*;

/// A symbol of a 20 × 20 grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    Alert,
    Check,
    ChevronDown,
    Clock,
    Close,
    Columns,
    Copy,
    Download,
    Eye,
    File,
    Home,
    Inbox,
    Key,
    Log,
    Package,
    People,
    Plus,
    Printer,
    Refresh,
    Scale,
    Scan,
    Search,
    Trash,
    Truck,
    Upload,
    User,
    Wallet,
}

impl Symbol {
    const fn path(self) -> &'static str {
        match self {
            Symbol::Alert => "M10 6.5v4.2M10 13.6v.1M10 3 2.6 16.5h14.8Z",
            Symbol::Check => "m4.5 10.5 3.7 3.7 7.3-8",
            Symbol::ChevronDown => "m5.5 8 4.5 4.5L14.5 8",
            Symbol::Clock => "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM10 6v4.2l2.8 1.8",
            Symbol::Close => "m5.5 5.5 9 9m0-9-9 9",
            Symbol::Columns => "M3.5 4.5h13v11h-13ZM8 4.5v11M12.3 4.5v11",
            Symbol::Copy => "M7 7h9v9.5H7ZM4 13V3.5h9",
            Symbol::Download => "M10 3.5v9m-3.7-3.6L10 12.6l3.7-3.7M4 16.5h12",
            Symbol::Eye => {
                "M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5Zm7.5 2.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z"
            }
            Symbol::File => "M5 2.8h6.2L15.5 7v10.2H5ZM11 3v4.3h4.3",
            Symbol::Home => "M3.5 9 10 3.5 16.5 9v7.5h-4.4v-4.6H7.9v4.6H3.5Z",
            Symbol::Inbox => "M3.5 11.5h4l1 2h3l1-2h4M3.5 11.5 5.5 4h9l2 7.5v4.7h-13Z",
            Symbol::Key => {
                "M8.2 11.8a3.6 3.6 0 1 0-5.1 5.1 3.6 3.6 0 0 0 5.1-5.1Zm0 0 8.3-8.3M13 7l2.6 2.6M10.9 9.1l1.7 1.7"
            }
            Symbol::Log => "M4.5 3h11v14h-11ZM7.3 6.8h5.4M7.3 10h5.4M7.3 13.2h3",
            Symbol::Package => "m10 2.8 6.5 3.6v7.2L10 17.2l-6.5-3.6V6.4ZM3.8 6.5 10 10l6.2-3.5M10 10v7",
            Symbol::People => {
                "M7.5 9.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM2 16.3c.3-2.9 2.5-4.3 5.5-4.3s5.2 1.4 5.5 4.3M13 4.3a2.6 2.6 0 0 1 0 5M15 12.4c1.7.6 2.8 1.9 3 3.9"
            }
            Symbol::Plus => "M10 4v12M4 10h12",
            Symbol::Printer => "M6 7.5V3h8v4.5M6 14H3.5V7.5h13V14H14M6 11.5h8V17H6Z",
            Symbol::Refresh => "M16 10a6 6 0 1 1-1.8-4.3M16.3 2.8v3.6h-3.6",
            Symbol::Scale => "M3.5 16.5h13V10h-13ZM6 10V7.5h8V10M4.5 4.5h11L14 7.5H6ZM8.5 13.3h3",
            Symbol::Scan => "M3.5 6.5v-3h3M13.5 3.5h3v3M16.5 13.5v3h-3M6.5 16.5h-3v-3M6.5 7v6M9 7v6M11 7v6M13.5 7v6",
            Symbol::Search => "M8.8 14.1a5.3 5.3 0 1 0 0-10.6 5.3 5.3 0 0 0 0 10.6Zm3.9-1.4 4 4",
            Symbol::Trash => "M4 5.5h12M8 5.2V3.3h4v1.9M5.5 5.5l.7 11h7.6l.7-11M8.5 8.5v5M11.5 8.5v5",
            Symbol::Truck => {
                "M4.1 14.2H2.5V5h9v9.2H7.5M11.5 8h3.2l2.8 3.2v3h-1.6M5.8 15.9a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4ZM14.2 15.9a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z"
            }
            Symbol::Upload => "M10 13V4m-3.7 3.4L10 3.7l3.7 3.7M4 16.5h12",
            Symbol::User => {
                "M10 9.8a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM3.8 16.8c.4-3.2 2.9-4.8 6.2-4.8s5.8 1.6 6.2 4.8"
            }
            Symbol::Wallet => "M3 6.5h14v9.5H3ZM3 6.5 13.5 3.5v3M17 9.5h-4.2v3.5H17M14.4 11.2v.1",
        }
    }
}

/// A symbol beside words; it says nothing to screen readers.
#[component]
pub fn Icon(symbol: Symbol) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
            <path d=symbol.path() />
        </svg>
    }
}

/// The brand: a barcode.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 20 20" aria-hidden="true">
            <path d="M3 3v14M6.5 3v14M9 3v14M13 3v14M17 3v14" />
        </svg>
    }
}
