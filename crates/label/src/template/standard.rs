//! The templates every merchant has.

mod builder;
mod one_part;
mod two_part;

use std::sync::LazyLock;

use super::Template;

/// The templates every merchant has, waybills first.
pub fn standard_templates() -> &'static [Template] {
    static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| vec![one_part::template(), two_part::template()]);
    &TEMPLATES
}

/// A standard template by its id.
pub fn standard_template(id: &str) -> Option<&'static Template> {
    standard_templates().iter().find(|template| template.id == id)
}
