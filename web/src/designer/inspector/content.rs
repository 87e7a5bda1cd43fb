//! The fields of what an element draws.

use label::{Align, Content, Dither, Fit, Flow, Mm, Picture, Text, VerticalAlign};
use leptos::prelude::*;

use super::{of, table::TableFields};
use crate::{
    designer::{
        editor::Editor,
        fields::{Choice, Flag, Length, TextWithVariables, mm},
        images,
        layout::{self, At},
    },
    i18n::Text as Words,
    texts::templates as texts,
};

/// Words beside the values of a choice.
pub(super) fn options(choices: &[(&'static str, Words)]) -> Vec<(&'static str, String)> {
    choices.iter().map(|(key, words)| (*key, words.t().to_owned())).collect()
}

#[component]
pub fn Contents(at: At) -> impl IntoView {
    let editor = Editor::expect();
    let content =
        editor.template.with_untracked(|template| layout::element(template, at).map(|one| one.content.clone()));
    match content {
        Some(Content::Text(_)) => view! { <TextFields at /> }.into_any(),
        Some(Content::Code128 { .. } | Content::Qr { .. }) => view! { <CodeFields at /> }.into_any(),
        Some(Content::Frame { .. }) => view! { <FrameFields at /> }.into_any(),
        Some(Content::Image(_)) => view! { <ImageFields at /> }.into_any(),
        Some(Content::Table(_)) => view! { <TableFields at /> }.into_any(),
        Some(Content::Line) | None => ().into_any(),
    }
}

#[component]
fn TextFields(at: At) -> impl IntoView {
    let editor = Editor::expect();
    let text = Memo::new(move |_| {
        editor.template.with(|template| match layout::element(template, at).map(|one| &one.content) {
            Some(Content::Text(text)) => Some(text.clone()),
            _ => None,
        })
    });
    let read = move |read: fn(&Text) -> f64| {
        Signal::derive(move || text.with(|text| text.as_ref().map(read).unwrap_or_default()))
    };
    let is = move |read: fn(&Text) -> bool| Signal::derive(move || text.with(|text| text.as_ref().is_some_and(read)));
    let word = move |read: fn(&Text) -> &'static str| {
        Signal::derive(move || text.with(|text| text.as_ref().map(read).unwrap_or_default().to_owned()))
    };
    let value =
        Signal::derive(move || text.with(|text| text.as_ref().map(|text| text.value.clone()).unwrap_or_default()));
    let change = move |field: &'static str, change: &dyn Fn(&mut Text)| {
        editor.change(at, field, |element| {
            if let Content::Text(text) = &mut element.content {
                change(text);
            }
        });
    };
    let sized = move |size: f64| {
        change("size", &|text| {
            text.size_mm = Mm::new(size.clamp(0.5, label::limits::TEXT_MM_MAX));
            text.min_size_mm = text.min_size_mm.min(text.size_mm);
        })
    };
    let least =
        move |size: f64| change("min_size", &|text| text.min_size_mm = Mm::new(size.clamp(0.5, text.size_mm.get())));
    let fit =
        move |chosen: String| change("fit", &|text| text.fit = if chosen == "wrap" { Fit::Wrap } else { Fit::Line });
    let flow = move |chosen: String| {
        change("flow", &|text| text.flow = if chosen == "down" { Flow::Down } else { Flow::Across })
    };
    let align = move |chosen: String| change("align", &|text| text.align = parse_align(&chosen));
    let vertical = move |chosen: String| {
        change("vertical", &|text| {
            text.vertical = match chosen.as_str() {
                "top" => VerticalAlign::Top,
                "bottom" => VerticalAlign::Bottom,
                _ => VerticalAlign::Middle,
            };
        });
    };
    view! {
        <section>
            <h3>{texts::CONTENT.t()}</h3>
            <TextWithVariables
                label=texts::CONTENT.t()
                value
                on_change=move |value: String| change("value", &|text| text.value.clone_from(&value))
            />
            <div class="minis">
                <Length label=texts::SIZE.t() value=read(|text| mm(text.size_mm)) on_change=sized />
                <Length label=texts::MIN_SIZE.t() value=read(|text| mm(text.min_size_mm)) on_change=least />
                <Choice
                    label=texts::FIT.t()
                    value=word(|text| if text.fit == Fit::Wrap { "wrap" } else { "line" })
                    options=options(&[("line", texts::FIT_LINE), ("wrap", texts::FIT_WRAP)])
                    on_change=fit
                />
                <Choice
                    label=texts::FLOW.t()
                    value=word(|text| if text.flow == Flow::Down { "down" } else { "across" })
                    options=options(&[("across", texts::FLOW_ACROSS), ("down", texts::FLOW_DOWN)])
                    on_change=flow
                />
                <Choice
                    label=texts::ALIGNMENT.t()
                    value=word(|text| align_name(text.align))
                    options=options(&ALIGNS)
                    on_change=align
                />
                <Choice
                    label=texts::VERTICAL.t()
                    value=word(|text| match text.vertical {
                        VerticalAlign::Top => "top",
                        VerticalAlign::Middle => "middle",
                        VerticalAlign::Bottom => "bottom",
                    })
                    options=options(&[("top", texts::TOP), ("middle", texts::MIDDLE), ("bottom", texts::BOTTOM)])
                    on_change=vertical
                />
                <Flag
                    label=texts::BOLD.t()
                    value=is(|text| text.bold)
                    on_change=move |bold: bool| change("bold", &|text| text.bold = bold)
                />
                <Flag
                    label=texts::INVERSE.t()
                    value=is(|text| text.inverse)
                    on_change=move |inverse: bool| change("inverse", &|text| text.inverse = inverse)
                />
            </div>
        </section>
    }
}

