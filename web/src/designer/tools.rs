//! The left side: what can be added, and what is there.

use label::{
    Align, Column, Condition, Content, Dither, Fit, Flow, Mm, Overflow, Picture, RowSource, Table, Text, VerticalAlign,
};
use leptos::prelude::*;

use super::{
    editor::Editor,
    images::ImageButton,
    layout::{self, At},
    words,
};
use crate::{
    texts::templates as texts,
    ui::{Button, ButtonKind},
};

fn text() -> Content {
    Content::Text(Text {
        value: texts::NEW_TEXT.t().to_owned(),
        size_mm: Mm::new(3.0),
        min_size_mm: Mm::new(2.0),
        bold: false,
        inverse: false,
        flow: Flow::Across,
        fit: Fit::Wrap,
        align: Align::Start,
        vertical: VerticalAlign::Middle,
    })
}

fn table() -> Content {
    let column = |title: &str, value: &str, width: f64, align: Align| Column {
        title: title.to_owned(),
        value: value.to_owned(),
        width_mm: Mm::new(width),
        align,
    };
    Content::Table(Table {
        rows: RowSource::Items,
        columns: vec![
            column("商品", "{item.name}", 30.0, Align::Start),
            column("规格", "{item.spec}", 14.0, Align::Start),
            column("数量", "{item.quantity}", 8.0, Align::End),
        ],
        row_height_mm: Mm::new(4.0),
        size_mm: Mm::new(2.5),
        min_size_mm: Mm::new(2.0),
        header: true,
        grid: true,
        overflow: Overflow::More,
        more: "…… 还有 {more} 项".to_owned(),
    })
}

fn barcode() -> Content {
    Content::Code128 { value: "{order_no}".to_owned(), min_module_mm: Mm::new(0.25), max_module_mm: Mm::new(0.5) }
}

fn qr() -> Content {
    Content::Qr { value: "{track_url}".to_owned(), min_module_mm: Mm::new(0.25), max_module_mm: Mm::new(0.75) }
}

fn picture(png: String) -> Content {
    Content::Image(Picture { png, dither: Dither::Threshold, threshold: 128, inverse: false })
}

#[component]
pub fn Tools() -> impl IntoView {
    let editor = Editor::expect();
    let add = move |words: crate::i18n::Text, content: fn() -> Content, width: f64, height: f64| {
        view! { <Button on_press=move |()| editor.add(words.t(), content(), width, height)>{words.t()}</Button> }
    };
    let image = Callback::new(move |png: String| editor.add(texts::IMAGE.t(), picture(png), 18.0, 10.0));
    let frame = || Content::Frame { stroke_mm: Mm::new(0.25), radius_mm: Mm::default(), fill: false };
    view! {
        <aside class="tools" aria-label=texts::ELEMENTS.t()>
            {editor.may_write.then(|| {
                view! {
                    <section>
                        <h3>{texts::ADD.t()}</h3>
                        <div class="adds">
                            {add(texts::TEXT, text, 40.0, 5.0)}
                            <ImageButton label=texts::IMAGE.t() on_image=image />
                            {add(texts::BARCODE, barcode, 60.0, 9.0)}
                            {add(texts::QR, qr, 15.0, 15.0)}
                            {add(texts::LINE, || Content::Line, 40.0, 0.25)}
                            {add(texts::FRAME, frame, 30.0, 12.0)}
                            {add(texts::GOODS_TABLE, table, 52.0, 17.0)}
                        </div>
                    </section>
                }
            })}
            <section class="grow">
                <h3>{texts::ELEMENTS.t()}</h3>
                <Elements />
            </section>
        </aside>
    }
}

/// Every element that may be changed, the foremost first: the way to them without a pointer.
#[component]
fn Elements() -> impl IntoView {
    let editor = Editor::expect();
    let list = Memo::new(move |_| {
        editor.template.with(|template| {
            let line = |at: At| {
                let element = layout::element(template, at)?;
                let is_conditional = element.show != Condition::Always;
                Some((at, element.name.clone(), words::kind(&element.content), is_conditional))
            };
            layout::free(template).into_iter().rev().filter_map(line).collect::<Vec<_>>()
        })
    });
    let row = move |(at, name, kind, is_conditional): (At, String, &'static str, bool)| {
        let is_selected = move || editor.selection.with(|selection| selection.contains(&at));
        let is_warned =
            move || editor.warnings.with(|all| all.iter().any(|one| (one.part, one.index) == (at.part, at.index)));
        let press = move |event: leptos::ev::MouseEvent| {
            editor.select(at, event.shift_key() || event.ctrl_key() || event.meta_key());
        };
        view! {
            <li>
                <button type="button" aria-pressed=move || is_selected().to_string() class:warned=is_warned on:click=press>
                    <span>{name}</span>
                    <small>{kind} {is_conditional.then(|| format!(" · {}", texts::CONDITIONAL.t()))}</small>
                </button>
            </li>
        }
    };
    move || {
        if list.with(Vec::is_empty) {
            view! { <p class="sub">{texts::ELEMENTS_EMPTY.t()}</p> }.into_any()
        } else {
            view! { <ul class="elements">{list.get().into_iter().map(row).collect_view()}</ul> }.into_any()
        }
    }
}

