//! Which sheet of a workbook holds the orders.

use calamine::{SheetType, SheetVisible};

use super::{Chosen, Sink, no_header};
use crate::{
    header::{Miss, Wanted},
    limits::{Limits, SHEETS},
    problem::{FileProblem, quoted},
};

/// Which sheet of a workbook is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick<'a> {
    /// The one visible sheet that holds orders. Where several do, or only hidden ones, a person has to say which.
    Only,
    /// The first that is understood, visible ones before hidden ones.
    First,
    /// The one of this name, hidden or not.
    Named(&'a str),
}

/// A filled sheet of a workbook, to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetInfo {
    pub name: String,
    /// Orders, or filled rows where it holds none.
    pub rows: usize,
    pub has_orders: bool,
    pub is_hidden: bool,
}

/// Characters of the longest name of a sheet; spreadsheets allow 31.
const NAME_CHARS: usize = 255;
/// Rows below the header that are read of a sheet of which it is enough to know whether it holds orders.
const PEEKED_ROWS: usize = 50;

/// A workbook of either kind, sheet by sheet.
pub(super) trait Book {
    fn sheets(&self) -> &[calamine::Sheet];

    /// Gives the sink the cells of a sheet; none of what is no table after all, such as a chart.
    fn fill(&mut self, name: &str, sink: &mut Sink<'_>) -> Result<(), FileProblem>;
}

/// A sheet before it is read.
#[derive(Clone, Debug)]
struct Tab {
    name: String,
    /// Its place among all sheets of the workbook; none where there is no other to read.
    at: Option<usize>,
    is_hidden: bool,
}

/// Visible sheets first: hidden ones hold lists and old data.
fn tabs(book: &impl Book) -> Result<Vec<Tab>, FileProblem> {
    let is_name = |name: &str| name.chars().count() <= NAME_CHARS && !name.contains('\0');
    if !book.sheets().iter().all(|sheet| is_name(&sheet.name)) {
        return Err(FileProblem::new("corrupt"));
    }
    let tab = |(at, sheet): (usize, &calamine::Sheet)| Tab {
        name: sheet.name.clone(),
        at: Some(at),
        is_hidden: sheet.visible != SheetVisible::Visible,
    };
    let sheets = book.sheets().iter().enumerate();
    let mut tabs: Vec<Tab> = sheets.filter(|(_, sheet)| sheet.typ == SheetType::WorkSheet).map(tab).collect();
    tabs.sort_by_key(|tab| tab.is_hidden);
    if let [tab] = tabs.as_mut_slice() {
        tab.at = None;
    }
    Ok(tabs)
}

fn names<'a>(tabs: impl IntoIterator<Item = &'a Tab>) -> Vec<String> {
    tabs.into_iter().take(SHEETS).map(|tab| quoted(&tab.name)).collect()
}

pub(super) fn choose(
    book: &mut impl Book,
    limits: &Limits,
    wanted: Wanted<'_>,
    pick: Pick<'_>,
) -> Result<Chosen, FileProblem> {
    let tabs = tabs(book)?;
    let mut reader = Reader { book, limits, wanted };
    let mut search = Search::default();
    match pick {
        Pick::Only => return reader.only(&tabs),
        Pick::First => {
            for tab in tabs.iter().take(SHEETS) {
                if let Some(chosen) = search.take(reader.look(tab, usize::MAX)) {
                    return Ok(chosen);
                }
            }
        }
        Pick::Named(name) => {
            let unknown = || FileProblem::with("unknown_sheet", names(&tabs));
            let tab = tabs.iter().find(|tab| tab.name == name).ok_or_else(unknown)?;
            if let Some(chosen) = search.take(reader.look(tab, usize::MAX)) {
                return Ok(chosen);
            }
        }
    }
    Err(search.problem())
}

/// The filled sheets in the order in which they are offered.
pub(super) fn survey(book: &mut impl Book, limits: &Limits, wanted: Wanted<'_>) -> Result<Vec<SheetInfo>, FileProblem> {
    let tabs = tabs(book)?;
    let mut infos = Vec::new();
    for tab in tabs.into_iter().take(SHEETS) {
        // What was said of one sheet need not be true of another.
        let said = matches!(wanted, Wanted::Said(_)).then_some(wanted);
        let orders = said.into_iter().chain([Wanted::Guess]).find_map(|wanted| {
            let look = Reader { book: &mut *book, limits, wanted }.look(&tab, usize::MAX);
            match look {
                Look::Understood(chosen) => Some(chosen.orders()).filter(|orders| *orders > 0),
                Look::Broken { rows, is_understood: true, .. } => Some(rows),
                Look::Broken { .. } | Look::Missed { .. } => None,
            }
        });
        let rows = orders.unwrap_or_else(|| {
            match (Reader { book: &mut *book, limits, wanted: Wanted::Lines }).look(&tab, usize::MAX) {
                Look::Understood(chosen) => chosen.reading.grid.rows(),
                Look::Broken { rows, .. } | Look::Missed { rows, .. } => rows,
            }
        });
        if rows > 0 {
            infos.push(SheetInfo { name: tab.name, rows, has_orders: orders.is_some(), is_hidden: tab.is_hidden });
        }
    }
    Ok(infos)
}

