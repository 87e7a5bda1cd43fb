//! The order pool: orders wait here until they are shipped, and are changed, held, merged and split meanwhile.

mod edit;
mod merge;
mod ship;

use shared::{
    DepartmentId, ImportId, OrderId, OwnerId, Page,
    limits::{BULK_MAX, GOODS_CHARS, ORDER_NO_CHARS, QUANTITY, REMARK_CHARS},
    orders::{
        GOODS_CODE_BYTES, GOODS_CODE_CHARS, GOODS_CODES_MAX, Order, OrderCreate, OrderOutcome, OrderState, SHOP_CHARS,
    },
};
use store::{IdempotencyKey, OrderQuery, OrderRecord};
use units::Money;

pub use edit::{batch_edit, cancel, reopen, update};
pub use merge::{merge, mergeable, split};
pub use ship::{draft, ready, sent_by, ship};

use crate::app::{
    App, AppError, Caller, Words, carriers,
    contacts::CREATED,
    error::FieldFault,
    forbidden_goods::{self, Dictionary},
    idempotency::{Once, once},
    paging::PageRequest,
    parties,
    parts::{self, SentBy},
    quotes, rules, services,
    shipments::check_insured,
    shipping::{Draft, SentWith},
    validation::Faults,
};

/// Which orders are listed.
pub struct OrderFilter {
    pub state: Option<OrderState>,
    pub is_held: Option<bool>,
    pub flag: Option<String>,
    pub owner: Option<OwnerId>,
    pub department: Option<DepartmentId>,
    pub import: Option<ImportId>,
    pub order_no: Option<String>,
}

/// `forbidden` and the caller's language tell what of its goods must not be sent.
fn view(caller: &Caller, forbidden: &Dictionary, record: &OrderRecord) -> Order {
    Order {
        id: record.id,
        order_no: record.order_no.clone(),
        state: record.state,
        source: record.source.clone(),
        import_id: record.import,
        receiver: parties::masked(&record.place, &record.receiver),
        goods: record.goods.clone(),
        quantity: record.quantity,
        weight_g: record.weight_g,
        insured: record.insured,
        remark: record.remark.clone(),
        sender_contact_id: record.sender,
        owner_id: record.owner,
        department_id: record.department,
        is_held: record.is_held,
        flag: record.flag.clone(),
        parent_id: record.parent,
        shop: record.shop.clone(),
        goods_codes: record.goods_codes.clone(),
        services: record.services,
        carrier_account_id: record.carrier_account,
        template_id: record.template.clone(),
        rule_id: record.rule,
        goods_findings: forbidden_goods::findings(forbidden, &record.goods, caller.language),
        created_at: record.created_at,
    }
}

pub async fn list(app: &App, caller: &Caller, filter: OrderFilter, page: PageRequest) -> Result<Page<Order>, AppError> {
    let query = OrderQuery {
        state: Some(filter.state.unwrap_or(OrderState::Open)),
        is_held: filter.is_held,
        flag: filter.flag,
        owner: filter.owner,
        department: filter.department,
        import: filter.import,
        order_no: filter.order_no,
        after: page.after.map(OrderId),
        limit: page.probe(),
    };
    let rows = app.store.read(caller.scope()?).pooled_orders(&query).await?;
    let forbidden = app.forbidden_goods.current(&app.store, app.now()).await?;
    Ok(page.page(rows, |row| row.id.0, |row| view(caller, &forbidden, &row)))
}

pub async fn get(app: &App, caller: &Caller, id: OrderId) -> Result<Order, AppError> {
    let record = app.store.read(caller.scope()?).pooled_order(id).await?.ok_or(AppError::NotFound)?;
    let forbidden = app.forbidden_goods.current(&app.store, app.now()).await?;
    Ok(view(caller, &forbidden, &record))
}

/// Keeps an order in the pool.
pub async fn create(
    app: &App,
    caller: &Caller,
    key: Option<IdempotencyKey>,
    request: &OrderCreate,
) -> Result<Once<Order>, AppError> {
    let mut faults = Faults::default();
    let contact = parties::of_contact(app, caller.scope()?, request.receiver_contact_id).await?;
    let receiver = parties::receiver(request.receiver.as_ref(), contact, &mut faults);
    let goods = faults.text("/goods", &request.goods, true, GOODS_CHARS);
    let remark = faults.text("/remark", &request.remark, false, REMARK_CHARS);
    let order_no = request.order_no.as_deref().map(|text| faults.text("/order_no", text, true, ORDER_NO_CHARS));
    faults.range("/quantity", request.quantity, 1, QUANTITY);
    quotes::check_parcel(&mut faults, request.weight_g, None);
    check_insured(&mut faults, request.insured);
    let shop = faults.text("/shop", &request.shop, false, SHOP_CHARS);
    let goods_codes = checked_codes(&request.goods_codes, &mut faults);
    let services = services::checked("/services", &request.services, &mut faults);
    faults.settle()?;
    let receiver = receiver.ok_or_else(|| AppError::internal("a receiver without faults did not resolve"))?;
    let said = SentBy { sender: request.sender_contact_id, owner: request.owner_id, department: request.department_id };
    let draft = Draft {
        order_no,
        source: "api".to_owned(),
        place: receiver.place,
        receiver: receiver.pii,
        goods,
        quantity: request.quantity,
        weight_g: request.weight_g,
        insured: request.insured.filter(|value| *value > Money::ZERO),
        remark,
        shop,
        goods_codes,
        services,
        by: said,
        sent_with: SentWith::of(request.carrier_account_id),
        ..Draft::default()
    };
    let forbidden = app.forbidden_goods.current(&app.store, app.now()).await?;
    app.store
        .write(caller.scope()?, async |tx| {
            once(app, &tx, key.as_ref(), CREATED, async || {
                let mut draft = draft.clone();
                carriers::known_account(&tx, request.carrier_account_id).await?;
                rules::apply(&tx.order_rules().await?, &parts::within(&tx).await?, &mut draft);
                let by = parts::sent_by(&tx, draft.by).await?;
                let record = pooled(app, caller, draft, by);
                tx.add_orders(std::slice::from_ref(&record)).await?;
                tx.add_audit_entry(caller.audit(app, "order.create", format!("order {}", record.id), "")).await?;
                Ok(view(caller, &forbidden, &record))
            })
            .await
        })
        .await
        .map_err(order_no_taken)
}

