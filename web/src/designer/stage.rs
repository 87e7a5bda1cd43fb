//! The paper: the printed raster, and over it what can be taken hold of.

use label::{Content, Template};
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element as DomElement, PointerEvent};

use super::{
    editor::Editor,
    layout::{self, At, Handle, Rect, Selection},
    painter::Painter,
    ruler::Ruler,
    snap::Lines,
    words,
};
use crate::{browser, texts::templates as texts};

const STAGE_ID: &str = "label-stage";
/// Rulers, and white around the paper.
const AROUND_PIXELS: f64 = 80.0;
/// A smaller label is not blown up further when it is fitted.
const ZOOM_MOST: f64 = 9.0;
const ZOOM_LEAST: f64 = 1.5;
/// A press that moves less is a click.
const DRAG_PIXELS: f64 = 3.0;
/// Lines catch an edge from this far.
const SNAP_PIXELS: f64 = 6.0;

/// What the pointer is doing.
#[derive(Clone)]
enum Gesture {
    Move { before: Template, lines: Lines, around: Rect, selection: Selection },
    Pull { before: Template, lines: Lines, own: Rect, at: At, handle: Handle },
    Band { from: (f64, f64), is_added: bool },
}

#[derive(Clone)]
struct Held {
    gesture: Gesture,
    start: (f64, f64),
    is_dragging: bool,
}

#[component]
pub fn Stage() -> impl IntoView {
    let editor = Editor::expect();
    let held = StoredValue::new_local(None::<Held>);
    let paper = NodeRef::<html::Div>::new();
    let size = move || editor.template.with(|template| template.paper);
    let (width, height) = (
        Memo::new(move |_| size().width_mm.get() * editor.zoom.get()),
        Memo::new(move |_| size().height_mm.get() * editor.zoom.get()),
    );
    let millimetres = move |event: &PointerEvent| -> (f64, f64) {
        let Some(paper) = paper.get_untracked() else { return (0.0, 0.0) };
        let (frame, zoom) = (paper.get_bounding_client_rect(), editor.zoom.get_untracked());
        ((event.client_x() - frame.left()) / zoom, (event.client_y() - frame.top()) / zoom)
    };
    let press = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        let start = millimetres(&event);
        let Some(gesture) = begin(editor, &event, start) else { return };
        event.prevent_default();
        if let Some(paper) = paper.get_untracked() {
            let _ = paper.focus();
            let _ = paper.set_pointer_capture(event.pointer_id());
        }
        held.set_value(Some(Held { gesture, start, is_dragging: false }));
    };
    let drag = move |event: PointerEvent| {
        let Some(mut now) = held.get_value() else { return };
        let (x, y) = millimetres(&event);
        let (dx, dy) = (x - now.start.0, y - now.start.1);
        if !now.is_dragging && dx.hypot(dy) * editor.zoom.get_untracked() < DRAG_PIXELS {
            return;
        }
        now.is_dragging = true;
        follow(editor, &now.gesture, (dx, dy), event.alt_key());
        held.set_value(Some(now));
    };
    let release = move |event: PointerEvent| {
        let Some(now) = held.try_update_value(Option::take).flatten() else { return };
        end(editor, now, millimetres(&event));
    };
    let cancel = move |_: PointerEvent| {
        let Some(now) = held.try_update_value(Option::take).flatten() else { return };
        if let Gesture::Move { before, .. } | Gesture::Pull { before, .. } = now.gesture {
            editor.show(before);
        }
        editor.guides.set(Vec::new());
        editor.band.set(None);
    };
    let wheel = move |event: ev::WheelEvent| {
        if event.ctrl_key() || event.meta_key() {
            event.prevent_default();
            editor.zoom_by(if event.delta_y() < 0.0 { 1 } else { -1 });
        }
    };
    // The whole label is in sight at first.
    request_animation_frame(move || fit(editor));
    view! {
        <div class="stage" id=STAGE_ID on:wheel=wheel>
            <div class="desk">
                <Ruler is_upright=false />
                <Ruler is_upright=true />
                <div
                    class="paper"
                    node_ref=paper
                    tabindex="0"
                    role="application"
                    aria-label=texts::STAGE.t()
                    style:width=move || format!("{}px", width.get())
                    style:height=move || format!("{}px", height.get())
                    on:pointerdown=press
                    on:pointermove=drag
                    on:pointerup=release
                    on:pointercancel=cancel
                >
                    <Picture />
                    <Zones />
                    <Boxes />
                    <Marks />
                </div>
            </div>
        </div>
    }
}

