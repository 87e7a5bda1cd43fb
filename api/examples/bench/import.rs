//! 10 000 rows of a workbook to 10 000 waybills, against the bare floor.

use crate::{Result, figure::Figure, floor, orders, service::Service};

const ROWS: u32 = 10_000;
const ROUNDS: usize = 3;

pub fn measure(service: &Service) -> Result<()> {
    let mut took = f64::MAX;
    let mut file = Vec::new();
    for round in 0..ROUNDS {
        file = orders::workbook(&format!("B{round}"), ROWS)?;
        let (elapsed, import) = service.import("orders.xlsx", &file)?;
        if import["accepted"] != ROWS {
            return Err(format!("not every row was accepted: {import}").into());
        }
        took = took.min(elapsed.as_secs_f64());
    }
    let floor = floor::measure(&file, ROWS, &service.database())?;
    Figure {
        name: "10 000-row xlsx to 10 000 waybills",
        figure: took,
        unit: "s",
        floor: Some(floor),
        target: "≤ 5 s, ≤ 3 × the floor",
        met: took <= 5.0 && took <= 3.0 * floor,
    }
    .print();
    Ok(())
}
