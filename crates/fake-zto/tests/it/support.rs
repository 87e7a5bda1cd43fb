use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use async_trait::async_trait;
use carrier::{
    breaker::Breaker,
    http::{HttpLimits, HttpTransport},
    remote::{
        Account, CallLog, CallRecord, Clock, Created, NewOrder, OrderKind, Parcel, Party, RemoteCarrier, RemoteError,
        RemotePorts,
    },
    zto::{Signing, Zto, ZtoApp},
};
use chrono::{DateTime, TimeDelta, Utc};
use fake_zto::{FakeZto, Settings};
use secrecy::SecretString;

/// Longer than everything but the fault `slow`.
pub const PATIENCE: Duration = Duration::from_millis(400);
pub const SLOW: Duration = Duration::from_millis(700);
/// More than any order needs: three faults of its own, and the pauses that the faults of others bring.
const TURNS_MAX: u32 = 200;

#[derive(Default)]
pub struct Calls(pub RefCell<Vec<CallRecord>>);

#[async_trait(?Send)]
impl CallLog for Calls {
    async fn keep(&self, record: CallRecord) {
        self.0.borrow_mut().push(record);
    }
}

/// Goes on only when a test waits, so pauses of minutes cost nothing.
pub struct TestClock(Cell<DateTime<Utc>>);

impl TestClock {
    pub fn wait(&self, seconds: u32) {
        self.0.set(self.0.get() + TimeDelta::seconds(i64::from(seconds)));
    }

    /// Lets the other desks of the same thread go on too: one of them may be the probe that everybody waits for.
    async fn pause(&self, seconds: u32) {
        self.wait(seconds);
        actix_web::rt::time::sleep(Duration::from_millis(2)).await;
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        self.0.get()
    }
}

pub struct Desk {
    pub fake: FakeZto,
    pub zto: Zto,
    pub calls: Calls,
    pub clock: TestClock,
    transport: HttpTransport,
    breaker: Breaker,
}

pub fn signing() -> Signing {
    Signing::new("kfpttestCode", SecretString::from("kfpttestkey=="))
}

impl Desk {
    pub async fn open(settings: Settings) -> Desk {
        Desk::signing_with(settings, signing()).await
    }

    pub async fn signing_with(settings: Settings, signing: Signing) -> Desk {
        let fake = FakeZto::start(Settings { slow: SLOW, ..settings }).await.expect("a free port");
        let zto = Zto::new(ZtoApp { base_url: fake.base_url(), signing });
        let limits = HttpLimits { connect: PATIENCE, total: PATIENCE, ..HttpLimits::default() };
        Desk {
            fake,
            zto,
            calls: Calls::default(),
            clock: TestClock(Cell::new(Utc::now())),
            transport: HttpTransport::new(limits).expect("a client"),
            breaker: Breaker::default(),
        }
    }

    pub fn ports(&self) -> RemotePorts<'_> {
        RemotePorts { transport: &self.transport, calls: &self.calls, clock: &self.clock, breaker: &self.breaker }
    }

    /// Makes an order as a service must: it repeats what was not done, asks with the same code what is not known, and stops at a refusal.
    pub async fn ship(&self, order: &NewOrder) -> Result<Created, RemoteError> {
        let mut open = false;
        for _ in 0..TURNS_MAX {
            let answer = if open {
                self.zto.resolve(&self.ports(), order).await
            } else {
                self.zto.create(&self.ports(), order).await
            };
            match answer {
                Err(RemoteError::OutcomeUnknown) => {
                    open = true;
                    self.clock.pause(60).await;
                }
                Err(RemoteError::Unavailable { retry_after_s }) => self.clock.pause(retry_after_s).await,
                // A signature that was right a moment ago: somebody looks, and tries again.
                Err(RemoteError::Config(refusal)) if refusal.code == "bad_signature" => self.clock.pause(60).await,
                decided => return decided,
            }
        }
        Err(RemoteError::OutcomeUnknown)
    }
}

pub fn person(name: &str, mobile: &str) -> Party {
    Party {
        name: name.to_owned(),
        mobile: Some(mobile.to_owned()),
        phone: None,
        province: "河南省".to_owned(),
        city: "郑州市".to_owned(),
        district: "高新区".to_owned(),
        address: "科学大道100号".to_owned(),
    }
}

pub fn account() -> Account {
    Account::Waybill { id: "test".to_owned(), password: SecretString::from("ZTO123") }
}

pub fn order(partner_code: &str, kind: OrderKind) -> NewOrder {
    NewOrder {
        partner_code: partner_code.to_owned(),
        kind,
        account: account(),
        waybill_no: None,
        sender: person("张三丰", "13900001234"),
        receiver: person("李四光", "13500005514"),
        services: Vec::new(),
        parcel: Parcel::default(),
        items: Vec::new(),
        pickup: None,
        hall_code: None,
        locker: None,
        remark: None,
    }
}
