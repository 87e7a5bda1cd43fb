//! A log as a file: CSV for Excel, newest first. Taking it away is itself an entry of the log.

use shared::audit::AuditEntryView;
use store::{AuditQuery, TenantScope};

use super::{AuditFilter, Names, NetworkAuditFilter, network_query, query, read};
use crate::app::{App, AppError, Caller, Language, Words, sign_in};

/// Entries of one file.
pub const EXPORT_MAX: u64 = 50_000;
/// Entries read at once.
const BATCH: u64 = 1_000;

pub struct Export {
    pub csv: String,
    /// The file stops at [`EXPORT_MAX`] and there are older entries.
    pub is_cut: bool,
}

/// Everything the filter finds in the merchant's log.
pub async fn export(app: &App, caller: &Caller, filter: &AuditFilter) -> Result<Export, AppError> {
    let query = query(app, caller, filter).await?;
    taken(app, caller, query, Names::of_merchant(app, caller).await?).await
}

/// Everything the filter finds in the network's log.
pub async fn export_network(app: &App, caller: &Caller, filter: &NetworkAuditFilter) -> Result<Export, AppError> {
    taken(app, caller, network_query(app, filter).await?, Names::of_network()).await
}

async fn taken(app: &App, caller: &Caller, query: Option<AuditQuery>, mut names: Names) -> Result<Export, AppError> {
    let scope = caller.scope().ok();
    let mut csv = header();
    let Some(mut query) = query else { return Ok(Export { csv, is_cut: false }) };
    query.limit = BATCH;
    let mut rows = 0;
    while rows < EXPORT_MAX {
        let records = read(app, scope, &query).await?;
        let Some(last) = records.last() else { break };
        query.before = Some(last.seq);
        rows += records.len() as u64;
        names.learn(app, &records).await?;
        records.into_iter().map(|record| names.view(record)).for_each(|entry| push_row(&mut csv, &entry));
    }
    let is_cut = rows == EXPORT_MAX && has_older(app, scope, query).await?;
    if is_cut {
        csv.push_str(&last_row(caller.language));
    }
    let entry = caller.audit(app, "audit.export", "audit log", format!("{rows} entries"));
    sign_in::write_entry(app, scope, &entry).await?;
    Ok(Export { csv, is_cut })
}

async fn has_older(app: &App, scope: Option<TenantScope>, query: AuditQuery) -> Result<bool, AppError> {
    Ok(!read(app, scope, &AuditQuery { limit: 1, ..query }).await?.is_empty())
}

fn header() -> String {
    // The mark tells Excel that it is UTF-8.
    "\u{feff}seq,at,who,actor,action,subject,detail,ip,place,hash\r\n".to_owned()
}

fn push_row(text: &mut String, entry: &AuditEntryView) {
    let who = entry.who.clone().unwrap_or_default();
    let hash = entry.hash.clone().unwrap_or_default();
    let at = entry.at.to_rfc3339();
    let seq = entry.seq.to_string();
    let cells =
        [&seq, &at, &who, &entry.actor, &entry.action, &entry.subject, &entry.detail, &entry.ip, &entry.place, &hash];
    text.push_str(&sheet::csv_row(&cells.map(|cell| sheet::Cell::from(cell.as_str()))));
}

/// Says in the file that it does not hold everything, under the column of details.
fn last_row(language: Language) -> String {
    let words = Words::new(
        format!("这里只有最新的 {EXPORT_MAX} 条，更早的请按日期分几次导出。"),
        format!("These are the newest {EXPORT_MAX} entries; for older ones export fewer days at once."),
    );
    let cells = ["", "", "", "", "", "", words.in_language(language), "", "", ""];
    sheet::csv_row(&cells.map(sheet::Cell::from))
}
