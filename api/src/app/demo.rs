//! The demo network: two outlets with their staff, two merchants with their people and tariffs, and a few days of shipments. All people and
//! addresses in it are invented.

use std::sync::Arc;

use carrier::{CarrierGateway, ScanCode};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use shared::{
    ContactId, DataScope, MerchantId, MerchantStatus, NumberPoolId, OperatorId, OutletId, Role, ScanEventId,
    ShipmentState, StaffId, UserId,
    contacts::{ContactKind, Party},
};
use store::{
    ContactRecord, MerchantRecord, NewOperator, NewStaff, NewUser, OutletRecord, ScanEventRecord, StateChange,
    TariffRecord, TenantScope,
};

use crate::app::{App, AppError, Clock, Ids, parties, password, shipping, time_zone, tracks, validation::Faults};

/// A way into the demo network.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SignIn {
    pub role: &'static str,
    pub account: &'static str,
    pub password: &'static str,
}

const PASSWORD: &str = "Yundan-Demo-26";
const MERCHANT_CODE: &str = "K100001";
const OTHER_MERCHANT_CODE: &str = "K100002";

pub const SIGN_INS: &[SignIn] = &[
    SignIn { role: "merchant_owner", account: "K100001", password: PASSWORD },
    SignIn { role: "clerk", account: "K100001/clerk", password: PASSWORD },
    SignIn { role: "staff_admin", account: "staff", password: PASSWORD },
    SignIn { role: "staff_reviewer", account: "reviewer", password: PASSWORD },
    SignIn { role: "other_outlet_reviewer", account: "hangzhou", password: PASSWORD },
    SignIn { role: "other_merchant_owner", account: "K100002", password: PASSWORD },
];

/// Serial numbers of the demo pool: they begin with the year, so that labels look like those of a live network.
const SERIALS: std::ops::RangeInclusive<u64> = 261_100_000_000..=999_999_999_999;
const BLOCK_SIZE: u32 = 1_000;

/// Makes the demo network where there is no merchant yet; otherwise leaves everything as it is.
pub async fn seed(app: &App) -> Result<(), AppError> {
    if app.store.network().has_merchants().await? {
        return Ok(());
    }
    let now = app.now();
    let system = app.store.system();
    let hash = tokio::task::spawn_blocking(|| password::hash(PASSWORD)).await.map_err(AppError::internal)??;
    let outlet = OutletId(app.id());
    let other = OutletId(app.id());
    for (id, code, name, is_default) in
        [(outlet, "SH0101", "上海青浦华新网点", true), (other, "HZ0201", "杭州余杭网点", false)]
    {
        let record = OutletRecord { id, code: code.to_owned(), name: name.to_owned(), is_default };
        system.create_outlet(&record, now).await?;
    }
    // Zhejiang, but for Jiaxing, which Shanghai looks after.
    for (outlet, prefix) in [(outlet, "31"), (other, "33"), (outlet, "3304")] {
        system.add_outlet_region(app.id(), outlet, prefix).await?;
    }
    system.create_number_pool(NumberPoolId(app.id()), app.carrier.code(), SERIALS, BLOCK_SIZE).await?;
    for (account, name, outlet, role) in [
        ("staff", "周敏", outlet, Role::StaffAdmin),
        ("reviewer", "何洁", outlet, Role::StaffReviewer),
        ("hangzhou", "沈毅", other, Role::StaffReviewer),
    ] {
        let user = add_user(app, &hash, Some(account), None, name).await?;
        system.create_staff(&NewStaff { id: StaffId(app.id()), user, outlet, role }, now).await?;
    }
    let scope = add_merchant(app, &hash, outlet, MERCHANT_CODE, "青禾服饰", "13900000021", "陈晓").await?;
    let clerk = add_user(app, &hash, None, None, "林悦").await?;
    add_operator(app, scope, clerk, "clerk", Role::Clerk, false).await?;
    add_merchant(app, &hash, outlet, OTHER_MERCHANT_CODE, "云仓三方物流", "13900000022", "赵磊").await?;
    add_history(app, scope).await
}

async fn add_user(
    app: &App,
    hash: &str,
    user_name: Option<&str>,
    phone: Option<&str>,
    display_name: &str,
) -> Result<UserId, AppError> {
    let user = NewUser {
        id: UserId(app.id()),
        user_name: user_name.map(str::to_owned),
        phone: phone.map(str::to_owned),
        display_name: display_name.to_owned(),
        password_hash: hash.to_owned(),
        must_change_password: false,
    };
    app.store.system().create_user(&user, app.now()).await?;
    Ok(user.id)
}

async fn add_operator(
    app: &App,
    scope: TenantScope,
    user: UserId,
    user_name: &str,
    role: Role,
    is_first: bool,
) -> Result<(), AppError> {
    let seat = NewOperator {
        id: OperatorId(app.id()),
        user,
        user_name: user_name.to_owned(),
        role,
        own_role: None,
        data_scope: DataScope::All,
        is_first,
    };
    app.store.write(scope, async |tx| Ok::<(), AppError>(tx.add_operator(&seat, app.now()).await?)).await
}