/// What the label will miss; a press selects the element.
#[component]
pub fn Checks() -> impl IntoView {
    let editor = Editor::expect();
    let line = move |warning: label::Warning| {
        let at = At { part: warning.part, index: warning.index };
        let is_free = editor.template.with_untracked(|template| layout::free(template).contains(&at));
        let words = words::problem(&warning.problem);
        let press = move |_| {
            if is_free {
                editor.select(at, false);
            }
        };
        view! {
            <li>
                <button type="button" on:click=press disabled=!is_free>
                    <b>{warning.element}</b>
                    <span>{words}</span>
                </button>
            </li>
        }
    };
    view! {
        <section class="checks" role="status">
            <h3>
                {texts::WARNINGS.t()}
                {move || {
                    let count = editor.warnings.with(Vec::len);
                    (count > 0).then(|| view! { <span class="state warn">{count}</span> })
                }}
            </h3>
            {move || match editor.fault.get() {
                Some(fault) => view! { <p class="wrong">{fault}</p> }.into_any(),
                None if editor.warnings.with(Vec::is_empty) => view! { <p class="sub">{texts::NO_WARNINGS.t()}</p> }.into_any(),
                None => view! { <ul>{editor.warnings.get().into_iter().map(line).collect_view()}</ul> }.into_any(),
            }}
        </section>
    }
}

/// What is done with the selection.
#[component]
pub fn Arrange() -> impl IntoView {
    use layout::{Line, Order};
    let editor = Editor::expect();
    let count = Memo::new(move |_| editor.selection.with(|selection| selection.len()));
    let act = move |words: crate::i18n::Text, least: usize, act: fn(Editor)| {
        view! {
            <Button
                kind=ButtonKind::Quiet
                disabled=Signal::derive(move || count.get() < least || !editor.may_write)
                on_press=move |()| act(editor)
            >
                {words.t()}
            </Button>
        }
    };
    view! {
        <div class="arrange">
            {act(texts::ALIGN_LEFT, 1, |editor| lined(editor, Line::Left))}
            {act(texts::ALIGN_CENTRE, 1, |editor| lined(editor, Line::Centre))}
            {act(texts::ALIGN_RIGHT, 1, |editor| lined(editor, Line::Right))}
            {act(texts::ALIGN_TOP, 1, |editor| lined(editor, Line::Top))}
            {act(texts::ALIGN_MIDDLE, 1, |editor| lined(editor, Line::Middle))}
            {act(texts::ALIGN_BOTTOM, 1, |editor| lined(editor, Line::Bottom))}
            {act(texts::SPREAD_ACROSS, 3, |editor| spread(editor, true))}
            {act(texts::SPREAD_DOWN, 3, |editor| spread(editor, false))}
            {act(texts::FRONT, 1, |editor| ordered(editor, Order::Front))}
            {act(texts::FORWARD, 1, |editor| ordered(editor, Order::Forward))}
            {act(texts::BACKWARD, 1, |editor| ordered(editor, Order::Backward))}
            {act(texts::BACK_ORDER, 1, |editor| ordered(editor, Order::Back))}
            {act(texts::TURN, 1, turned)}
            {act(texts::DUPLICATE, 1, Editor::duplicate)}
            {act(texts::DELETE_ELEMENT, 1, Editor::remove)}
        </div>
    }
}

fn lined(editor: Editor, line: layout::Line) {
    editor.edit(None, |template, selection| layout::align(template, selection, line));
}

fn spread(editor: Editor, across: bool) {
    editor.edit(None, |template, selection| layout::distribute(template, selection, across));
}

/// Each selected element in turn, in the order that keeps them in order among themselves.
fn ordered(editor: Editor, order: layout::Order) {
    use layout::Order;
    editor.edit(None, |template, selection| {
        let mut all: Vec<At> = selection.iter().copied().collect();
        if matches!(order, Order::Forward | Order::Back) {
            all.reverse();
        }
        if all.len() == 1 {
            *selection = all.into_iter().map(|at| layout::reorder(template, at, order)).collect();
            return;
        }
        let names: Vec<String> =
            all.iter().filter_map(|at| Some(layout::element(template, *at)?.name.clone())).collect();
        for name in &names {
            if let Some(at) = named(template, name) {
                layout::reorder(template, at, order);
            }
        }
        *selection = names.iter().filter_map(|name| named(template, name)).collect();
    });
}

fn named(template: &label::Template, name: &str) -> Option<At> {
    layout::free(template).into_iter().find(|at| layout::element(template, *at).is_some_and(|one| one.name == name))
}

fn turned(editor: Editor) {
    editor.edit(None, |template, selection| {
        for at in selection.iter() {
            layout::turn(template, *at);
        }
    });
}
