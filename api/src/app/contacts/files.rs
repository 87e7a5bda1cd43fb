//! The address book as a file: taken out, and read in.

use std::{collections::HashSet, io::Cursor};

use shared::{
    ContactId, Permission, TableFormat,
    contacts::{CONTACT_FILE_ROWS, ContactExport, ContactImportResult, ContactKind, ContactRowRejected, Party},
    limits::REASON_CHARS,
};
use sheet::{Cell, TableBook};
use store::{ContactQuery, ContactRecord};

use super::{checked, require_room};
use crate::app::{App, AppError, Caller, Language, Words, error::FieldFault, imports, parties, validation::Faults};

const READ_AT_ONCE: u32 = 2_000;

/// A file as it is handed out.
pub struct ContactFile {
    pub format: TableFormat,
    pub bytes: Vec<u8>,
}

fn header(language: Language) -> [&'static str; 8] {
    language.pick(
        ["姓名", "电话", "省", "市", "区县", "详细地址", "分组", "默认"],
        ["Name", "Phone", "Province", "City", "District", "Address", "Group", "Default"],
    )
}

/// Everything of one kind that the caller sees, masked unless they may see it and say why. Taking it away is in the audit log.
pub async fn export(app: &App, caller: &Caller, request: &ContactExport) -> Result<ContactFile, AppError> {
    let mut faults = Faults::default();
    let reason = request.reveal_reason.as_deref();
    let reason = reason.map(|reason| faults.text("/reveal_reason", reason, true, REASON_CHARS));
    faults.settle()?;
    if reason.is_some() {
        caller.require(Permission::PersonalDataReveal)?;
    }
    let mut rows = Vec::new();
    let mut query = ContactQuery { kind: Some(request.kind), limit: READ_AT_ONCE, ..ContactQuery::default() };
    loop {
        let some = app.store.read(caller.scope()?).contacts(&query).await?;
        let Some(last) = some.last() else { break };
        query.after = Some(last.id);
        rows.extend(some.iter().map(|record| row(record, reason.is_some())));
    }
    let detail = match &reason {
        Some(reason) => format!("{} contacts, in full: {reason}", rows.len()),
        None => format!("{} contacts, masked", rows.len()),
    };
    let entry = caller.audit(app, "contact.export", request.kind.as_str(), detail);
    app.store.write(caller.scope()?, async |tx| Ok::<(), AppError>(tx.add_audit_entry(entry.clone()).await?)).await?;
    let (header, format) = (header(caller.language), request.format);
    let sheet_name = caller.language.pick("联系人", "Contacts");
    tokio::task::spawn_blocking(move || file(sheet_name, &header, &rows, format)).await.map_err(AppError::internal)?
}

fn row(record: &ContactRecord, in_full: bool) -> [Cell; 8] {
    let Party { name, phone, province, city, district, detail } =
        parties::in_file(&record.place, &record.party, in_full);
    let default = if record.is_default { "1" } else { "" };
    [&name, &phone, &province, &city, &district, &detail, &record.group, default].map(Cell::from)
}

fn file(sheet_name: &str, header: &[&str], rows: &[[Cell; 8]], format: TableFormat) -> Result<ContactFile, AppError> {
    match format {
        TableFormat::Xlsx => {
            let mut book = TableBook::new(sheet_name, header).map_err(AppError::internal)?;
            rows.iter().try_for_each(|row| book.push(row)).map_err(AppError::internal)?;
            let mut out = Cursor::new(Vec::new());
            book.save(&mut out).map_err(AppError::internal)?;
            Ok(ContactFile { format, bytes: out.into_inner() })
        }
        TableFormat::Csv => {
            // The mark tells Excel that it is UTF-8.
            let mut text = String::from('\u{feff}');
            text.push_str(&sheet::csv_row(&header.iter().map(|name| Cell::from(*name)).collect::<Vec<_>>()));
            rows.iter().for_each(|row| text.push_str(&sheet::csv_row(row)));
            Ok(ContactFile { format, bytes: text.into_bytes() })
        }
    }
}

/// A row of the file that can be kept.
struct Read {
    record: ContactRecord,
    /// Its [`identity`].
    key: String,
}

/// What makes it the same contact.
pub fn identity(record: &ContactRecord) -> String {
    let party = &record.party;
    let place = record.place.division_code;
    format!("{}\0{}\0{place}\0{}", store::folded(&party.name), store::phone_digits(&party.phone), party.detail)
}