/// A merchant with its first operator, the demo tariff and a sending address.
async fn add_merchant(
    app: &App,
    hash: &str,
    outlet: OutletId,
    code: &str,
    name: &str,
    phone: &str,
    owner: &str,
) -> Result<TenantScope, AppError> {
    let now = app.now();
    let merchant = MerchantRecord {
        id: MerchantId(app.id()),
        code: code.to_owned(),
        name: name.to_owned(),
        outlet,
        time_zone: time_zone::NETWORK.to_owned(),
        status: MerchantStatus::Open,
        account_manager: None,
    };
    let scope = app.store.system().create_merchant(&merchant, now).await?;
    let user = add_user(app, hash, None, Some(phone), owner).await?;
    add_operator(app, scope, user, "owner", Role::MerchantOwner, true).await?;
    let tariff = TariffRecord {
        id: app.id(),
        valid_from: DateTime::UNIX_EPOCH,
        rule: serde_json::to_string(&tariff::demo()).map_err(AppError::internal)?,
    };
    let sender = resolved(&Party {
        name: name.to_owned(),
        phone: phone.to_owned(),
        province: "上海市".to_owned(),
        city: String::new(),
        district: "青浦区".to_owned(),
        detail: "华新镇华腾路1288号3号楼2层".to_owned(),
    })?;
    let sender = ContactRecord {
        id: ContactId(app.id()),
        kind: ContactKind::Sender,
        is_default: true,
        place: sender.place,
        party: sender.pii,
    };
    app.store
        .write(scope, async |tx| {
            tx.add_tariff(&tariff, now).await?;
            Ok::<(), AppError>(tx.add_contact(&sender, now).await?)
        })
        .await?;
    Ok(scope)
}

fn resolved(party: &Party) -> Result<parties::Resolved, AppError> {
    let mut faults = Faults::default();
    let resolved = parties::resolve(party, "", &mut faults);
    faults.settle()?;
    resolved.ok_or_else(|| AppError::internal("a demo address did not resolve"))
}

