//! What is selected, in numbers and choices.

mod content;
mod table;

use label::{Condition, Masking, Rotation, Template, TemplateKind};
use leptos::prelude::*;

use super::{
    editor::Editor,
    fields::{Choice, Length, Words, mm, variables},
    layout::{self, At, Rect},
    words,
};
use crate::texts::templates as texts;

/// What of an element is read while it is there.
pub(super) fn of<T: Default>(editor: Editor, at: At, read: impl Fn(&label::Element) -> T) -> T {
    editor.template.with(|template| layout::element(template, at).map(read).unwrap_or_default())
}

#[component]
pub fn Inspector() -> impl IntoView {
    let editor = Editor::expect();
    // Which element and of what kind: the fields stay in place while their values change.
    let shown = Memo::new(move |_| {
        let at = editor.single()?;
        let kind = editor.template.with(|template| Some(words::kind(&layout::element(template, at)?.content)))?;
        Some((at, kind))
    });
    let count = Memo::new(move |_| editor.selection.with(|selection| selection.len()));
    move || match (shown.get(), count.get()) {
        (Some((at, kind)), _) => view! { <OneElement at kind /> }.into_any(),
        (None, 2..) => {
            let words = texts::MANY.count(u32::try_from(count.get()).unwrap_or(u32::MAX));
            view! { <section><h3>{words}</h3></section> }.into_any()
        }
        _ => view! { <WholeTemplate /> }.into_any(),
    }
}

#[component]
fn OneElement(at: At, kind: &'static str) -> impl IntoView {
    let editor = Editor::expect();
    let name = Signal::derive(move || of(editor, at, |element| element.name.clone()));
    let rename = move |name: String| {
        editor.change(at, "name", |element| element.name = name);
    };
    view! {
        <section>
            <h3>{kind}</h3>
            <Words label=texts::NAME.t() value=name on_change=rename />
        </section>
        <section>
            <h3>{texts::PLACE.t()}</h3>
            <Place at />
        </section>
        <content::Contents at />
        <section>
            <h3>{texts::CONDITION.t()}</h3>
            <Shown at />
        </section>
    }
}

#[component]
fn Place(at: At) -> impl IntoView {
    let editor = Editor::expect();
    let own = Memo::new(move |_| {
        editor.template.with(|template| {
            let own = layout::rect(template, at).unwrap_or_default();
            Rect { y: own.y - layout::top_of(template, at.part), ..own }
        })
    });
    let set = move |change: fn(&mut Rect, f64)| {
        move |number: f64| {
            editor.edit(None, |template, _| {
                let Some(mut own) = layout::rect(template, at) else { return };
                let top = layout::top_of(template, at.part);
                own.y -= top;
                change(&mut own, number);
                own.y += top;
                layout::place(template, at, own);
            });
        }
    };
    let rotation = Signal::derive(move || u16::from(of(editor, at, |element| element.rotation)).to_string());
    let turn = move |degrees: String| {
        let Some(rotation) = degrees.parse().ok().and_then(|degrees: u16| Rotation::try_from(degrees).ok()) else {
            return;
        };
        editor.change(at, "rotation", |element| element.rotation = rotation);
    };
    let turns = ["0", "90", "180", "270"].map(|degrees| (degrees, format!("{degrees}°"))).to_vec();
    view! {
        <div class="minis">
            <Length label=texts::X.t() value=Signal::derive(move || own.get().x) on_change=set(|own, x| own.x = x) />
            <Length label=texts::Y.t() value=Signal::derive(move || own.get().y) on_change=set(|own, y| own.y = y) />
            <Length
                label=texts::WIDTH.t()
                value=Signal::derive(move || own.get().width)
                on_change=set(|own, width| own.width = width)
            />
            <Length
                label=texts::HEIGHT.t()
                value=Signal::derive(move || own.get().height)
                on_change=set(|own, height| own.height = height)
            />
            <Choice label=texts::ROTATION.t() value=rotation options=turns on_change=turn />
        </div>
    }
}

/// The value a condition compares with when one is chosen anew.
const FIELD_FIRST: &str = "remark";

fn condition(kind: &str, field: String, value: String) -> Condition {
    match kind {
        "filled" => Condition::Filled(field),
        "empty" => Condition::Empty(field),
        "equals" => Condition::Equals { field, value },
        _ => Condition::Always,
    }
}

const fn condition_kind(condition: &Condition) -> &'static str {
    match condition {
        Condition::Always => "always",
        Condition::Filled(_) => "filled",
        Condition::Empty(_) => "empty",
        Condition::Equals { .. } => "equals",
    }
}

