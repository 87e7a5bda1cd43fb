//! A few days of shipments for the demo merchant, each as far as it has come.

use std::sync::Arc;

use carrier::ScanCode;
use chrono::{DateTime, TimeDelta, Utc};
use shared::{ScanEventId, ShipmentState, UserId, contacts::Party};
use store::{ScanEventRecord, StateChange, TenantScope};

use super::resolved;
use crate::app::{
    App, AppError, Clock, Ids,
    ledger::{self, Moved},
    shipping, timeliness, tracks,
};

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
pub(super) struct At(pub DateTime<Utc>);

impl Clock for At {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

pub(super) async fn add_history(app: &App, scope: TenantScope) -> Result<(), AppError> {
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
            place: receiver.place,
            receiver: receiver.pii,
            goods: goods.to_owned(),
            quantity: 1,
            weight_g: Some(grams),
            ..shipping::Draft::default()
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
    let terms = shipping::terms(app, tx, crate::app::parts::SentBy::default(), made_by).await?;
    let priced = shipping::priced(app, &terms, draft).map_err(|refusal| AppError::internal(refusal.code))?;
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
            city: String::new(),
            carrier_problem: String::new(),
            said: None,
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
    tx.change_states(&[(&shipment, StateChange { from: ShipmentState::OrderCreated, to })], made_at).await?;
    ledger::settle(app, tx, &[Moved { shipment: &shipment, state: to }]).await?;
    let timed = timeliness::changed(&shipment, timeliness::of_track(&events));
    Ok(tx.time_shipments(timed.as_slice()).await?)
}
