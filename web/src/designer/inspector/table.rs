//! The fields of a goods table.

use label::{Column, Content, Mm, Overflow, RowSource, Table};
use leptos::prelude::*;

use super::content::{ALIGNS, align_name, options, parse_align};
use crate::{
    designer::{
        editor::Editor,
        fields::{Choice, Flag, Length, TextWithVariables, Words, mm},
        layout::{self, At},
    },
    texts::templates as texts,
    ui::{Button, ButtonKind, IconButton, Symbol},
};

const COLUMN_MM: f64 = 12.0;

#[component]
pub fn TableFields(at: At) -> impl IntoView {
    let editor = Editor::expect();
    let table = Memo::new(move |_| {
        editor.template.with(|template| match layout::element(template, at).map(|one| &one.content) {
            Some(Content::Table(table)) => Some(table.clone()),
            _ => None,
        })
    });
    let read = move |read: fn(&Table) -> f64| {
        Signal::derive(move || table.with(|table| table.as_ref().map(read).unwrap_or_default()))
    };
    let is =
        move |read: fn(&Table) -> bool| Signal::derive(move || table.with(|table| table.as_ref().is_some_and(read)));
    let change = Callback::new(move |(field, change): (&'static str, Change)| {
        editor.change(at, field, |element| {
            if let Content::Table(table) = &mut element.content {
                change(table);
            }
        });
    });
    let apply = move |field: &'static str, own: Change| change.run((field, own));
    let rows = Signal::derive(move || {
        if is(|table| table.rows == RowSource::Rows).get() { "rows" } else { "items" }.to_owned()
    });
    let overflow = Signal::derive(move || {
        if is(|table| table.overflow == Overflow::NextPage).get() { "next_page" } else { "more" }.to_owned()
    });
    let count = Memo::new(move |_| table.with(|table| table.as_ref().map_or(0, |table| table.columns.len())));
    view! {
        <section>
            <h3>{texts::GOODS_TABLE.t()}</h3>
            <div class="minis">
                <Choice
                    label=texts::ROWS.t()
                    value=rows
                    options=options(&[("items", texts::ROWS_ITEMS), ("rows", texts::ROWS_ROWS)])
                    on_change=move |chosen: String| {
                        let rows = if chosen == "rows" { RowSource::Rows } else { RowSource::Items };
                        apply("rows", Box::new(move |table| table.rows = rows));
                    }
                />
                <Choice
                    label=texts::OVERFLOW.t()
                    value=overflow
                    options=options(&[("more", texts::OVERFLOW_MORE), ("next_page", texts::OVERFLOW_PAGE)])
                    on_change=move |chosen: String| {
                        let overflow = if chosen == "next_page" { Overflow::NextPage } else { Overflow::More };
                        apply("overflow", Box::new(move |table| table.overflow = overflow));
                    }
                />
                <Length
                    label=texts::ROW_HEIGHT.t()
                    value=read(|table| mm(table.row_height_mm))
                    on_change=move |size: f64| {
                        apply("row_height", Box::new(move |table| table.row_height_mm = Mm::new(size.clamp(1.0, 100.0))));
                    }
                />
                <Length
                    label=texts::SIZE.t()
                    value=read(|table| mm(table.size_mm))
                    on_change=move |size: f64| {
                        apply("size", Box::new(move |table| {
                            table.size_mm = Mm::new(size.clamp(0.5, label::limits::TEXT_MM_MAX));
                            table.min_size_mm = table.min_size_mm.min(table.size_mm);
                        }));
                    }
                />
                <Flag
                    label=texts::HEADER.t()
                    value=is(|table| table.header)
                    on_change=move |header: bool| apply("header", Box::new(move |table| table.header = header))
                />
                <Flag
                    label=texts::GRID.t()
                    value=is(|table| table.grid)
                    on_change=move |grid: bool| apply("grid", Box::new(move |table| table.grid = grid))
                />
            </div>
        </section>
        <section>
            <h3>{texts::COLUMNS.t()}</h3>
            {move || (0..count.get()).map(|number| view! { <ColumnFields table number change /> }).collect_view()}
            <Button
                kind=ButtonKind::Quiet
                icon=Symbol::Plus
                disabled=Signal::derive(move || !editor.may_write || count.get() >= label::limits::COLUMNS_MAX)
                on_press=move |()| {
                    editor.pause();
                    apply("columns", Box::new(|table| table.columns.push(fresh_column(table.rows))));
                }
            >
                {texts::ADD_COLUMN.t()}
            </Button>
        </section>
    }
}

type Change = Box<dyn Fn(&mut Table) + Send + Sync>;

fn fresh_column(rows: RowSource) -> Column {
    let value = match rows {
        RowSource::Items => "{item.name}",
        RowSource::Rows => "{row.waybill_no}",
    };
    Column { title: String::new(), value: value.to_owned(), width_mm: Mm::new(COLUMN_MM), align: label::Align::Start }
}

#[component]
fn ColumnFields(table: Memo<Option<Table>>, number: usize, change: Callback<(&'static str, Change)>) -> impl IntoView {
    let editor = Editor::expect();
    let read = move |read: fn(&Column) -> String| {
        Signal::derive(move || {
            table.with(|table| table.as_ref().and_then(|table| table.columns.get(number)).map(read).unwrap_or_default())
        })
    };
    let width = Signal::derive(move || {
        table.with(|table| {
            table.as_ref().and_then(|table| table.columns.get(number)).map_or(0.0, |one| mm(one.width_mm))
        })
    });
    let set = move |own: Box<dyn Fn(&mut Column) + Send + Sync>| {
        let own: Change = Box::new(move |table| {
            if let Some(column) = table.columns.get_mut(number) {
                own(column);
            }
        });
        change.run(("column", own));
    };
    view! {
        <div class="column">
            <div class="minis">
                <Words
                    label=texts::COLUMN_TITLE.t()
                    value=read(|column| column.title.clone())
                    on_change=move |title: String| set(Box::new(move |column| column.title.clone_from(&title)))
                />
                <Length
                    label=texts::COLUMN_WIDTH.t()
                    value=width
                    on_change=move |size: f64| set(Box::new(move |column| column.width_mm = Mm::new(size.clamp(1.0, 300.0))))
                />
            </div>
            <TextWithVariables
                label=texts::COLUMN_VALUE.t()
                rows=1
                in_table=true
                value=read(|column| column.value.clone())
                on_change=move |value: String| set(Box::new(move |column| column.value.clone_from(&value)))
            />
            <div class="minis">
                <Choice
                    label=texts::ALIGNMENT.t()
                    value=read(|column| align_name(column.align).to_owned())
                    options=options(&ALIGNS)
                    on_change=move |name: String| set(Box::new(move |column| column.align = parse_align(&name)))
                />
                {editor.may_write.then(|| {
                    view! {
                        <IconButton
                            symbol=Symbol::Trash
                            label=texts::REMOVE_COLUMN.t()
                            on_press=move |()| {
                                editor.pause();
                                change.run((
                                    "columns",
                                    Box::new(move |table| {
                                        if table.columns.len() > 1 && number < table.columns.len() {
                                            table.columns.remove(number);
                                        }
                                    }),
                                ));
                            }
                        />
                    }
                })}
            </div>
        </div>
    }
}