/// Name, phone, province, city, district, detail, goods, grams, days ago, how far it is.
type Sample = (&'static str, &'static str, [&'static str; 3], &'static str, &'static str, u32, i64, Progress);

#[derive(Clone, Copy)]
enum Progress {
    ToPrint,
    Moving,
    Delivering,
    Delivered,
    Problem,
}

const HISTORY: &[Sample] = &[
    (
        "王丽娟",
        "13800001867",
        ["上海市", "", "闵行区"],
        "莘庄镇沪闵路6258号5号楼1203室",
        "纯棉T恤 L码",
        800,
        1,
        Progress::Delivering,
    ),
    (
        "李国强",
        "13800005969",
        ["广东省", "深圳市", "龙华区"],
        "民治街道民康路208号2栋3单元501室",
        "蓝牙耳机",
        300,
        0,
        Progress::ToPrint,
    ),
    (
        "赵雨桐",
        "13800002690",
        ["北京市", "", "朝阳区"],
        "望京街道阜通东大街6号院3号楼808",
        "儿童绘本·全12册",
        3_200,
        2,
        Progress::Delivered,
    ),
    (
        "陈静",
        "13800006127",
        ["浙江省", "杭州市", "余杭区"],
        "五常街道西溪路569号7幢402室",
        "手工曲奇 400g ×2",
        1_100,
        1,
        Progress::Moving,
    ),
    (
        "刘晓东",
        "13800007489",
        ["四川省", "成都市", "武侯区"],
        "石羊街道天府大道中段530号1栋2301",
        "保温杯 500ml",
        600,
        2,
        Progress::Problem,
    ),
    (
        "黄思远",
        "13800008845",
        ["新疆维吾尔自治区", "乌鲁木齐市", "天山区"],
        "解放南路街道龙泉街188号",
        "茶叶礼盒",
        2_400,
        2,
        Progress::Moving,
    ),
    (
        "周子涵",
        "13800003539",
        ["江苏省", "南京市", "江宁区"],
        "秣陵街道双龙大道1698号景枫中心12层",
        "纯棉T恤 M码",
        500,
        0,
        Progress::ToPrint,
    ),
    (
        "吴文博",
        "13800002476",
        ["湖北省", "武汉市", "洪山区"],
        "珞南街道珞喻路1037号南三门",
        "蓝牙耳机",
        300,
        0,
        Progress::ToPrint,
    ),
    (
        "徐婷",
        "13800002089",
        ["福建省", "厦门市", "思明区"],
        "莲前街道软件园二期望海路10号楼",
        "保温杯 500ml",
        600,
        0,
        Progress::ToPrint,
    ),
    (
        "孙嘉怡",
        "13800001324",
        ["山东省", "青岛市", "市南区"],
        "香港中路街道福州南路17号27号楼",
        "手工曲奇 400g",
        700,
        1,
        Progress::Moving,
    ),
];

/// The clock of a moment in the past.
struct At(DateTime<Utc>);

impl Clock for At {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

async fn add_history(app: &App, scope: TenantScope) -> Result<(), AppError> {
    let now = app.now();
    let owner = app.store.network().find_operator(scope.merchant_id(), None).await?;
    let made_by = owner.map(|(user, _)| user).ok_or_else(|| AppError::internal("the demo merchant has no operator"))?;
    let made_at =
        |at: usize, days: i64| now - TimeDelta::days(days) - TimeDelta::minutes(2 * i64::try_from(at).unwrap_or(0));
    let mut samples: Vec<(usize, DateTime<Utc>)> =
        HISTORY.iter().enumerate().map(|(at, sample)| (at, made_at(at, sample.6))).collect();
    // Oldest first: lists are in the order of ids, and ids rise with time.
    samples.sort_by_key(|(_, made_at)| *made_at);
    let ids = Arc::new(Ids::default());
    for (at, made_at) in samples {
        let sample = &HISTORY[at];
        let (name, phone, [province, city, district], detail, goods, grams, _, progress) = *sample;
        let receiver = resolved(&Party {
            name: name.to_owned(),
            phone: phone.to_owned(),
            province: province.to_owned(),
            city: city.to_owned(),
            district: district.to_owned(),
            detail: detail.to_owned(),
        })?;
        let draft = shipping::Draft {
            order_no: Some(format!("DEMO-{:04}", 1_800 + at)),
            dedupe_key: format!("DEMO-{:04}", 1_800 + at),
            source: "demo".to_owned(),
            import: None,
            place: receiver.place,
            receiver: receiver.pii,
            goods: goods.to_owned(),
            quantity: 1,
            weight_g: Some(grams),
            size_mm: None,
            insured: None,
            remark: String::new(),
        };
        let then = App { clock: Arc::new(At(made_at)), ids: ids.clone(), ..app.clone() };
        app.store.write(scope, async |tx| add_sample(&then, &tx, draft.clone(), progress, made_by).await).await?;
    }
    Ok(())
}

async fn add_sample(
    app: &App,
    tx: &store::WriteTx<'_>,
    draft: shipping::Draft,
    progress: Progress,
    made_by: UserId,
) -> Result<(), AppError> {
    let made_at = app.now();
    let terms = shipping::terms(app, tx, None, made_by).await?;
    let priced =
        shipping::priced(app, &terms.tariff, terms.day, draft).map_err(|refusal| AppError::internal(refusal.code))?;
    let shipment = shipping::ship(app, tx, &terms, &[priced]).await?.into_iter().next();
    let shipment = shipment.map(|made| made.record).ok_or_else(|| AppError::internal("nothing was shipped"))?;
    let hub = shipment.bag_hub.clone();
    let mut events = Vec::new();
    let mut scan = |code: ScanCode, hours: i64, place: &str, next_place: &str, problem: &str| {
        let at = made_at + TimeDelta::hours(hours);
        events.push(ScanEventRecord {
            id: ScanEventId(app.id()),
            shipment: shipment.id,
            code: code.as_str().to_owned(),
            problem_code: problem.to_owned(),
            place: place.to_owned(),
            next_place: next_place.to_owned(),
            at,
            recorded_at: at,
        });
    };
    if !matches!(progress, Progress::ToPrint) {
        scan(ScanCode::Got, 2, "上海青浦华新网点", "", "");
        scan(ScanCode::Departure, 4, "上海转运中心", &hub, "");
    }
    if matches!(progress, Progress::Delivering | Progress::Delivered | Progress::Problem) {
        scan(ScanCode::Arrival, 14, &hub, "", "");
        scan(ScanCode::Dispatch, 18, &shipment.place.district, "", "");
    }
    match progress {
        Progress::Delivered => scan(ScanCode::Signed, 21, &shipment.place.district, "", ""),
        Progress::Problem => scan(ScanCode::Problem, 21, &shipment.place.district, "", "unreachable"),
        _ => {}
    }
    tx.add_scan_events(&events).await?;
    let to = tracks::state_after_all(&tx.scan_events(shipment.id).await?);
    Ok(tx.change_states(&[(&shipment, StateChange { from: ShipmentState::OrderCreated, to })], made_at).await?)
}

#[cfg(test)]
mod tests {
    use carrier::embedded;

    use super::*;

    #[test]
    fn the_pool_is_the_carriers() {
        assert_eq!(carrier::embedded::EmbeddedCarrier.code(), embedded::CODE);
        assert!(*SERIALS.end() <= embedded::SERIAL_MAX);
    }
}