/// Reads a file of contacts in. Rows that are wrong are told and keep no other back; what is there already is passed over.
pub async fn import(
    app: &App,
    caller: &Caller,
    kind: ContactKind,
    group: &str,
    file_name: String,
    file: Vec<u8>,
) -> Result<ContactImportResult, AppError> {
    app.imports.admit(caller.throttle_key(), app.now())?;
    let language = caller.language;
    let table = tokio::task::spawn_blocking(move || {
        imports::open(&file, &file_name, sheet::Pick::First, &std::collections::BTreeMap::new())
    })
    .await
    .map_err(AppError::internal)?
    .map_err(|problem| imports::unreadable(&problem))?;
    if table.order_count() > CONTACT_FILE_ROWS {
        return Err(AppError::invalid(
            "/file",
            "too_many_rows",
            Words::new(
                format!("一次最多导入 {CONTACT_FILE_ROWS} 条。"),
                format!("At most {CONTACT_FILE_ROWS} contacts at once."),
            ),
        ));
    }
    let mut result = ContactImportResult::default();
    let mut read = Vec::new();
    for row in table.rows() {
        match checked_row(app, &table, &row, kind) {
            Ok(one) => read.push(one),
            Err(faults) => {
                let details = faults.iter().map(|fault| fault.words.in_language(language).to_owned()).collect();
                result.rejected.push(ContactRowRejected { row: row.row, details });
            }
        }
    }
    let scope = caller.scope()?;
    let counted = app
        .store
        .write(scope, async |tx| {
            let group = checked(&tx, group, None).await?.group;
            let mut known: HashSet<String> = HashSet::new();
            let mut query = ContactQuery { kind: Some(kind), limit: READ_AT_ONCE, ..ContactQuery::default() };
            loop {
                let some = tx.contacts(&query).await?;
                let Some(last) = some.last() else { break };
                query.after = Some(last.id);
                known.extend(some.iter().map(identity));
            }
            let mut new: Vec<ContactRecord> = Vec::new();
            for one in &read {
                if known.insert(one.key.clone()) {
                    new.push(ContactRecord { group: group.clone(), ..one.record.clone() });
                }
            }
            require_room(&tx, new.len()).await?;
            if let Some(first) = new.first_mut()
                && kind == ContactKind::Sender
                && tx.default_sender().await?.is_none()
            {
                first.is_default = true;
            }
            if !new.is_empty() {
                tx.add_contacts(&new, app.now()).await?;
            }
            let detail = format!("{} contacts", new.len());
            tx.add_audit_entry(caller.audit(app, "contact.import", kind.as_str(), detail)).await?;
            Ok::<_, AppError>((new.len(), read.len() - new.len()))
        })
        .await?;
    result.added = u32::try_from(counted.0).unwrap_or(u32::MAX);
    result.duplicates = u32::try_from(counted.1).unwrap_or(u32::MAX);
    Ok(result)
}

fn checked_row(
    app: &App,
    table: &sheet::Table,
    row: &sheet::OrderRow,
    kind: ContactKind,
) -> Result<Read, Vec<FieldFault>> {
    // What only orders need may be missing or wrong.
    let about_person = |problem: &&sheet::RowProblem| is_of_person(problem.field);
    let faults: Vec<FieldFault> = row
        .problems
        .iter()
        .filter(about_person)
        .map(|problem| {
            let words = Words::new(
                format!("{}：{}", problem.column, problem.words(sheet::Lang::Zh)),
                format!("{}: {}", problem.column, problem.words(sheet::Lang::En)),
            );
            FieldFault::new("", problem.code, words)
        })
        .collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let party = imports::receiver(table, row);
    let mut faults = Faults::default();
    let resolved = parties::resolve(&party, "", &mut faults);
    match (faults.settle(), resolved) {
        (Ok(()), Some(resolved)) => {
            let record = ContactRecord {
                id: ContactId(app.id()),
                kind,
                is_default: false,
                group: String::new(),
                owner: None,
                place: resolved.place,
                party: resolved.pii,
            };
            Ok(Read { key: identity(&record), record })
        }
        (Err(AppError::Invalid(faults)), _) => Err(faults),
        _ => Err(Vec::new()),
    }
}

const fn is_of_person(field: sheet::Field) -> bool {
    use sheet::Field;
    matches!(
        field,
        Field::RecvName
            | Field::RecvLastName
            | Field::RecvMobile
            | Field::RecvPhone
            | Field::Country
            | Field::Province
            | Field::City
            | Field::District
            | Field::Town
            | Field::Region
            | Field::Address
            | Field::Address2
    )
}