/// Chooses the zoom at which the whole label is in sight.
pub fn fit(editor: Editor) {
    let stage =
        browser::window().and_then(|window| window.document()).and_then(|page| page.get_element_by_id(STAGE_ID));
    let Some(stage) = stage else { return };
    let paper = editor.template.with_untracked(|template| template.paper);
    let room = |pixels: i32| f64::from(pixels) - AROUND_PIXELS;
    let across = room(stage.client_width()) / paper.width_mm.get();
    let down = room(stage.client_height()) / paper.height_mm.get();
    editor.zoom.set(across.min(down).clamp(ZOOM_LEAST, ZOOM_MOST));
}

/// What a press begins, by what lies under it.
fn begin(editor: Editor, event: &PointerEvent, start: (f64, f64)) -> Option<Gesture> {
    let target: DomElement = event.target()?.dyn_into().ok()?;
    let number = |name: &str| target.get_attribute(name).and_then(|text| text.parse::<usize>().ok());
    let template = editor.template.get_untracked();
    if let (Some(handle), Some(at)) = (number("data-handle"), untrack(|| editor.single())) {
        let (handle, own) = (*Handle::ALL.get(handle)?, layout::rect(&template, at)?);
        let lines = Lines::of(&template, &Selection::from([at]));
        return editor.may_write.then_some(Gesture::Pull { before: template, lines, own, at, handle });
    }
    let Some((part, index)) = number("data-part").zip(number("data-index")) else {
        return Some(Gesture::Band { from: start, is_added: event.shift_key() });
    };
    let at = At { part, index };
    let is_added = event.shift_key() || event.ctrl_key() || event.meta_key();
    if is_added || !editor.selection.with_untracked(|selection| selection.contains(&at)) {
        editor.select(at, is_added);
    }
    let selection = editor.selection.get_untracked();
    let around = layout::around(&template, &selection)?;
    let lines = Lines::of(&template, &selection);
    editor.may_write.then_some(Gesture::Move { before: template, lines, around, selection })
}

/// Shows where the pointer has taken it; with Alt nothing snaps.
fn follow(editor: Editor, gesture: &Gesture, (dx, dy): (f64, f64), is_free: bool) {
    let is_snapping = editor.is_snapping.get_untracked() && !is_free;
    let reach = if is_snapping { SNAP_PIXELS / editor.zoom.get_untracked() } else { -1.0 };
    match gesture {
        Gesture::Move { before, lines, around, selection } => {
            let (more_x, more_y, guides) = lines.snap_move(around.moved(dx, dy), reach, is_snapping);
            let mut template = before.clone();
            layout::shift(&mut template, selection, dx + more_x, dy + more_y);
            editor.guides.set(guides);
            editor.show(template);
        }
        Gesture::Pull { before, lines, own, at, handle } => {
            let pulled = layout::pulled(*own, *handle, dx, dy);
            let (more_x, more_y, guides) = lines.snap_pull(pulled, handle.x, handle.y, reach, is_snapping);
            let pulled = layout::pulled(*own, *handle, dx + more_x, dy + more_y);
            let mut template = before.clone();
            let zone = layout::zone(&template, at.part);
            layout::place(&mut template, *at, layout::within(pulled, zone));
            editor.guides.set(guides);
            editor.show(template);
        }
        Gesture::Band { from: (x, y), .. } => {
            let (left, top) = (x.min(x + dx), y.min(y + dy));
            editor.band.set(Some(Rect { x: left, y: top, width: dx.abs(), height: dy.abs() }));
        }
    }
}

fn end(editor: Editor, held: Held, _at: (f64, f64)) {
    editor.guides.set(Vec::new());
    match held.gesture {
        Gesture::Move { before, .. } | Gesture::Pull { before, .. } => editor.finish(before),
        Gesture::Band { is_added, .. } => {
            let met = match editor.band.get_untracked() {
                Some(band) if held.is_dragging => met_by(&editor.template.get_untracked(), band),
                _ => Selection::new(),
            };
            editor.band.set(None);
            editor.selection.update(|selection| {
                if !is_added {
                    selection.clear();
                }
                selection.extend(met);
                // As with the keys: a selection stays within one zone.
                let part = selection.first().map(|at| at.part);
                selection.retain(|at| Some(at.part) == part);
            });
            editor.pause();
        }
    }
}

fn met_by(template: &Template, band: Rect) -> Selection {
    layout::free(template)
        .into_iter()
        .filter(|at| layout::rect(template, *at).is_some_and(|own| own.meets(band)))
        .collect()
}

/// The printed raster itself.
#[component]
fn Picture() -> impl IntoView {
    let editor = Editor::expect();
    let canvas = NodeRef::<html::Canvas>::new();
    let painter = StoredValue::new_local(Painter::default());
    Effect::new(move |_| {
        let (Some(canvas), started) = (canvas.get(), now_ms()) else { return };
        if let Some(label) = editor.draw() {
            painter.update_value(|painter| painter.paint(&canvas, &label.raster));
            let _ = canvas.set_attribute("data-drawn-ms", &format!("{:.1}", now_ms() - started));
        }
    });
    view! { <canvas node_ref=canvas class="print" aria-hidden="true"></canvas> }
}

