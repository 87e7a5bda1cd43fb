//! The templates every merchant has.

mod builder;
mod documents;
mod one_part;
mod two_part;
mod wide;

use std::sync::LazyLock;

use super::Template;

/// The templates every merchant has, waybills first.
pub fn standard_templates() -> &'static [Template] {
    static TEMPLATES: LazyLock<Vec<Template>> = LazyLock::new(|| {
        vec![
            one_part::template(),
            two_part::template(),
            wide::tall(),
            wide::square(),
            documents::item(),
            documents::packing_list_small(),
            documents::packing_list_sheet(),
            documents::manifest(),
        ]
    });
    &TEMPLATES
}

/// A standard template by its id.
pub fn standard_template(id: &str) -> Option<&'static Template> {
    standard_templates().iter().find(|template| template.id == id)
}
