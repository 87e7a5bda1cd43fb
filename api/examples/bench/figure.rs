//! One line of the table: as JSON for `cargo xtask bench`, or as words.

pub struct Figure<'a> {
    pub name: &'a str,
    pub figure: f64,
    pub unit: &'a str,
    pub floor: Option<f64>,
    pub target: &'a str,
    pub met: bool,
}

impl Figure<'_> {
    pub fn print(&self) {
        if std::env::args().any(|arg| arg == "--json") {
            let line = serde_json::json!({
                "name": self.name, "figure": self.figure, "unit": self.unit, "floor": self.floor, "target": self.target,
                "met": self.met,
            });
            println!("{line}");
        } else {
            let floor = self.floor.map(|floor| format!(", floor {floor:.3}, {:.2} ×", self.figure / floor));
            let verdict = if self.met { "met" } else { "MISSED" };
            println!(
                "{}: {:.3} {}{} (target {}: {verdict})",
                self.name,
                self.figure,
                self.unit,
                floor.unwrap_or_default(),
                self.target
            );
        }
    }
}

/// The value below which this share of the sorted values lies.
pub fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len() as f64 * share).ceil() as usize;
    values[at.clamp(1, values.len()) - 1]
}
