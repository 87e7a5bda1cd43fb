//! The template that is being changed, as every part of the designer sees it.

use std::{cell::RefCell, collections::HashMap};

use label::{Content, Dpi, Element, Label, LabelData, Template, Warning};
use leptos::prelude::*;
use shared::labels::LabelTemplateDetail;

use super::{
    history::{History, Step},
    layout::{self, At, Rect, Selection},
    painter,
    snap::Guide,
    words,
};

thread_local! {
    /// Changes that were left without saving, by template and version, so that going back brings them back.
    static LEFT: RefCell<HashMap<(String, u32), Template>> = RefCell::new(HashMap::new());
    /// What was copied; also pasted into another template.
    static CLIPBOARD: RefCell<Vec<Element>> = const { RefCell::new(Vec::new()) };
}

/// Copies stand this far from what they were copied from.
const PASTE_OFFSET_MM: f64 = 2.0;

/// Signals only, so that it can be handed everywhere.
#[derive(Clone, Copy)]
pub struct Editor {
    /// The template as the service has it; its version goes along with every save.
    pub saved: RwSignal<LabelTemplateDetail>,
    saved_layout: RwSignal<Template>,
    pub template: RwSignal<Template>,
    pub name: RwSignal<String>,
    pub selection: RwSignal<Selection>,
    pub warnings: RwSignal<Vec<Warning>>,
    /// The template breaks a rule of its own; nothing can be drawn.
    pub fault: RwSignal<Option<String>>,
    pub data: RwSignal<LabelData>,
    pub dpi: RwSignal<Dpi>,
    /// The page shown, from 1, and how many there are.
    pub page: RwSignal<u32>,
    pub pages: RwSignal<u32>,
    /// Pixels of the screen a millimetre.
    pub zoom: RwSignal<f64>,
    pub is_snapping: RwSignal<bool>,
    pub guides: RwSignal<Vec<Guide>>,
    /// Grows when something can be undone or no longer.
    pub steps: RwSignal<(bool, bool)>,
    /// The rectangle drawn with the pointer to select what it meets.
    pub band: RwSignal<Option<Rect>>,
    /// Changes that were left unsaved came back.
    pub is_recovered: RwSignal<bool>,
    pub may_write: bool,
    pub may_reveal: bool,
    history: StoredValue<History>,
}

impl Editor {
    /// `None` where the layout is none this designer understands.
    pub fn open(detail: LabelTemplateDetail, may_write: bool, may_reveal: bool) -> Option<Editor> {
        let saved_layout: Template = serde_json::from_value(detail.body.clone()).ok()?;
        let key = (detail.template.id.clone(), detail.template.version.unwrap_or_default());
        let left = LEFT.with_borrow_mut(|left| left.remove(&key)).filter(|left| *left != saved_layout);
        let is_recovered = left.is_some();
        let template = left.unwrap_or_else(|| saved_layout.clone());
        let name = template.name.clone();
        Some(Editor {
            may_write: may_write && !detail.template.standard,
            may_reveal,
            saved: RwSignal::new(detail),
            saved_layout: RwSignal::new(saved_layout),
            template: RwSignal::new(template),
            name: RwSignal::new(name),
            selection: RwSignal::new(Selection::new()),
            warnings: RwSignal::new(Vec::new()),
            fault: RwSignal::new(None),
            data: RwSignal::new(label::sample_data()),
            dpi: RwSignal::new(Dpi::default()),
            page: RwSignal::new(1),
            pages: RwSignal::new(1),
            zoom: RwSignal::new(ZOOMS[ZOOM_FIRST]),
            is_snapping: RwSignal::new(true),
            guides: RwSignal::new(Vec::new()),
            steps: RwSignal::new((false, false)),
            band: RwSignal::new(None),
            is_recovered: RwSignal::new(is_recovered),
            history: StoredValue::new(History::default()),
        })
    }

    pub fn expect() -> Editor {
        expect_context::<Editor>()
    }

    pub fn is_dirty(self) -> bool {
        let is_named_anew = self.name.with(|name| self.saved_layout.with(|saved| name.trim() != saved.name));
        // The name has a field of its own; an undone step does not bring an old one back.
        let is_changed = |own: &Template, saved: &Template| {
            own.parts != saved.parts || own.paper != saved.paper || own.privacy != saved.privacy
        };
        self.may_write
            && (is_named_anew || self.template.with(|own| self.saved_layout.with(|saved| is_changed(own, saved))))
    }