pub(super) const ALIGNS: [(&str, Words); 3] = [("start", texts::START), ("centre", texts::CENTRE), ("end", texts::END)];

pub(super) const fn align_name(align: Align) -> &'static str {
    match align {
        Align::Start => "start",
        Align::Centre => "centre",
        Align::End => "end",
    }
}

pub(super) fn parse_align(name: &str) -> Align {
    match name {
        "centre" => Align::Centre,
        "end" => Align::End,
        _ => Align::Start,
    }
}

/// Barcodes and QR codes.
#[component]
fn CodeFields(at: At) -> impl IntoView {
    let editor = Editor::expect();
    let code = Memo::new(move |_| {
        of(editor, at, |element| match &element.content {
            Content::Code128 { value, min_module_mm, max_module_mm }
            | Content::Qr { value, min_module_mm, max_module_mm } => {
                (value.clone(), mm(*min_module_mm), mm(*max_module_mm))
            }
            _ => Default::default(),
        })
    });
    let change = move |field: &'static str, change: &dyn Fn(&mut String, &mut Mm, &mut Mm)| {
        editor.change(at, field, |element| {
            if let Content::Code128 { value, min_module_mm, max_module_mm }
            | Content::Qr { value, min_module_mm, max_module_mm } = &mut element.content
            {
                change(value, min_module_mm, max_module_mm);
            }
        });
    };
    let least = move |size: f64| {
        change("min_module", &|_, least, most| {
            *least = Mm::new(size.clamp(0.1, 5.0));
            *most = (*most).max(*least);
        });
    };
    let most = move |size: f64| change("max_module", &|_, least, most| *most = Mm::new(size.clamp(least.get(), 5.0)));
    view! {
        <section>
            <h3>{texts::CONTENT.t()}</h3>
            <TextWithVariables
                label=texts::CONTENT.t()
                value=Signal::derive(move || code.with(|code| code.0.clone()))
                on_change=move |text: String| change("value", &|value, _, _| value.clone_from(&text))
            />
            <div class="minis">
                <Length
                    label=texts::MODULE_MIN.t()
                    step=0.05
                    value=Signal::derive(move || code.with(|code| code.1))
                    on_change=least
                />
                <Length
                    label=texts::MODULE_MAX.t()
                    step=0.05
                    value=Signal::derive(move || code.with(|code| code.2))
                    on_change=most
                />
            </div>
        </section>
    }
}

