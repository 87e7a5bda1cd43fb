use std::time::Duration;

use chrono::TimeDelta;
use shared::{ShipmentState, shipments::Shipment};
use yundan::app::simulation::{Pace, Simulation};

use crate::support::TestApp;

/// A day of the network is a day.
fn pace(fault_percent: u8) -> Pace {
    Pace { seed: 4, day: Duration::from_secs(86_400), fault_percent }
}

/// Labelled parcels of two merchants.
async fn labelled(app: &TestApp, count: usize) -> Vec<(bool, Shipment)> {
    let mut made = Vec::new();
    for (is_other, caller) in [(false, app.clerk().await), (true, app.other_merchant().await)] {
        let mut shipments = Vec::new();
        for nth in 0..count {
            shipments.push(caller.ships(&format!("SO-{nth}")).await);
        }
        caller.labels(&shipments.iter().collect::<Vec<_>>()).await;
        made.extend(shipments.into_iter().map(|shipment| (is_other, shipment)));
    }
    made
}

async fn plays(app: &TestApp, simulation: &mut Simulation<'_>, hours: i64) {
    for _ in 0..hours {
        simulation.step().await.unwrap();
        app.clock.advance(TimeDelta::hours(1));
    }
}

async fn now(app: &TestApp, parcels: &[(bool, Shipment)]) -> Vec<Shipment> {
    let (clerk, other) = (app.clerk().await, app.other_merchant().await);
    let mut read = Vec::new();
    for (is_other, shipment) in parcels {
        let caller = if *is_other { &other } else { &clerk };
        read.push(caller.read(&format!("/shipments/{}", shipment.id)).await);
    }
    read
}

#[actix_web::test]
async fn what_has_a_label_is_delivered_and_what_has_none_stays() {
    let app = TestApp::new().await;
    let parcels = labelled(&app, 6).await;
    let without = app.clerk().await.ships("SO-none").await;
    let mut simulation = Simulation::new(&app.app, pace(0));
    // Sooner than any parcel arrives, and later than all of them are picked up.
    plays(&app, &mut simulation, 12).await;
    let on_the_way = now(&app, &parcels).await;
    assert!(on_the_way.iter().all(|one| one.track.len() > 2 && one.state != ShipmentState::Delivered));
    // A network that is started again goes on where its parcels are.
    let mut simulation = Simulation::new(&app.app, pace(0));
    plays(&app, &mut simulation, 72).await;
    for shipment in now(&app, &parcels).await {
        assert_eq!(shipment.state, ShipmentState::Delivered, "{:?}", shipment.track);
        assert!(shipment.track.iter().all(|event| !event.is_irregular), "{:?}", shipment.track);
    }
    let without = now(&app, &[(false, without)]).await;
    assert_eq!(without[0].state, ShipmentState::OrderCreated);
}

#[actix_web::test]
async fn with_every_fault_nothing_is_refused_and_everything_ends_as_it_should() {
    let app = TestApp::new().await;
    // So many that each fault is among them.
    let parcels = labelled(&app, 40).await;
    let mut simulation = Simulation::new(&app.app, pace(100));
    plays(&app, &mut simulation, 150).await;
    let told = simulation.told();
    assert!(told.scans > parcels.len() * 4 && told.refused == 0, "{told:?}");
    let ended = now(&app, &parcels).await;
    let count = |state: ShipmentState| ended.iter().filter(|shipment| shipment.state == state).count();
    let (delivered, returned) = (count(ShipmentState::Delivered), count(ShipmentState::ReturnedToSender));
    let lost = count(ShipmentState::DepartedFromHub);
    assert!(delivered > 20 && returned > 0 && lost > 0, "{delivered} {returned} {lost}");
    assert_eq!(delivered + returned + lost, ended.len());
    assert!(ended.iter().any(|shipment| shipment.track.iter().any(|event| event.is_irregular)));
}