    /// The layout as it is to be saved.
    pub fn layout(self) -> Template {
        let name = self.name.get_untracked().trim().to_owned();
        Template { name, ..self.template.get_untracked() }
    }

    /// The service has kept the layout; what is undone now is a change again.
    pub fn is_saved(self, detail: LabelTemplateDetail) {
        // What was changed while it was on its way stays a change.
        if let Ok(layout) = serde_json::from_value::<Template>(detail.body.clone()) {
            self.saved_layout.set(layout);
        }
        self.saved.set(detail);
        self.is_recovered.set(false);
    }

    /// Puts another layout in place, such as an old version; one step to undo.
    pub fn replace(self, detail: LabelTemplateDetail) {
        let Ok(layout) = serde_json::from_value::<Template>(detail.body.clone()) else { return };
        self.edit(None, |template, selection| {
            *template = layout.clone();
            selection.clear();
        });
        self.name.set(layout.name.clone());
        self.saved_layout.set(layout);
        self.saved.set(detail);
        self.is_recovered.set(false);
    }

    /// Leaves the changes that came back, or that were made.
    pub fn discard(self) {
        let layout = self.saved_layout.get_untracked();
        self.name.set(layout.name.clone());
        self.edit(None, |template, selection| {
            *template = layout;
            selection.clear();
        });
        self.is_recovered.set(false);
    }

    /// Keeps what is unsaved for coming back.
    pub fn leave(self) {
        if !untrack(|| self.is_dirty()) {
            return;
        }
        let layout = self.layout();
        let key =
            self.saved.with_untracked(|saved| (saved.template.id.clone(), saved.template.version.unwrap_or_default()));
        LEFT.with_borrow_mut(|left| drop(left.insert(key, layout)));
    }

    /// Changes the template as one step to undo. Changes with one topic that follow each other are one step.
    pub fn edit(self, topic: Option<&str>, change: impl FnOnce(&mut Template, &mut Selection)) {
        if !self.may_write {
            return;
        }
        let before = self.step();
        let (mut template, mut selection) = (before.template.clone(), before.selection.clone());
        change(&mut template, &mut selection);
        if template != before.template {
            self.history.update_value(|history| history.keep(before, topic));
            self.template.set(template);
        }
        if self.selection.with_untracked(|old| *old != selection) {
            self.selection.set(selection);
        }
        self.tell_steps();
    }

    /// Shows a change that is not finished, such as a drag; [`Editor::finish`] makes it a step.
    pub fn show(self, template: Template) {
        self.template.set(template);
    }

    /// Ends a change that was shown; `before` is what undoing brings back.
    pub fn finish(self, before: Template) {
        if self.template.with_untracked(|now| *now == before) {
            return;
        }
        let selection = self.selection.get_untracked();
        self.history.update_value(|history| history.keep(Step { template: before, selection }, None));
        self.tell_steps();
    }

    /// The next change is a step of its own.
    pub fn pause(self) {
        self.history.update_value(History::pause);
    }

    fn step(self) -> Step {
        Step { template: self.template.get_untracked(), selection: self.selection.get_untracked() }
    }

    fn tell_steps(self) {
        self.steps.set(self.history.with_value(|history| (history.can_undo(), history.can_redo())));
    }

    pub fn undo(self) {
        self.go(History::undo);
    }

    pub fn redo(self) {
        self.go(History::redo);
    }

    fn go(self, way: fn(&mut History, Step) -> Option<Step>) {
        let now = self.step();
        let step = self.history.try_update_value(|history| way(history, now)).flatten();
        if let Some(step) = step {
            self.template.set(step.template);
            self.selection.set(step.selection);
        }
        self.tell_steps();
    }

    /// The one element that is selected.
    pub fn single(self) -> Option<At> {
        self.selection.with(|selection| if selection.len() == 1 { selection.first().copied() } else { None })
    }

    pub fn select(self, at: At, is_added: bool) {
        self.pause();
        self.selection.update(|selection| {
            if !is_added {
                *selection = Selection::from([at]);
            } else if !selection.remove(&at) {
                // Copies and alignment work within one zone, and so does the selection.
                selection.retain(|other| other.part == at.part);
                selection.insert(at);
            }
        });
    }

    pub fn select_none(self) {
        self.pause();
        self.selection.set(Selection::new());
    }

