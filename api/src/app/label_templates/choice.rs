//! Which template a label is drawn with.

use std::{collections::HashMap, sync::Arc};

use label::{Paper, Template, TemplateKind};
use store::{Connection, Scoped, ShipmentRecord, TemplateUse};

use crate::app::{AppError, Words, labels::DEFAULT_TEMPLATE};

/// A template, ready to draw.
#[derive(Clone)]
pub struct Chosen {
    pub used: TemplateUse,
    pub template: Arc<Template>,
}

impl Chosen {
    /// The layout of a new template made from this one.
    pub fn copy(&self) -> Template {
        let template = (*self.template).clone();
        let based_on = match self.used.version {
            None => Some(self.used.id.clone()),
            Some(_) => template.based_on.clone(),
        };
        Template { based_on, ..template }
    }
}

/// A template by its id: a standard one, or the newest version of one of the merchant's. `pointer` is where the id was given.
pub async fn chosen<C: Connection>(reader: &Scoped<'_, C>, id: &str, pointer: &str) -> Result<Chosen, AppError> {
    by_id(reader, id).await?.ok_or_else(|| {
        AppError::invalid(
            pointer,
            "unknown_template",
            Words::new("没有这个面单模板。", "There is no such label template."),
        )
    })
}

async fn by_id<C: Connection>(reader: &Scoped<'_, C>, id: &str) -> Result<Option<Chosen>, AppError> {
    if let Some(template) = label::standard_template(id) {
        let used = TemplateUse { id: id.to_owned(), version: None };
        return Ok(Some(Chosen { used, template: Arc::new(template.clone()) }));
    }
    let Ok(own) = id.parse() else { return Ok(None) };
    let Some(record) = reader.label_template(own).await? else { return Ok(None) };
    let Some(version) = reader.label_template_version(own, record.version).await? else { return Ok(None) };
    let template: Template = serde_json::from_str(&version.body).map_err(AppError::internal)?;
    let used = TemplateUse { id: own.to_string(), version: Some(record.version) };
    Ok(Some(Chosen { used, template: Arc::new(template) }))
}

/// The very version a label was to be drawn with; versions stay when a template is deleted.
pub async fn used<C: Connection>(reader: &Scoped<'_, C>, used: &TemplateUse) -> Result<Option<Template>, AppError> {
    let Some(version) = used.version else { return Ok(label::standard_template(&used.id).cloned()) };
    let Ok(own) = used.id.parse() else { return Ok(None) };
    let Some(found) = reader.label_template_version(own, version).await? else { return Ok(None) };
    serde_json::from_str(&found.body).map(Some).map_err(AppError::internal)
}

/// The templates of one request, by where orders came from.
///
/// What is asked for is used. Otherwise, in this order: the template a rule gave the order, the default of the order's source, the printer's own template, the merchant's default, the
/// printer's standard template. Paper comes first: with a printer, a default of another size than what the printer holds is passed over.
pub struct Choice {
    pub usual: Chosen,
    by_source: HashMap<String, Chosen>,
    /// Nothing was asked for.
    is_open: bool,
    paper: Option<Paper>,
}

impl Choice {
    pub async fn of<C: Connection>(
        reader: &Scoped<'_, C>,
        asked: Option<&str>,
        printer: Option<&str>,
    ) -> Result<Choice, AppError> {
        if let Some(id) = asked {
            let usual = chosen(reader, id, "/template_id").await?;
            return Ok(Choice { usual, by_source: HashMap::new(), is_open: false, paper: None });
        }
        let printer = match printer {
            Some(id) => Some(chosen(reader, id, "/printer_id").await?),
            None => None,
        };
        let paper = printer.as_ref().map(|chosen| chosen.template.paper);
        let (mut usual, mut by_source) = (None, HashMap::new());
        for default in reader.label_template_defaults().await? {
            // A template that is gone takes its defaults along; one of another size waits for a printer that holds it.
            let Some(found) = by_id(reader, &default.template_id).await? else { continue };
            if !fits(&found, paper) {
                continue;
            }
            if default.source.is_empty() {
                usual = Some(found);
            } else {
                by_source.insert(default.source, found);
            }
        }
        let usual = match (printer, usual) {
            (Some(own), _) if own.used.version.is_some() => own,
            (_, Some(default)) => default,
            (Some(standard), None) => standard,
            (None, None) => chosen(reader, DEFAULT_TEMPLATE, "/template_id").await?,
        };
        Ok(Choice { usual, by_source, is_open: true, paper })
    }

    /// What each of these is drawn with, in their order.
    pub async fn each<C: Connection>(
        &self,
        reader: &Scoped<'_, C>,
        records: &[ShipmentRecord],
    ) -> Result<Vec<Chosen>, AppError> {
        if !self.is_open {
            return Ok(vec![self.usual.clone(); records.len()]);
        }
        let mut by_rule: HashMap<&str, Option<Chosen>> = HashMap::new();
        for id in records.iter().filter_map(|record| record.template.as_deref()) {
            if !by_rule.contains_key(id) {
                // One that is gone, or of another size, leaves the order to the defaults.
                let found = by_id(reader, id)
                    .await?
                    .filter(|found| fits(found, self.paper) && found.template.kind == TemplateKind::Waybill);
                by_rule.insert(id, found);
            }
        }
        let sources: HashMap<_, _> = if self.by_source.is_empty() {
            HashMap::new()
        } else {
            let orders: Vec<_> = records.iter().map(|record| record.order).collect();
            reader.order_sources(&orders).await?.into_iter().collect()
        };
        let of = |record: &ShipmentRecord| {
            let of_rule = record.template.as_deref().and_then(|id| by_rule.get(id)?.clone());
            let of_source = || sources.get(&record.order).and_then(|source| self.by_source.get(source)).cloned();
            of_rule.or_else(of_source).unwrap_or_else(|| self.usual.clone())
        };
        Ok(records.iter().map(of).collect())
    }

    /// Every template that may be used where no rule gave another.
    pub fn all(&self) -> impl Iterator<Item = &Chosen> {
        std::iter::once(&self.usual).chain(self.by_source.values())
    }
}

fn fits(chosen: &Chosen, paper: Option<Paper>) -> bool {
    paper.is_none_or(|paper| chosen.template.paper == paper)
}