/// The order a draft is kept as.
fn pooled(app: &App, caller: &Caller, draft: Draft, by: SentBy) -> OrderRecord {
    let id = OrderId(app.id());
    OrderRecord {
        id,
        dedupe_key: draft.order_no.clone().unwrap_or_else(|| format!("~{id}")),
        order_no: draft.order_no,
        source: draft.source,
        state: OrderState::Open,
        import: None,
        place: draft.place,
        receiver: draft.receiver,
        goods: draft.goods,
        quantity: draft.quantity,
        weight_g: draft.weight_g,
        remark: draft.remark,
        owner: by.owner,
        department: by.department,
        sender: by.sender,
        insured: draft.insured,
        is_held: draft.is_held,
        flag: draft.flag,
        parent: None,
        shop: draft.shop,
        goods_codes: draft.goods_codes,
        services: draft.services,
        carrier_account: draft.sent_with.account(),
        template: draft.template,
        rule: draft.rule,
        created_by: Some(caller.user),
        created_at: app.now(),
    }
}

/// Codes as barcodes carry them: no blanks, each once.
fn checked_codes(codes: &[String], faults: &mut Faults) -> Vec<String> {
    faults.count_between("/goods_codes", codes.len(), 0, GOODS_CODES_MAX);
    let mut kept: Vec<String> = Vec::new();
    for (at, code) in codes.iter().enumerate().take(GOODS_CODES_MAX) {
        let pointer = format!("/goods_codes/{at}");
        let code = faults.text(&pointer, code, true, GOODS_CODE_CHARS);
        if code.len() > GOODS_CODE_BYTES {
            let words = Words::new("商品编码太长。", "The code is too long.");
            faults.add(FieldFault::new(pointer, "too_long", words));
        } else if code.contains(char::is_whitespace) {
            let words = Words::new("商品编码不能含空格。", "A code of goods has no blanks.");
            faults.add(FieldFault::new(pointer, "has_blanks", words));
        } else if !kept.contains(&code) {
            kept.push(code);
        }
    }
    kept
}

fn order_no_taken(error: AppError) -> AppError {
    match error {
        AppError::UniqueViolation => AppError::Conflict {
            code: "order_no_taken",
            words: Words::new("这个订单号已经有了。", "There is an order of this number already."),
        },
        other => other,
    }
}

/// What an order that cannot be touched is answered with.
fn not_open(record: &OrderRecord) -> AppError {
    let (zh, en) = match record.state {
        OrderState::Open => ("订单在等待发货。", "The order is open."),
        OrderState::Placing => ("订单正在向快递公司下单。", "The order is on its way to a carrier."),
        OrderState::Shipped => ("订单已发货。", "The order is shipped."),
        OrderState::Merged => ("订单已并入其他订单。", "The order was merged into another."),
        OrderState::Cancelled => ("订单已取消。", "The order is cancelled."),
    };
    AppError::Conflict { code: "order_not_open", words: Words::new(zh, en) }
}

pub fn count_ids(ids: &[OrderId]) -> Result<(), AppError> {
    let mut faults = Faults::default();
    faults.count("/order_ids", ids.len(), BULK_MAX);
    faults.settle()
}

/// One item's outcome; faults of ours are not an item's outcome and end the whole request.
pub fn outcome(caller: &Caller, id: OrderId, result: Result<(), AppError>) -> Result<OrderOutcome, AppError> {
    let mut outcome = OrderOutcome {
        order_id: id,
        ok: true,
        is_placing: false,
        shipment_id: None,
        waybill_no: None,
        code: None,
        detail: None,
    };
    let (code, words) = match result {
        Ok(()) => return Ok(outcome),
        Err(AppError::NotFound) => {
            ("not_found", Words::new("没有找到这个订单，或者它已发货。", "The order was not found, or is shipped."))
        }
        Err(AppError::Conflict { code, words } | AppError::Unacceptable { code, words }) => (code, words),
        Err(AppError::Invalid(faults)) => match faults.into_iter().next() {
            Some(fault) => (fault.code, fault.words),
            None => return Err(AppError::internal("a fault without a field")),
        },
        Err(other) => return Err(other),
    };
    outcome.ok = false;
    outcome.code = Some(code.to_owned());
    outcome.detail = Some(words.in_language(caller.language).to_owned());
    Ok(outcome)
}