    /// Changes one element; letters typed into one field are one step.
    pub fn change(self, at: At, field: &str, change: impl FnOnce(&mut Element)) {
        let topic = format!("{field} of {}.{}", at.part, at.index);
        self.edit(Some(&topic), |template, _| {
            if let Some(element) = layout::element_mut(template, at) {
                change(element);
            }
        });
    }

    /// Moves what is selected.
    pub fn nudge(self, dx: f64, dy: f64) {
        self.edit(Some("nudge"), |template, selection| layout::shift(template, selection, dx, dy));
    }

    /// Adds an element to the zone in use and selects it.
    pub fn add(self, name: &str, content: Content, width: f64, height: f64) {
        self.edit(None, |template, selection| {
            let Some(part) = layout::home(template, selection) else { return };
            let zone = layout::zone(template, part);
            let (width, height) = (width.min(zone.width - 6.0), height.min(zone.height));
            let mut element = Element {
                name: name.to_owned(),
                x: label::Mm::new((zone.width - width) / 2.0),
                y: label::Mm::new((zone.height - height) / 2.0),
                width: label::Mm::new(width),
                height: label::Mm::new(height),
                rotation: label::Rotation::None,
                show: label::Condition::Always,
                content,
            };
            // A second one of a kind does not hide the first.
            while template.parts[part].elements.iter().any(|other| (other.x, other.y) == (element.x, element.y)) {
                element.x = element.x + label::Mm::new(1.0);
                element.y = element.y + label::Mm::new(1.0);
            }
            *selection = layout::insert(template, part, vec![element], 0.0);
        });
    }

    pub fn copy(self) {
        let template = self.template.get_untracked();
        let selection = self.selection.get_untracked();
        let copied: Vec<Element> = selection.iter().filter_map(|at| layout::element(&template, *at).cloned()).collect();
        if !copied.is_empty() {
            CLIPBOARD.set(copied);
        }
    }

    pub fn cut(self) {
        self.copy();
        self.remove();
    }

    pub fn paste(self) {
        let copied = CLIPBOARD.with_borrow(Clone::clone);
        if copied.is_empty() {
            return;
        }
        self.edit(None, |template, selection| {
            if let Some(part) = layout::home(template, selection) {
                *selection = layout::insert(template, part, copied, PASTE_OFFSET_MM);
            }
        });
    }

    pub fn duplicate(self) {
        self.edit(None, |template, selection| {
            let Some(part) = selection.first().map(|at| at.part) else { return };
            let copied = selection.iter().filter_map(|at| layout::element(template, *at).cloned()).collect();
            *selection = layout::insert(template, part, copied, PASTE_OFFSET_MM);
        });
    }

    pub fn remove(self) {
        self.edit(None, |template, selection| {
            layout::remove(template, selection);
            selection.clear();
        });
    }

    /// Draws the label as it stands, and tells what is wrong with it.
    pub fn draw(self) -> Option<Label> {
        let drawn = self
            .template
            .with(|template| self.data.with(|data| painter::draft(template, data, self.dpi.get(), self.page.get())))?;
        match drawn {
            Ok((label, pages)) => {
                if self.pages.get_untracked() != pages {
                    self.pages.set(pages);
                }
                if self.warnings.with_untracked(|old| *old != label.warnings) {
                    self.warnings.set(label.warnings.clone());
                }
                if self.fault.with_untracked(Option::is_some) {
                    self.fault.set(None);
                }
                Some(label)
            }
            Err(error) => {
                self.fault.set(Some(words::undrawable(&error)));
                None
            }
        }
    }
}

/// Pixels of the screen a millimetre, in steps.
pub const ZOOMS: [f64; 7] = [2.0, 3.0, 4.0, 5.0, 6.5, 9.0, 13.0];
const ZOOM_FIRST: usize = 3;
/// What screens call an inch has 96 pixels.
pub const PIXELS_PER_MM: f64 = 96.0 / 25.4;

impl Editor {
    pub fn zoom_by(self, steps: i32) {
        let now = self.zoom.get_untracked();
        let next = if steps > 0 {
            ZOOMS.into_iter().find(|zoom| *zoom > now + 0.01)
        } else {
            ZOOMS.into_iter().rev().find(|zoom| *zoom < now - 0.01)
        };
        if let Some(next) = next {
            self.zoom.set(next);
        }
    }
}
