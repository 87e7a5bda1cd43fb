//! Undo and redo: whole states, bounded.

use label::Template;

use super::layout::Selection;

/// Steps kept.
const STEPS_MAX: usize = 100;

#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub template: Template,
    pub selection: Selection,
}

/// States before and after the present one. Changes that belong together, such as the letters typed into one field, are one step.
#[derive(Debug, Default)]
pub struct History {
    past: Vec<Step>,
    future: Vec<Step>,
    /// What the newest step was about.
    topic: Option<String>,
}

impl History {
    /// Keeps the state before a change. Without a topic each change is a step of its own.
    pub fn keep(&mut self, before: Step, topic: Option<&str>) {
        self.future.clear();
        if topic.is_some() && self.topic.as_deref() == topic {
            return;
        }
        self.topic = topic.map(str::to_owned);
        self.past.push(before);
        if self.past.len() > STEPS_MAX {
            self.past.remove(0);
        }
    }

    /// The next change is a new step, whatever it is about.
    pub fn pause(&mut self) {
        self.topic = None;
    }

    pub fn undo(&mut self, now: Step) -> Option<Step> {
        let before = self.past.pop()?;
        self.future.push(now);
        self.topic = None;
        Some(before)
    }

    pub fn redo(&mut self, now: Step) -> Option<Step> {
        let after = self.future.pop()?;
        self.past.push(now);
        self.topic = None;
        Some(after)
    }

    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(name: &str) -> Step {
        let mut template = label::standard_template("standard-76x130").expect("it is always there").clone();
        template.name = name.to_owned();
        Step { template, selection: Selection::new() }
    }

    #[test]
    fn steps_go_back_and_forth_until_something_new_is_done() {
        let mut history = History::default();
        history.keep(step("a"), None);
        history.keep(step("b"), None);
        assert_eq!(history.undo(step("c")), Some(step("b")));
        assert_eq!(history.undo(step("b")), Some(step("a")));
        assert_eq!(history.undo(step("a")), None);
        assert_eq!(history.redo(step("a")), Some(step("b")));
        history.keep(step("b"), None);
        assert!(!history.can_redo());
        assert_eq!(history.redo(step("d")), None);
    }

    #[test]
    fn letters_of_one_field_are_one_step() {
        let mut history = History::default();
        history.keep(step("a"), Some("text of x"));
        history.keep(step("ab"), Some("text of x"));
        history.keep(step("abc"), Some("text of y"));
        history.pause();
        history.keep(step("abcd"), Some("text of y"));
        let mut names = Vec::new();
        while let Some(before) = history.undo(step("now")) {
            names.push(before.template.name);
        }
        assert_eq!(names, ["abcd", "abc", "a"]);
    }

    #[test]
    fn only_so_many_steps_are_kept() {
        let mut history = History::default();
        for at in 0..STEPS_MAX + 50 {
            history.keep(step(&at.to_string()), None);
        }
        assert_eq!(history.past.len(), STEPS_MAX);
        assert_eq!(history.past[0].template.name, "50");
    }
}
