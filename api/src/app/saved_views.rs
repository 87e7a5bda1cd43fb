//! Filters of lists, kept under a name.

use shared::{
    Permission, SavedViewId,
    saved_views::{
        SAVED_VIEW_NAME_CHARS, SAVED_VIEW_QUERY_CHARS, SAVED_VIEWS_MAX, SavedList, SavedView, SavedViewWrite,
    },
};
use store::{IdempotencyKey, SavedViewRecord, WriteTx};

use crate::app::{
    App, AppError, Caller, Words,
    contacts::CREATED,
    error::FieldFault,
    idempotency::{Once, once},
    validation::Faults,
};

fn view(caller: &Caller, record: SavedViewRecord) -> SavedView {
    SavedView {
        id: record.id,
        list: record.list,
        name: record.name,
        query: record.query,
        is_shared: record.is_shared,
        is_own: record.user == caller.user,
    }
}

/// The caller's own, and those that everybody sees.
pub async fn list(app: &App, caller: &Caller, list: Option<SavedList>) -> Result<Vec<SavedView>, AppError> {
    let records = app.store.read(caller.scope()?).saved_views(caller.user).await?;
    let of_list = records.into_iter().filter(|record| list.is_none_or(|list| record.list == list));
    Ok(of_list.map(|record| view(caller, record)).collect())
}

/// The longest value of one filter, as an address writes it: a group's name in Chinese takes nine signs a character.
const FILTER_CHARS: usize = 400;

/// What a list is filtered by. What finds a person is none of it.
const fn filters(list: SavedList) -> &'static [&'static str] {
    match list {
        SavedList::Shipments => &[
            "phase",
            "state",
            "created_from",
            "created_to",
            "printed",
            "handed_over",
            "label_stale",
            "owner_id",
            "department_id",
            "province",
            "import_id",
            "order_no",
            "waybill_no",
        ],
        SavedList::Orders => &["tab", "flag", "import_id", "order_no", "owner_id"],
        SavedList::Contacts => &["kind", "group", "owner_id"],
    }
}

fn checked(caller: &Caller, request: &SavedViewWrite) -> Result<SavedViewWrite, AppError> {
    let mut faults = Faults::default();
    let name = faults.text("/name", &request.name, true, SAVED_VIEW_NAME_CHARS);
    let query = faults.text("/query", &request.query, false, SAVED_VIEW_QUERY_CHARS);
    // Written as an address writes it: nothing that a person typed into a search stands in a filter.
    let plain = |c: char| c.is_ascii_alphanumeric() || "=&-_.~%+,:".contains(c);
    let is_filter = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        filters(request.list).contains(&name) && value.len() <= FILTER_CHARS
    };
    if !query.chars().all(plain) || !query.split('&').filter(|pair| !pair.is_empty()).all(is_filter) {
        let words = Words::new("这不是筛选条件。", "This is no filter.");
        faults.add(FieldFault::new("/query", "bad_characters", words));
    }
    faults.settle()?;
    if request.is_shared {
        caller.require(Permission::SettingsWrite)?;
    }
    Ok(SavedViewWrite { name, query, ..request.clone() })
}

pub async fn create(
    app: &App,
    caller: &Caller,
    key: Option<IdempotencyKey>,
    request: &SavedViewWrite,
) -> Result<Once<SavedView>, AppError> {
    let wanted = checked(caller, request)?;
    app.store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), CREATED, async || {
                let own = tx.saved_views(caller.user).await?.into_iter().filter(|one| one.user == caller.user);
                if own.count() >= SAVED_VIEWS_MAX {
                    return Err(AppError::Conflict {
                        code: "too_many",
                        words: Words::new(
                            format!("最多保存 {SAVED_VIEWS_MAX} 个筛选。"),
                            format!("There are at most {SAVED_VIEWS_MAX}."),
                        ),
                    });
                }
                let record = SavedViewRecord {
                    id: SavedViewId(app.id()),
                    user: caller.user,
                    list: wanted.list,
                    name: wanted.name.clone(),
                    query: wanted.query.clone(),
                    is_shared: wanted.is_shared,
                    created_at: app.now(),
                };
                tx.add_saved_view(&record).await?;
                tx.add_audit_entry(caller.audit(app, "saved_view.create", record.id, record.list.as_str())).await?;
                Ok(view(caller, record))
            })
            .await
        })
        .await
}

/// A view that the caller made.
async fn own(tx: &WriteTx<'_>, caller: &Caller, id: SavedViewId) -> Result<SavedViewRecord, AppError> {
    tx.saved_view(id).await?.filter(|record| record.user == caller.user).ok_or(AppError::NotFound)
}

/// Changes one's own view; its list stays.
pub async fn update(
    app: &App,
    caller: &Caller,
    id: SavedViewId,
    request: &SavedViewWrite,
) -> Result<SavedView, AppError> {
    let wanted = checked(caller, request)?;
    app.store
        .write(caller.scope()?, async |tx| {
            let before = own(&tx, caller, id).await?;
            let record = SavedViewRecord {
                name: wanted.name.clone(),
                query: wanted.query.clone(),
                is_shared: wanted.is_shared,
                ..before
            };
            tx.set_saved_view(&record).await?;
            tx.add_audit_entry(caller.audit(app, "saved_view.change", id, record.list.as_str())).await?;
            Ok(view(caller, record))
        })
        .await
}

pub async fn delete(app: &App, caller: &Caller, id: SavedViewId) -> Result<(), AppError> {
    app.store
        .write(caller.scope()?, async |tx| {
            let record = own(&tx, caller, id).await?;
            tx.delete_saved_view(id).await?;
            Ok(tx.add_audit_entry(caller.audit(app, "saved_view.delete", id, record.list.as_str())).await?)
        })
        .await
}
