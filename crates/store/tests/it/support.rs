//! Two merchants of one outlet, a number pool, and shipments as the service would write them.

use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, QueryResult, Statement};
use shared::{
    ChargeId, MerchantId, NumberPoolId, OrderId, OutletId, ShipmentId, ShipmentState, UserId,
    printing::{PrinterConnection, PrinterLanguage, PrinterSetup},
    services::Services,
};
use store::{
    MerchantRecord, NewShipment, NewUser, NumberPoolRecord, OrderRecord, OutletRecord, PartyPii, PlaceRecord,
    ShipmentRecord, Store, StoreError, TenantScope, Timing,
};
use test_db::TestDb;
use units::Money;
use uuid::Uuid;

pub const CARRIER: &str = "embedded";
pub const BLOCK: u32 = 100;
pub const POOL: std::ops::RangeInclusive<u64> = 1_001..=101_000;
pub const NAMES: [&str; 4] = ["王小明", "李雷", "韩梅梅", "Anna Lee"];
/// First two digits of division codes.
pub const PROVINCES: [u32; 3] = [31, 44, 33];

pub struct World {
    pub store: Store,
    pub a: TenantScope,
    pub b: TenantScope,
    pub db: TestDb,
}

/// As precise as both databases keep it.
pub fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

impl World {
    pub async fn new() -> World {
        let db = TestDb::new().await;
        let store = db.open().await;
        let outlet = OutletId(Uuid::now_v7());
        let system = store.system();
        let record = OutletRecord { id: outlet, code: "31000".to_owned(), name: "上海".to_owned(), is_default: true };
        store.write_network(async |tx| tx.add_outlet(&record, &[], now()).await).await.unwrap();
        system.create_number_pool(&pool(CARRIER, None, BLOCK), POOL, now()).await.unwrap();
        let a = merchant(&store, outlet, "A001").await;
        let b = merchant(&store, outlet, "B001").await;
        World { store, a, b, db }
    }

    /// Adds these shipments with their orders in one write.
    pub async fn add(&self, scope: TenantScope, made: &[Made]) {
        self.store
            .write(scope, async |tx| {
                let orders: Vec<_> = made.iter().map(|made| made.order.clone()).collect();
                tx.add_orders(&orders).await?;
                let shipments: Vec<_> = made.iter().map(Made::shipment).collect();
                tx.add_shipments(&shipments).await
            })
            .await
            .unwrap_or_else(|error: StoreError| panic!("shipments are added: {error}"));
    }

    pub async fn user(&self, name: &str) -> UserId {
        let id = UserId(Uuid::now_v7());
        let user = NewUser {
            id,
            user_name: Some(name.to_owned()),
            phone: Some("13700137000".to_owned()),
            email: None,
            display_name: "赵操作".to_owned(),
            password_hash: "$argon2id$".to_owned(),
            must_change_password: false,
        };
        self.store.system().create_user(&user, now()).await.unwrap();
        id
    }
}

/// A pool of the network, or of an outlet.
pub fn pool(carrier: &str, outlet: Option<OutletId>, block_size: u32) -> NumberPoolRecord {
    let id = NumberPoolId(Uuid::now_v7());
    NumberPoolRecord { id, carrier: carrier.to_owned(), outlet, block_size, low_water: block_size }
}

async fn merchant(store: &Store, outlet: OutletId, code: &str) -> TenantScope {
    let record = MerchantRecord {
        id: MerchantId(Uuid::now_v7()),
        code: code.to_owned(),
        name: format!("商家 {code}"),
        outlet,
        time_zone: "Asia/Shanghai".to_owned(),
        status: shared::MerchantStatus::Open,
        account_manager: None,
        require_totp: false,
        needs_setup: false,
    };
    store.system().create_merchant(&record, now()).await.unwrap()
}

/// An order and its shipment, made together.
#[derive(Clone)]
pub struct Made {
    pub order: OrderRecord,
    pub record: ShipmentRecord,
}