#[component]
fn FrameFields(at: At) -> impl IntoView {
    let editor = Editor::expect();
    let frame = Memo::new(move |_| {
        of(editor, at, |element| match &element.content {
            Content::Frame { stroke_mm, radius_mm, fill } => (mm(*stroke_mm), mm(*radius_mm), *fill),
            _ => Default::default(),
        })
    });
    let change = move |field: &'static str, change: &dyn Fn(&mut Mm, &mut Mm, &mut bool)| {
        editor.change(at, field, |element| {
            if let Content::Frame { stroke_mm, radius_mm, fill } = &mut element.content {
                change(stroke_mm, radius_mm, fill);
            }
        });
    };
    view! {
        <section>
            <h3>{texts::FRAME.t()}</h3>
            <div class="minis">
                <Length
                    label=texts::STROKE.t()
                    step=0.125
                    value=Signal::derive(move || frame.get().0)
                    on_change=move |size: f64| change("stroke", &|stroke, _, _| *stroke = Mm::new(size.clamp(0.1, 10.0)))
                />
                <Length
                    label=texts::RADIUS.t()
                    value=Signal::derive(move || frame.get().1)
                    on_change=move |size: f64| change("radius", &|_, radius, _| *radius = Mm::new(size.clamp(0.0, 50.0)))
                />
                <Flag
                    label=texts::FILL.t()
                    value=Signal::derive(move || frame.get().2)
                    on_change=move |filled: bool| change("fill", &|_, _, fill| *fill = filled)
                />
            </div>
        </section>
    }
}

#[component]
fn ImageFields(at: At) -> impl IntoView {
    let editor = Editor::expect();
    let picture = Memo::new(move |_| {
        of(editor, at, |element| match &element.content {
            Content::Image(picture) => (dither_name(picture.dither), picture.threshold, picture.inverse),
            _ => Default::default(),
        })
    });
    let change = move |field: &'static str, change: &dyn Fn(&mut Picture)| {
        editor.change(at, field, |element| {
            if let Content::Image(picture) = &mut element.content {
                change(picture);
            }
        });
    };
    let replace = Callback::new(move |png: String| {
        editor.pause();
        change("png", &|picture| picture.png.clone_from(&png));
    });
    let dither = move |name: String| change("dither", &|picture| picture.dither = parse_dither(&name));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
    let threshold = move |level: f64| change("threshold", &|picture| picture.threshold = level.clamp(0.0, 255.0) as u8);
    view! {
        <section>
            <h3>{texts::IMAGE.t()}</h3>
            <div class="minis">
                <Choice
                    label=texts::DITHER.t()
                    value=Signal::derive(move || picture.get().0.to_owned())
                    options=options(&[
                        ("threshold", texts::DITHER_THRESHOLD),
                        ("floyd_steinberg", texts::DITHER_FLOYD),
                        ("ordered", texts::DITHER_ORDERED),
                    ])
                    on_change=dither
                />
                {move || {
                    (picture.get().0 != "ordered").then(|| {
                        view! {
                            <Length
                                label=texts::THRESHOLD.t()
                                step=8.0
                                value=Signal::derive(move || f64::from(picture.get().1))
                                on_change=threshold
                            />
                        }
                    })
                }}
                <Flag
                    label=texts::INVERSE.t()
                    value=Signal::derive(move || picture.get().2)
                    on_change=move |inverse: bool| change("inverse", &|picture| picture.inverse = inverse)
                />
            </div>
            <images::ImageButton label=texts::REPLACE_IMAGE.t() on_image=replace />
        </section>
    }
}

const fn dither_name(dither: Dither) -> &'static str {
    match dither {
        Dither::Threshold => "threshold",
        Dither::FloydSteinberg => "floyd_steinberg",
        Dither::Ordered => "ordered",
    }
}

fn parse_dither(name: &str) -> Dither {
    match name {
        "floyd_steinberg" => Dither::FloydSteinberg,
        "ordered" => Dither::Ordered,
        _ => Dither::Threshold,
    }
}