/// What a sheet turns out to be.
enum Look {
    Understood(Box<Chosen>),
    /// Its first rows hold no header.
    Missed {
        miss: Miss,
        rows: usize,
    },
    /// It cannot be read, or breaks a limit.
    Broken {
        problem: FileProblem,
        rows: usize,
        is_understood: bool,
    },
}

struct Reader<'a, B> {
    book: &'a mut B,
    limits: &'a Limits,
    wanted: Wanted<'a>,
}

impl<B: Book> Reader<'_, B> {
    /// Reads a sheet, up to so many rows below its header.
    fn look(&mut self, tab: &Tab, most: usize) -> Look {
        let mut sink = Sink { most, ..Sink::new(self.limits, self.wanted) };
        let filled = self.book.fill(&tab.name, &mut sink);
        let rows = sink.grid.rows();
        if let Err(problem) = filled {
            return Look::Broken { problem, rows, is_understood: sink.header.is_some() };
        }
        match sink.finish(tab.name.clone(), tab.at) {
            Ok(chosen) => Look::Understood(Box::new(chosen)),
            Err(miss) => Look::Missed { miss, rows },
        }
    }

    fn only(&mut self, tabs: &[Tab]) -> Result<Chosen, FileProblem> {
        let (visible, hidden): (Vec<&Tab>, Vec<&Tab>) = tabs.iter().partition(|tab| !tab.is_hidden);
        if visible.len() > SHEETS {
            return Err(FileProblem::with("too_many_sheets", [SHEETS.to_string()]));
        }
        let mut search = Search::default();
        let mut with_orders: Vec<&Tab> = Vec::new();
        let mut found: Option<Chosen> = None;
        // A header without orders: the file is ours to read, and empty.
        let mut bare: Option<Chosen> = None;
        for tab in visible {
            let look = self.look(tab, if with_orders.is_empty() { usize::MAX } else { PEEKED_ROWS });
            if look.has_orders() {
                with_orders.push(tab);
            }
            let kept = if look.has_orders() { &mut found } else { &mut bare };
            if let Some(chosen) = search.take(look) {
                kept.get_or_insert(chosen);
            }
        }
        if with_orders.len() > 1 {
            return Err(FileProblem::with("several_sheets", names(with_orders)));
        }
        if with_orders.is_empty() {
            let peeked = hidden.into_iter().take(SHEETS).filter(|tab| self.look(tab, PEEKED_ROWS).has_orders());
            let in_hiding: Vec<&Tab> = peeked.collect();
            if !in_hiding.is_empty() {
                return Err(FileProblem::with("only_hidden_sheets", names(in_hiding)));
            }
            found = bare;
        }
        found.ok_or_else(|| search.problem())
    }
}

impl Look {
    fn has_orders(&self) -> bool {
        match self {
            Look::Understood(chosen) => chosen.has_orders(),
            Look::Missed { .. } => false,
            Look::Broken { is_understood, .. } => *is_understood,
        }
    }
}

/// Goes on while sheets hold no header; then says what the best of them lacks.
#[derive(Default)]
struct Search {
    miss: Option<Miss>,
    broken: Option<FileProblem>,
    filled: bool,
}

impl Search {
    /// The sheet, where it is understood.
    fn take(&mut self, look: Look) -> Option<Chosen> {
        match look {
            Look::Understood(chosen) => return Some(*chosen),
            Look::Missed { miss, rows } => {
                self.filled |= rows > 0;
                if self.miss.as_ref().is_none_or(|best| miss.found > best.found) {
                    self.miss = Some(miss);
                }
            }
            Look::Broken { problem, .. } => {
                self.broken.get_or_insert(problem);
            }
        }
        None
    }

    fn problem(self) -> FileProblem {
        self.broken.unwrap_or_else(|| no_header(self.miss, self.filled))
    }
}
