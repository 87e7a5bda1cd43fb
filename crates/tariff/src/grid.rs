//! A tariff's zones as the table people know: a row a zone, a column a weight range. As plain rows, so that any sheet can hold them.
//!
//! | 分区 | 目的地 | 0–0.5 kg | 0.5–3 kg | 3 kg 以上 | 最低收费 | 分段依据 |
//! |---|---|---|---|---|---|---|
//! | 一区 | 31、32 | 2.20 | 3.50 | 4.70+0.80/1kg | 0.00 | 计费重 |
//!
//! A cell is a price, or a continued price ([`cell`]); `→`: the same segment as the next column; `—`: not carried.

mod cell;
mod fault;
mod header;
mod read;
mod write;

pub use fault::{GridFault, GridProblem};
pub use read::zones_of_rows;
pub use write::grid_rows;

/// The segment goes on in the next column.
const GOES_ON: &str = "→";
/// So much is not carried to this zone.
const NOT_CARRIED: &str = "—";