#[component]
fn Shown(at: At) -> impl IntoView {
    let editor = Editor::expect();
    let show = Memo::new(move |_| of(editor, at, |element| element.show.clone()));
    let kind = Memo::new(move |_| show.with(condition_kind));
    let field = move || show.with(|show| show.field().unwrap_or(FIELD_FIRST).to_owned());
    let value = move || {
        show.with(|show| if let Condition::Equals { value, .. } = show { value.clone() } else { String::new() })
    };
    let set = move |kind: &str, field: String, value: String| {
        let show = condition(kind, field, value);
        editor.change(at, "condition", |element| element.show = show);
    };
    let kinds = [
        ("always", texts::ALWAYS),
        ("filled", texts::IF_FILLED),
        ("empty", texts::IF_EMPTY),
        ("equals", texts::IF_EQUALS),
    ];
    let choose_kind = move |kind: String| set(&kind, untrack(field), untrack(value));
    let choose_field =
        move |event: leptos::ev::Event| set(kind.get_untracked(), event_target_value(&event), untrack(value));
    view! {
        <div class="minis">
            <Choice
                label=texts::CONDITION.t()
                value=Signal::derive(move || kind.get().to_owned())
                options=kinds.map(|(key, words)| (key, words.t().to_owned())).to_vec()
                on_change=choose_kind
            />
            {move || {
                (kind.get() != "always").then(|| {
                    view! {
                        <label class="mini">
                            <span>{texts::VARIABLE.t()}</span>
                            <select disabled=!editor.may_write prop:value=field on:change=choose_field>
                                {variables(false)}
                            </select>
                        </label>
                    }
                })
            }}
            {move || {
                (kind.get() == "equals").then(|| {
                    view! {
                        <Words
                            label=texts::VALUE.t()
                            value=Signal::derive(value)
                            on_change=move |value: String| set("equals", untrack(field), value)
                        />
                    }
                })
            }}
        </div>
    }
}

/// Paper and privacy.
#[component]
fn WholeTemplate() -> impl IntoView {
    let editor = Editor::expect();
    let is_fixed = Memo::new(move |_| {
        editor.template.with(|template| {
            template.kind == TemplateKind::Waybill
                || template.parts.len() != 1
                || template.parts.iter().any(layout::is_locked)
        })
    });
    let paper = move || editor.template.with(|template| template.paper);
    let words = move || {
        let paper = paper();
        format!("{} × {} mm", words::mm(paper.width_mm.get()), words::mm(paper.height_mm.get()))
    };
    let set = move |change: fn(&mut Template, f64)| {
        move |number: f64| {
            editor.edit(None, |template, _| change(template, number.clamp(1.0, label::limits::PAPER_MM_MAX)))
        }
    };
    let base = editor.template.with_untracked(|template| template.based_on.clone());
    view! {
        <section>
            <h3>{texts::LABEL_SETTINGS.t()}</h3>
            {move || {
                if is_fixed.get() {
                    view! {
                        <dl class="facts">
                            <dt>{texts::PAPER.t()}</dt>
                            <dd>{words}</dd>
                        </dl>
                    }
                    .into_any()
                } else {
                    view! {
                        <div class="minis">
                            <Length
                                label=texts::WIDTH.t()
                                step=1.0
                                value=Signal::derive(move || mm(paper().width_mm))
                                on_change=set(|template, width| template.paper.width_mm = label::Mm::new(width))
                            />
                            <Length
                                label=texts::HEIGHT.t()
                                step=1.0
                                value=Signal::derive(move || mm(paper().height_mm))
                                on_change=set(|template, height| {
                                    template.paper.height_mm = label::Mm::new(height);
                                    template.parts[0].height_mm = template.paper.height_mm;
                                })
                            />
                        </div>
                    }
                    .into_any()
                }
            }}
            {base.map(|base| {
                let name = label::standard_template(&base).map_or(base.clone(), |standard| standard.name.clone());
                view! {
                    <dl class="facts">
                        <dt>{texts::BASED_ON.t()}</dt>
                        <dd>{name}</dd>
                    </dl>
                }
            })}
        </section>
        <Privacy />
    }
}

#[component]
fn Privacy() -> impl IntoView {
    let editor = Editor::expect();
    let options = || vec![("hide", texts::HIDE.t().to_owned()), ("show", texts::SHOW.t().to_owned())];
    let choice = move |label: crate::i18n::Text, of: fn(&mut label::Privacy) -> &mut Masking| {
        let value = Signal::derive(move || {
            let mut privacy = editor.template.with(|template| template.privacy);
            if *of(&mut privacy) == Masking::Show { "show".to_owned() } else { "hide".to_owned() }
        });
        let set = move |chosen: String| {
            let masking = if chosen == "show" { Masking::Show } else { Masking::Hide };
            editor.edit(None, |template, _| *of(&mut template.privacy) = masking);
        };
        view! { <Choice label=label.t() value options=options() on_change=set disabled=!editor.may_reveal /> }
    };
    view! {
        <section>
            <h3>{texts::PRIVACY.t()}</h3>
            <div class="minis three">
                {choice(texts::PRIVACY_NAME, |privacy| &mut privacy.name)}
                {choice(texts::PRIVACY_PHONE, |privacy| &mut privacy.phone)}
                {choice(texts::PRIVACY_ADDRESS, |privacy| &mut privacy.address)}
            </div>
            <p class="sub">{texts::PRIVACY_ABOUT.t()}</p>
            {(!editor.may_reveal).then(|| view! { <p class="sub">{texts::PRIVACY_MAY_NOT.t()}</p> })}
        </section>
    }
}
