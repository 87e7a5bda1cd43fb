//! The keyboard of the designer.

use leptos::{ev, prelude::*};

use super::{editor::Editor, layout, saving::Saving};
use crate::browser;

/// What an arrow key moves by, in millimetres: two dots at 203 dpi.
const NUDGE_MM: f64 = 0.25;
const NUDGE_FAR_MM: f64 = 1.0;

/// Does what the key asks for. Keys without a meaning here stay with the designer, too: the page's single keys would leave it.
pub fn pressed(editor: Editor, saving: Saving, event: &ev::KeyboardEvent) {
    let key = event.key();
    let is_command = event.ctrl_key() || event.meta_key();
    if is_command && key.eq_ignore_ascii_case("s") {
        event.prevent_default();
        saving.save();
        return;
    }
    if browser::typing() || browser::dialog_open() {
        if !is_command {
            event.stop_propagation();
        }
        return;
    }
    let is_done =
        if is_command { command(editor, &key, event.shift_key()) } else { plain(editor, &key, event.shift_key()) };
    if is_done {
        event.prevent_default();
    }
    // The palette keeps its key.
    if is_done || !is_command {
        event.stop_propagation();
    }
}

fn command(editor: Editor, key: &str, is_shift: bool) -> bool {
    match key.to_ascii_lowercase().as_str() {
        "z" if is_shift => editor.redo(),
        "z" => editor.undo(),
        "y" => editor.redo(),
        "c" => editor.copy(),
        "x" => editor.cut(),
        "v" => editor.paste(),
        "d" => editor.duplicate(),
        "a" => select_all(editor),
        "]" => reorder(editor, layout::Order::Forward),
        "[" => reorder(editor, layout::Order::Backward),
        "=" | "+" => editor.zoom_by(1),
        "-" => editor.zoom_by(-1),
        _ => return false,
    }
    true
}

fn plain(editor: Editor, key: &str, is_shift: bool) -> bool {
    let step = if is_shift { NUDGE_FAR_MM } else { NUDGE_MM };
    match key {
        "ArrowLeft" => editor.nudge(-step, 0.0),
        "ArrowRight" => editor.nudge(step, 0.0),
        "ArrowUp" => editor.nudge(0.0, -step),
        "ArrowDown" => editor.nudge(0.0, step),
        "Delete" | "Backspace" => editor.remove(),
        "Escape" => editor.select_none(),
        _ => return false,
    }
    true
}

/// All of one zone, as selections are.
fn select_all(editor: Editor) {
    let template = editor.template.get_untracked();
    let Some(part) = editor.selection.with_untracked(|selection| layout::home(&template, selection)) else { return };
    editor.selection.set(layout::free(&template).into_iter().filter(|at| at.part == part).collect());
}

fn reorder(editor: Editor, order: layout::Order) {
    let Some(at) = untrack(|| editor.single()) else { return };
    editor.edit(None, |template, selection| *selection = [layout::reorder(template, at, order)].into());
}
