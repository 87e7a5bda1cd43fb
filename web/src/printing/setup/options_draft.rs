//! The print options as they are typed.

use leptos::prelude::*;
use shared::{
    limits::{
        PRINTER_CHUNK_BYTES_MAX, PRINTER_CHUNK_BYTES_MIN, PRINTER_CHUNK_DELAY_MS_MAX, PRINTER_COPIES_MAX,
        PRINTER_GAP_MM_MAX, PRINTER_OFFSET_MM_MAX,
    },
    printers::{Finish, FlowControl, PaperGap, PrintDirection, PrinterOptions, ZplCompression},
};

/// From and to, both allowed.
#[derive(Clone, Copy)]
pub enum Range {
    Millimetres(f64, f64),
    Whole(u32, u32),
}

pub const GAP_MM: Range = Range::Millimetres(0.0, PRINTER_GAP_MM_MAX);
pub const OFFSET_MM: Range = Range::Millimetres(-PRINTER_OFFSET_MM_MAX, PRINTER_OFFSET_MM_MAX);
pub const COPIES: Range = Range::Whole(1, PRINTER_COPIES_MAX);
pub const CHUNK_BYTES: Range = Range::Whole(PRINTER_CHUNK_BYTES_MIN, PRINTER_CHUNK_BYTES_MAX);
pub const CHUNK_DELAY_MS: Range = Range::Whole(0, PRINTER_CHUNK_DELAY_MS_MAX);

pub const GAP: &str = "gap";
pub const BLACK_MARK: &str = "black_mark";
pub const CONTINUOUS: &str = "continuous";
pub const BOTTOM_FIRST: &str = "bottom_first";
pub const TEAR: &str = "tear";
pub const CUT: &str = "cut";
pub const PEEL: &str = "peel";
pub const ACS: &str = "acs";
pub const Z64: &str = "z64";
pub const HARDWARE: &str = "hardware";

/// Texts of the form; an empty one is an option that is not set.
#[derive(Clone, Copy)]
pub struct OptionsDraft {
    pub density: RwSignal<String>,
    pub speed: RwSignal<String>,
    pub gap: RwSignal<String>,
    pub gap_mm: RwSignal<String>,
    pub direction: RwSignal<String>,
    pub mirror: RwSignal<bool>,
    pub offset_x_mm: RwSignal<String>,
    pub offset_y_mm: RwSignal<String>,
    pub copies: RwSignal<String>,
    pub finish: RwSignal<String>,
    pub invert: RwSignal<bool>,
    pub compression: RwSignal<String>,
    pub native: RwSignal<bool>,
    pub cpcl_binary: RwSignal<bool>,
    pub chunk_bytes: RwSignal<String>,
    pub chunk_delay_ms: RwSignal<String>,
    pub flow_control: RwSignal<String>,
}

/// Millimetres as people type them, in a range.
pub fn millimetres(text: &str, from: f64, to: f64) -> Option<f64> {
    let number: f64 = text.trim().replace(['，', ','], ".").parse().ok()?;
    (from..=to).contains(&number).then_some(number)
}

/// A whole number in a range.
pub fn whole(text: &str, from: u32, to: u32) -> Option<u32> {
    text.trim().parse().ok().filter(|number| (from..=to).contains(number))
}

impl Range {
    pub fn takes(self, text: &str) -> bool {
        match self {
            Range::Millimetres(from, to) => millimetres(text, from, to).is_some(),
            Range::Whole(from, to) => whole(text, from, to).is_some(),
        }
    }

    pub fn bounds(self) -> (String, String) {
        match self {
            Range::Millimetres(from, to) => (from.to_string(), to.to_string()),
            Range::Whole(from, to) => (from.to_string(), to.to_string()),
        }
    }
}

/// As people read it: without a fraction where there is none.
pub fn shown(mm: f64) -> String {
    format!("{}", (mm * 100.0).round() / 100.0)
}

impl OptionsDraft {
    pub fn of(options: &PrinterOptions) -> OptionsDraft {
        let empty = || RwSignal::new(String::new());
        let draft = OptionsDraft {
            density: empty(),
            speed: empty(),
            gap: empty(),
            gap_mm: empty(),
            direction: empty(),
            mirror: RwSignal::new(false),
            offset_x_mm: empty(),
            offset_y_mm: empty(),
            copies: empty(),
            finish: empty(),
            invert: RwSignal::new(false),
            compression: empty(),
            native: RwSignal::new(false),
            cpcl_binary: RwSignal::new(false),
            chunk_bytes: empty(),
            chunk_delay_ms: empty(),
            flow_control: empty(),
        };
        draft.begin_with(options);
        draft
    }