impl Made {
    /// Number `n`; what lists filter by varies with it.
    pub fn new(n: usize) -> Made {
        let place = PlaceRecord {
            province: "广东省".to_owned(),
            city: "深圳市".to_owned(),
            district: "南山区".to_owned(),
            division_code: PROVINCES[n % PROVINCES.len()] * 10_000 + 305,
        };
        let receiver = PartyPii {
            name: NAMES[n % NAMES.len()].to_owned(),
            phone: format!("138{n:08}"),
            detail: format!("科技园南区 {n} 栋 1203 室"),
        };
        let order = OrderRecord {
            id: OrderId(Uuid::now_v7()),
            order_no: Some(format!("SO-{n:06}")),
            dedupe_key: format!("SO-{n:06}"),
            source: "form".to_owned(),
            state: shared::orders::OrderState::Shipped,
            import: None,
            place: place.clone(),
            receiver: receiver.clone(),
            goods: "茶叶".to_owned(),
            quantity: 1,
            weight_g: Some(1_200),
            remark: String::new(),
            owner: None,
            department: None,
            sender: None,
            insured: None,
            is_held: false,
            flag: String::new(),
            parent: None,
            shop: String::new(),
            goods_codes: Vec::new(),
            services: Services::default(),
            template: None,
            rule: None,
            carrier_account: None,
            created_by: None,
            created_at: now(),
        };
        Made { record: shipment_of(&order, place, receiver, n), order }
    }

    pub fn shipment(&self) -> NewShipment {
        NewShipment {
            record: self.record.clone(),
            charge_id: ChargeId(Uuid::now_v7()),
            charge_trace: r#"[{"rule":"first"}]"#.to_owned(),
        }
    }
}

fn shipment_of(order: &OrderRecord, place: PlaceRecord, receiver: PartyPii, n: usize) -> ShipmentRecord {
    let printed = n.is_multiple_of(2);
    ShipmentRecord {
        id: ShipmentId(Uuid::now_v7()),
        waybill_no: format!("YD{n:010}"),
        order: order.id,
        order_no: order.order_no.clone(),
        import: order.import,
        carrier: CARRIER.to_owned(),
        state: ShipmentState::ALL[n % ShipmentState::ALL.len()],
        route_code: "755-A12".to_owned(),
        bag_hub: "深圳中心".to_owned(),
        sender_province: "上海市".to_owned(),
        sender_city: "上海市".to_owned(),
        sender_district: "青浦区".to_owned(),
        sender: PartyPii { name: "钱掌柜".into(), phone: "13900139000".into(), detail: "华新镇 1 号".into() },
        place,
        receiver,
        goods: order.goods.clone(),
        quantity: 1,
        weight_g: Some(1_200),
        size_mm: Some([300, 200, 100]),
        insured: None,
        remark: String::new(),
        owner: None,
        department: None,
        shop: String::new(),
        services: Services::default(),
        template: None,
        from_receiver: Money::ZERO,
        owner_price: None,
        sender_contact: None,
        price: Money::from_fen(800 + i64::try_from(n % 7).unwrap()),
        billed_weight_g: 2_000,
        print_count: u32::from(printed),
        first_printed_at: printed.then(now),
        label_stale: false,
        edited_at: None,
        timing: Timing::default(),
        created_day: now().date_naive(),
        created_by: UserId(Uuid::now_v7()),
        created_at: now(),
        updated_at: now(),
    }
}

/// Asks the database past the store.
pub async fn ask(conn: &DatabaseConnection, sqlite: &str, postgres: &str) -> Vec<QueryResult> {
    let backend = conn.get_database_backend();
    let sql = if backend == DbBackend::Postgres { postgres } else { sqlite };
    conn.query_all_raw(Statement::from_string(backend, sql)).await.unwrap()
}

pub async fn count(conn: &DatabaseConnection, table: &str) -> i64 {
    let sql = format!("SELECT COUNT(*) AS n FROM {table}");
    ask(conn, &sql, &sql).await[0].try_get("", "n").unwrap()
}

pub fn setup() -> PrinterSetup {
    PrinterSetup {
        name: "前台".to_owned(),
        connection: PrinterConnection::Usb,
        language: PrinterLanguage::Zpl,
        dpi: 203,
        template_id: "std-76x130".to_owned(),
        device_key: String::new(),
        baud_rate: None,
        network: None,
        options: Default::default(),
    }
}
