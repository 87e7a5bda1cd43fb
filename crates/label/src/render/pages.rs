//! Documents of several pages: packing lists, manifests, and item labels, of which each line of goods has its own.

use super::drawing::{self, Mode};
use super::{Label, RenderError, sound, table};
use crate::data::LabelData;
use crate::fields::Scope;
use crate::font::Font;
use crate::length::Dpi;
use crate::limits::{ITEMS_MAX, PAGES_MAX};
use crate::template::{Content, Overflow, Template, TemplateKind};

/// The pages of a document, drawn one by one as they are asked for, so that a long one takes no more memory than a short one.
#[derive(Debug)]
pub struct Pages<'a> {
    template: &'a Template,
    data: &'a LabelData,
    font: &'a Font,
    dpi: Dpi,
    next: u32,
    pages: u32,
}

/// The pages that a template makes of the data; at least one.
///
/// # Errors
/// When the template is wrong, or the document would have more than [`PAGES_MAX`] pages.
pub fn pages<'a>(
    template: &'a Template,
    data: &'a LabelData,
    font: &'a Font,
    dpi: Dpi,
) -> Result<Pages<'a>, RenderError> {
    sound(template)?;
    Ok(Pages { template, data, font, dpi, next: 0, pages: count(template, data)? })
}

fn count(template: &Template, data: &LabelData) -> Result<u32, RenderError> {
    let pages = if template.kind == TemplateKind::Item {
        data.items.len().min(ITEMS_MAX)
    } else {
        let elements = template.parts.iter().flat_map(|part| &part.elements);
        elements
            .filter_map(|element| match &element.content {
                Content::Table(table) if table.overflow == Overflow::NextPage => {
                    Some(table::pages(table, element, data))
                }
                _ => None,
            })
            .max()
            .unwrap_or(1)
    };
    let pages = u32::try_from(pages.max(1)).map_err(|_| RenderError::TooManyPages)?;
    if pages > PAGES_MAX { Err(RenderError::TooManyPages) } else { Ok(pages) }
}

/// What a page shows, counted from 0.
fn scope<'a>(template: &Template, data: &'a LabelData, at: u32, pages: u32) -> Scope<'a> {
    let mut scope = Scope { page: at + 1, pages, ..Scope::of(data) };
    if template.kind == TemplateKind::Item {
        scope.item = data.items.get(at as usize);
        scope.number = at as usize + 1;
    }
    scope
}

/// A label that is still being designed, or one page of a document, counted from 1; and how many pages there are. What a finished one would be
/// refused for becomes a warning. Beyond the last page it is the last.
///
/// # Errors
/// Only when the template itself is wrong (see [`Template::faults`]), or the document would have more than [`PAGES_MAX`] pages.
pub fn draft(
    template: &Template,
    data: &LabelData,
    font: &Font,
    dpi: Dpi,
    page: u32,
) -> Result<(Label, u32), RenderError> {
    sound(template)?;
    let pages = count(template, data)?;
    let scope = scope(template, data, page.clamp(1, pages) - 1, pages);
    Ok((drawing::draw(template, scope, font, dpi, Mode::Draft)?, pages))
}

/// All pages of a document.
///
/// # Errors
/// As [`pages`] and [`crate::render`].
pub fn render_pages(template: &Template, data: &LabelData, font: &Font, dpi: Dpi) -> Result<Vec<Label>, RenderError> {
    pages(template, data, font, dpi)?.collect()
}

impl Iterator for Pages<'_> {
    type Item = Result<Label, RenderError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.pages {
            return None;
        }
        let at = self.next;
        self.next += 1;
        let scope = scope(self.template, self.data, at, self.pages);
        Some(drawing::draw(self.template, scope, self.font, self.dpi, Mode::Print))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = (self.pages - self.next) as usize;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Pages<'_> {}
