//! How a file is understood, before anything is made of it: what its columns mean, and its first rows.

use std::time::Duration;

use leptos::prelude::*;
use shared::imports::{ImportColumn, ImportPreview, ImportPreviewRow};

use super::{
    Handing, Options, asks, service,
    service::Meanings,
    sheets::{SheetChoice, Sheets},
    words_of,
};
use crate::{
    amount,
    api::Remote,
    browser::timer::Debounce,
    console::{app::Desk, listed::Listed},
    texts::{common, hand_in as texts},
    ui::{Button, ButtonKind, Dialog, Notice, Select},
};

/// Looks are counted by the service: not one for every letter.
const LOOK_AFTER: Duration = Duration::from_millis(500);

#[component]
pub fn Checking() -> impl IntoView {
    let handing = Handing::expect();
    view! {
        <Dialog
            open=handing.checking
            title=Signal::derive(move || texts::CHECK_TITLE.fill(&[("name", &handing.name())]))
            on_close=move |()| handing.checking.set(false)
            wide=true
        >
            <Check />
        </Dialog>
    }
}

/// What the person says the columns mean; nothing as long as the service is right about them.
#[derive(Clone, Copy)]
struct Said {
    preview: Remote<ImportPreview>,
    meanings: RwSignal<Option<Meanings>>,
}

impl Said {
    /// Everything as it stands now, with one column changed.
    fn change(self, column: &str, field: String) {
        let mut meanings = self.meanings.get_untracked().unwrap_or_else(|| self.understood());
        if field.is_empty() {
            meanings.remove(column);
        } else {
            meanings.insert(column.to_owned(), field);
        }
        self.meanings.set(Some(meanings));
    }

    fn understood(self) -> Meanings {
        self.preview.value().with_untracked(|preview| {
            let columns = preview.iter().flat_map(|preview| &preview.columns);
            columns.filter_map(|column| Some((column.name.clone(), column.field.clone()?))).collect()
        })
    }

    /// What the look is asked with: nothing where the service finds it out.
    fn asked(self) -> Meanings {
        self.meanings.get_untracked().unwrap_or_default()
    }

    /// What is shown is the sheet that is chosen: a look at another is no look at this one.
    fn is_of(self, sheets: &Sheets) -> bool {
        match sheets {
            Sheets::Unsaid => true,
            Sheets::One(name) => {
                self.preview.value().with(|preview| preview.as_ref().is_some_and(|one| one.sheet_name == *name))
            }
            Sheets::Each(_) => false,
        }
    }

    /// What is sent: what is asked, or what the service guessed and the person let stand.
    fn sent(self, sheets: &Sheets) -> Meanings {
        if !untrack(|| self.is_of(sheets)) {
            return Meanings::new();
        }
        let is_guessed =
            self.preview.value().with_untracked(|preview| preview.as_ref().is_some_and(|one| one.is_guessed));
        let is_standing = is_guessed && self.meanings.with_untracked(Option::is_none);
        if is_standing { self.understood() } else { self.asked() }
    }
}