fn now_ms() -> f64 {
    browser::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

/// Whose part of the label is whose.
#[component]
fn Zones() -> impl IntoView {
    let editor = Editor::expect();
    let zones = Memo::new(move |_| {
        editor.template.with(|template| {
            let zone = |(at, part): (usize, &label::Part)| (layout::zone(template, at), layout::is_locked(part));
            template.parts.iter().enumerate().map(zone).collect::<Vec<_>>()
        })
    });
    move || {
        let zone = |(own, is_locked): (Rect, bool)| {
            view! {
                <div class="zone" class:locked=is_locked aria-hidden="true" style=move || css(own, editor.zoom.get())>
                    {is_locked.then(|| view! { <span>{texts::LOCKED.t()}</span> })}
                </div>
            }
        };
        zones.get().into_iter().map(zone).collect_view()
    }
}

/// Where a box lies on the screen.
fn css(own: Rect, zoom: f64) -> String {
    let [x, y, width, height] = [own.x, own.y, own.width, own.height].map(|length| length * zoom);
    format!("left:{x:.2}px;top:{y:.2}px;width:{width:.2}px;height:{height:.2}px")
}

/// What can be taken hold of.
#[component]
fn Boxes() -> impl IntoView {
    let editor = Editor::expect();
    let free = Memo::new(move |_| editor.template.with(layout::free));
    let describe = move |at: At| {
        editor.template.with(|template| {
            let element = layout::element(template, at)?;
            Some((element.name.clone(), words::kind(&element.content), matches!(element.content, Content::Line)))
        })
    };
    view! {
        <For each=move || free.get() key=|at| *at let:at>
            {
                let is_selected = Memo::new(move |_| editor.selection.with(|selection| selection.contains(&at)));
                let about = Memo::new(move |_| describe(at));
                let is_warned = Memo::new(move |_| {
                    editor.warnings.with(|all| all.iter().any(|one| (one.part, one.index) == (at.part, at.index)))
                });
                let own = Memo::new(move |_| {
                    editor.template.with(|template| layout::rect(template, at).unwrap_or_default())
                });
                view! {
                    <div
                        class="box"
                        class:selected=is_selected
                        class:warned=is_warned
                        class:thin=move || about.get().is_some_and(|(_, _, is_line)| is_line)
                        data-part=at.part.to_string()
                        data-index=at.index.to_string()
                        title=move || about.get().map(|(name, kind, _)| format!("{kind} {name}"))
                        style=move || css(own.get(), editor.zoom.get())
                    ></div>
                }
            }
        </For>
    }
}

/// Handles of what is selected, guides, and the rubber band.
#[component]
fn Marks() -> impl IntoView {
    let editor = Editor::expect();
    let around = Memo::new(move |_| {
        let selection = editor.selection.get();
        editor.template.with(|template| layout::around(template, &selection))
    });
    let handles = move || {
        let at = editor.single().filter(|_| editor.may_write)?;
        let is_there = editor.template.with(|template| layout::element(template, at).is_some());
        is_there.then(|| {
            let handle = |(number, handle): (usize, Handle)| {
                let (x, y) = (f64::from(handle.x + 1) * 50.0, f64::from(handle.y + 1) * 50.0);
                let class = match (handle.x * handle.y, handle.x) {
                    (1, _) => "handle nwse",
                    (-1, _) => "handle nesw",
                    (_, 0) => "handle ns",
                    _ => "handle ew",
                };
                view! {
                    <i class=class data-handle=number.to_string() style:left=format!("{x}%") style:top=format!("{y}%")></i>
                }
            };
            Handle::ALL.into_iter().enumerate().map(handle).collect_view()
        })
    };
    let frame = move || {
        around.get()?;
        let own = move || around.get().unwrap_or_default();
        Some(view! {
            <div class="frame" style=move || css(own(), editor.zoom.get())>
                {handles}
                <span class="measure">
                    {move || {
                        let own = own();
                        format!("{} × {} mm", words::mm(own.width), words::mm(own.height))
                    }}
                </span>
            </div>
        })
    };
    let is_framed = Memo::new(move |_| around.get().is_some());
    view! {
        {move || is_framed.get().then(frame)}
        {move || {
            let zoom = editor.zoom.get();
            editor
                .guides
                .get()
                .into_iter()
                .map(|guide| {
                    let at = format!("{}px", guide.at_mm * zoom);
                    if guide.is_upright {
                        view! { <i class="guide upright" style:left=at></i> }.into_any()
                    } else {
                        view! { <i class="guide level" style:top=at></i> }.into_any()
                    }
                })
                .collect_view()
        }}
        {move || {
            let band = editor.band.get()?;
            Some(view! { <div class="band" style=css(band, editor.zoom.get())></div> })
        }}
    }
}