    pub fn begin_with(self, options: &PrinterOptions) {
        let optional = |value: Option<u8>| value.map(|value| value.to_string()).unwrap_or_default();
        self.density.set(optional(options.density));
        self.speed.set(optional(options.speed));
        let (gap, mm) = match options.gap {
            PaperGap::Gap { mm } => (GAP, mm),
            PaperGap::BlackMark { mm } => (BLACK_MARK, mm),
            PaperGap::Continuous => (CONTINUOUS, 0.0),
        };
        self.gap.set(gap.to_owned());
        self.gap_mm.set(shown(mm));
        let bottom = options.direction == PrintDirection::BottomFirst;
        self.direction.set(if bottom { BOTTOM_FIRST.to_owned() } else { String::new() });
        self.mirror.set(options.mirror);
        self.offset_x_mm.set(shown(options.offset_x_mm));
        self.offset_y_mm.set(shown(options.offset_y_mm));
        self.copies.set(options.copies.to_string());
        let end = match options.finish {
            None => "",
            Some(Finish::Tear) => TEAR,
            Some(Finish::Cut) => CUT,
            Some(Finish::Peel) => PEEL,
        };
        self.finish.set(end.to_owned());
        self.invert.set(options.invert);
        self.compression.set(if options.zpl_compression == ZplCompression::Z64 { Z64 } else { ACS }.to_owned());
        self.native.set(options.native);
        self.cpcl_binary.set(options.cpcl_binary);
        self.chunk_bytes.set(options.chunk_bytes.to_string());
        self.chunk_delay_ms.set(options.chunk_delay_ms.to_string());
        let hardware = options.flow_control == FlowControl::Hardware;
        self.flow_control.set(if hardware { HARDWARE.to_owned() } else { String::new() });
    }

    /// The options, or `None` while a number is none or out of its range.
    pub fn read(self) -> Option<PrinterOptions> {
        let text = |value: RwSignal<String>| value.get_untracked();
        let length = |value: RwSignal<String>, most: f64| value.with_untracked(|text| millimetres(text, -most, most));
        let count = |value: RwSignal<String>, from: u32, to: u32| value.with_untracked(|text| whole(text, from, to));
        let gap_mm = || self.gap_mm.with_untracked(|text| millimetres(text, 0.0, PRINTER_GAP_MM_MAX));
        let choice = |value: RwSignal<String>| text(value).parse::<u8>().ok();
        let gap = match text(self.gap).as_str() {
            CONTINUOUS => PaperGap::Continuous,
            BLACK_MARK => PaperGap::BlackMark { mm: gap_mm()? },
            _ => PaperGap::Gap { mm: gap_mm()? },
        };
        Some(PrinterOptions {
            density: choice(self.density),
            speed: choice(self.speed),
            gap,
            direction: match text(self.direction).as_str() {
                BOTTOM_FIRST => PrintDirection::BottomFirst,
                _ => PrintDirection::TopFirst,
            },
            mirror: self.mirror.get_untracked(),
            offset_x_mm: length(self.offset_x_mm, PRINTER_OFFSET_MM_MAX)?,
            offset_y_mm: length(self.offset_y_mm, PRINTER_OFFSET_MM_MAX)?,
            copies: u16::try_from(count(self.copies, 1, PRINTER_COPIES_MAX)?).ok()?,
            finish: match text(self.finish).as_str() {
                TEAR => Some(Finish::Tear),
                CUT => Some(Finish::Cut),
                PEEL => Some(Finish::Peel),
                _ => None,
            },
            invert: self.invert.get_untracked(),
            zpl_compression: match text(self.compression).as_str() {
                Z64 => ZplCompression::Z64,
                _ => ZplCompression::Acs,
            },
            native: self.native.get_untracked(),
            cpcl_binary: self.cpcl_binary.get_untracked(),
            chunk_bytes: count(self.chunk_bytes, PRINTER_CHUNK_BYTES_MIN, PRINTER_CHUNK_BYTES_MAX)?,
            chunk_delay_ms: count(self.chunk_delay_ms, 0, PRINTER_CHUNK_DELAY_MS_MAX)?,
            flow_control: match text(self.flow_control).as_str() {
                HARDWARE => FlowControl::Hardware,
                _ => FlowControl::None,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_survive_the_form() {
        let owner = Owner::new();
        owner.with(|| {
            let options = PrinterOptions {
                density: Some(9),
                speed: Some(4),
                gap: PaperGap::BlackMark { mm: 3.5 },
                direction: PrintDirection::BottomFirst,
                mirror: true,
                offset_x_mm: -1.25,
                offset_y_mm: 2.0,
                copies: 2,
                finish: Some(Finish::Cut),
                invert: true,
                zpl_compression: ZplCompression::Z64,
                native: true,
                cpcl_binary: true,
                chunk_bytes: 512,
                chunk_delay_ms: 20,
                flow_control: FlowControl::Hardware,
            };
            assert_eq!(OptionsDraft::of(&options).read(), Some(options));
            let usual = OptionsDraft::of(&PrinterOptions::default());
            assert_eq!(usual.read(), Some(PrinterOptions::default()));
            for wrong in ["", "x", "21", "NaN", "1e9"] {
                usual.offset_x_mm.set(wrong.to_owned());
                assert_eq!(usual.read(), None, "{wrong}");
            }
            usual.offset_x_mm.set("1,5".to_owned());
            assert_eq!(usual.read().map(|options| options.offset_x_mm), Some(1.5));
        });
    }
}