#[component]
fn Check() -> impl IntoView {
    let handing = Handing::expect();
    let desk = Desk::expect();
    let said = Said { preview: Remote::new(), meanings: RwSignal::new(None) };
    let load = move || {
        // Of several sheets each is understood by itself.
        let sheet = match handing.sheets.get_untracked() {
            Sheets::Unsaid => None,
            Sheets::One(name) => Some(name),
            Sheets::Each(_) => return,
        };
        if let Some(source) = handing.source.get_untracked() {
            said.preview.load(service::preview(source, sheet, untrack(|| handing.common()), said.asked()));
        }
    };
    load();
    // What was said of one sheet's columns is not said of another's.
    let forget = move |_: &Sheets, _: Option<&Sheets>, _: Option<()>| said.meanings.set(None);
    Effect::watch(move || handing.sheets.get(), forget, false);
    let debounce = Debounce::new(LOOK_AFTER);
    // Only what changes how rows are understood.
    let asked = Memo::new(move |_| {
        let common = handing.common();
        (common.goods, common.weight_g, handing.sheets.get(), said.meanings.get())
    });
    Effect::watch(move || asked.get(), move |_, _, _| debounce.run(load), false);
    let is_each = Memo::new(move |_| handing.sheets.with(Sheets::is_each));
    let is_ready = Memo::new(move |_| {
        let is_shown = |preview: &ImportPreview| preview.missing.is_empty() && preview.total > 0;
        let is_looked_at = || said.preview.value().with(|preview| preview.as_ref().is_some_and(is_shown));
        is_each.get() || (handing.sheets.with(|sheets| said.is_of(sheets)) && is_looked_at())
    });
    // Another sheet has other columns.
    let shown = Memo::new(move |_| {
        let is_read = |preview: &&ImportPreview| preview.sheets.is_empty() || !preview.sheet_name.is_empty();
        let sheet = said
            .preview
            .value()
            .with(|preview| preview.as_ref().filter(is_read).map(|preview| preview.sheet_name.clone()));
        sheet.filter(|_| !is_each.get())
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        handing.send(handing.sheets.with_untracked(|sheets| said.sent(sheets)), desk);
    };
    // Columns that are not told yet are said above.
    let refused = move || {
        let error = handing.deed.error().filter(|error| !asks(error))?;
        Some(view! { <Notice tone="bad">{words_of(&error)}</Notice> })
    };
    view! {
        <form class="check-file" on:submit=submit novalidate aria-busy=move || said.preview.busy().to_string()>
            <Options />
            <Listed remote=said.preview load=Callback::new(move |()| load())>
                <SheetChoice preview=said.preview />
                {move || match shown.get() {
                    Some(_) => {
                        view! {
                            <Columns said />
                            <Standing said />
                            <Rows said />
                        }
                            .into_any()
                    }
                    None => {
                        (!is_each.get()).then(|| view! { <p class="sub">{texts::SHEET_UNSAID.t()}</p> }).into_any()
                    }
                }}
            </Listed>
            {refused}
            <div class="acts">
                <Button on_press=move |()| handing.checking.set(false)>{common::CANCEL.t()}</Button>
                <Button
                    kind=ButtonKind::Main
                    busy=handing.deed.busy
                    disabled=Signal::derive(move || !is_ready.get() || said.preview.busy())
                >
                    {texts::IMPORT.t()}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn Columns(said: Said) -> impl IntoView {
    // The file's own columns stay; only what they mean changes.
    let columns = said
        .preview
        .value()
        .with_untracked(|preview| preview.as_ref().map(|preview| preview.columns.clone()).unwrap_or_default());
    let options = Memo::new(move |_| {
        let none = (String::new(), texts::NO_FIELD.t().to_owned());
        let fields = said.preview.value().with(|preview| {
            let fields = preview.iter().flat_map(|preview| &preview.fields);
            fields.map(|field| (field.name.clone(), field.label.clone())).collect::<Vec<_>>()
        });
        std::iter::once(none).chain(fields).collect::<Vec<_>>()
    });
    let field = move |column: ImportColumn| {
        let value = RwSignal::new(column.field.unwrap_or_default());
        let samples = if column.samples.iter().all(String::is_empty) {
            texts::NO_SAMPLES.t().to_owned()
        } else {
            column.samples.join(" · ")
        };
        let name = column.name.clone();
        view! {
            <Select
                label=column.name
                value
                options
                hint=Signal::derive(move || Some(samples.clone()))
                on_change=move |field| said.change(&name, field)
            />
        }
    };
    view! {
        <section aria-labelledby="check-columns">
            <h3 id="check-columns">{texts::COLUMNS.t()}</h3>
            <p class="sub lead">{texts::COLUMNS_HINT.t()}</p>
            <div class="check-columns">{columns.into_iter().map(field).collect_view()}</div>
        </section>
    }
}

/// What keeps it from being imported.
#[component]
fn Standing(said: Said) -> impl IntoView {
    let is_guessed =
        Memo::new(move |_| said.preview.value().with(|preview| preview.as_ref().is_some_and(|one| one.is_guessed)));
    let guessed = move || is_guessed.get().then(|| view! { <Notice tone="warn">{texts::GUESSED.t()}</Notice> });
    let missing = Memo::new(move |_| {
        said.preview.value().with(|preview| {
            let preview = preview.as_ref()?;
            let label = |name: &String| {
                let field = preview.fields.iter().find(|field| field.name == *name);
                field.map_or_else(|| name.clone(), |field| field.label.clone())
            };
            let names: Vec<String> = preview.missing.iter().map(label).collect();
            Some((preview.format.is_none(), names.join("、")))
                .filter(|(is_unknown, names)| *is_unknown || !names.is_empty())
        })
    });
    let wanting = move || {
        missing.get().map(|(is_unknown, names)| {
            view! {
                <Notice tone="warn">
                    {is_unknown.then(|| texts::UNRECOGNISED.t())} " "
                    {(!names.is_empty()).then(|| texts::MISSING.fill(&[("fields", &names)]))}
                </Notice>
            }
        })
    };
    view! {
        {guessed}
        {wanting}
    }
}

#[component]
fn Rows(said: Said) -> impl IntoView {
    move || {
        let (rows, total) = said
            .preview
            .value()
            .with(|preview| preview.as_ref().map(|preview| (preview.rows.clone(), preview.total)).unwrap_or_default());
        if rows.is_empty() {
            return view! { <p class="sub">{texts::ROWS_NONE.t()}</p> }.into_any();
        }
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        view! {
            <section aria-labelledby="check-rows">
                <h3 id="check-rows">
                    {texts::ROWS.count(count)} " " <span class="sub">{texts::TOTAL.count(total)}</span>
                </h3>
                <div class="scroll rejected" tabindex="0" role="region" aria-labelledby="check-rows">
                    <table>
                        <thead>
                            <tr>
                                <th class="num">{texts::COL_ROW.t()}</th>
                                <th>{texts::COL_ORDER.t()}</th>
                                <th>{texts::COL_RECEIVER.t()}</th>
                                <th>{texts::COL_PHONE.t()}</th>
                                <th>{texts::COL_ADDRESS.t()}</th>
                                <th>{texts::COL_GOODS.t()}</th>
                                <th class="num">{texts::COL_QUANTITY.t()}</th>
                                <th class="num">{texts::COL_WEIGHT.t()}</th>
                                <th>{texts::COL_PROBLEMS.t()}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.into_iter().map(line).collect_view()}</tbody>
                    </table>
                </div>
            </section>
        }
        .into_any()
    }
}

fn line(row: ImportPreviewRow) -> impl IntoView {
    let why: Vec<String> = row.problems.into_iter().map(|problem| problem.detail).collect();
    let why = why.join("；");
    view! {
        <tr>
            <td class="num sub">{row.row}</td>
            <td>{row.order_no}</td>
            <td>{row.receiver_name}</td>
            <td>{row.receiver_phone}</td>
            <td title=row.address.clone()>{row.address.clone()}</td>
            <td>{row.goods}</td>
            <td class="num">{row.quantity}</td>
            <td class="num">{row.weight_g.map(amount::kilograms)}</td>
            <td class="why" title=why.clone()>{why.clone()}</td>
        </tr>
    }
}
