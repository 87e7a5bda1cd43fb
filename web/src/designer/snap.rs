//! Snapping: a moving edge jumps to a line nearby, and the line is shown.

use super::layout::{Rect, Selection, free, rect, zone};
use label::Template;

/// Paper wanders in the printer; this much at the sides had better stay white.
pub const MARGIN_MM: f64 = 3.0;
/// Lines of the grid.
pub const GRID_MM: f64 = 1.0;

/// A line that something snapped to, across the whole paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guide {
    pub is_upright: bool,
    pub at_mm: f64,
}

/// Lines to snap to: of other elements, margins and zones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines {
    upright: Vec<f64>,
    level: Vec<f64>,
}

impl Lines {
    /// Every line but those of what moves.
    pub fn of(template: &Template, moving: &Selection) -> Lines {
        let mut lines = Lines::default();
        let width = template.paper.width_mm.get();
        lines.upright.extend([0.0, MARGIN_MM, width / 2.0, width - MARGIN_MM, width]);
        for part in 0..template.parts.len() {
            let zone = zone(template, part);
            lines.level.extend([zone.y, zone.y + zone.height / 2.0, zone.bottom()]);
        }
        let still = free(template).into_iter().filter(|at| !moving.contains(at));
        for own in still.filter_map(|at| rect(template, at)) {
            lines.upright.extend([own.x, own.x + own.width / 2.0, own.right()]);
            lines.level.extend([own.y, own.y + own.height / 2.0, own.bottom()]);
        }
        lines
    }

    /// How much further to move so that one of `edges` meets a line, within `reach`; a line of the design before one of the grid.
    fn nearest(lines: &[f64], edges: &[f64], reach: f64) -> Option<(f64, f64)> {
        let ways = edges.iter().flat_map(|edge| lines.iter().map(move |line| (line - edge, *line)));
        ways.filter(|(way, _)| way.abs() <= reach).min_by(|(a, _), (b, _)| a.abs().total_cmp(&b.abs()))
    }

    fn snap_axis(lines: &[f64], edges: &[f64], reach: f64, grid: bool) -> (f64, Option<f64>) {
        if let Some((way, line)) = Lines::nearest(lines, edges, reach) {
            return (way, Some(line));
        }
        match edges.first() {
            Some(edge) if grid => ((edge / GRID_MM).round() * GRID_MM - edge, None),
            _ => (0.0, None),
        }
    }

    /// A box that moves as a whole: how much further it goes, and the lines it meets then.
    pub fn snap_move(&self, own: Rect, reach: f64, grid: bool) -> (f64, f64, Vec<Guide>) {
        let upright = [own.x, own.x + own.width / 2.0, own.right()];
        let level = [own.y, own.y + own.height / 2.0, own.bottom()];
        self.snap(&upright, &level, reach, grid)
    }

    /// A pulled handle: only the edges that follow it snap.
    pub fn snap_pull(&self, own: Rect, x: i8, y: i8, reach: f64, grid: bool) -> (f64, f64, Vec<Guide>) {
        let edge = |way: i8, start: f64, end: f64| match way {
            -1 => vec![start],
            1 => vec![end],
            _ => Vec::new(),
        };
        self.snap(&edge(x, own.x, own.right()), &edge(y, own.y, own.bottom()), reach, grid)
    }

    fn snap(&self, upright: &[f64], level: &[f64], reach: f64, grid: bool) -> (f64, f64, Vec<Guide>) {
        let (dx, x) = Lines::snap_axis(&self.upright, upright, reach, grid);
        let (dy, y) = Lines::snap_axis(&self.level, level, reach, grid);
        let upright = x.map(|at_mm| Guide { is_upright: true, at_mm });
        let level = y.map(|at_mm| Guide { is_upright: false, at_mm });
        (dx, dy, upright.into_iter().chain(level).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines() -> Lines {
        Lines { upright: vec![0.0, 3.0, 20.0], level: vec![98.0, 110.0] }
    }

    fn own(x: f64, y: f64) -> Rect {
        Rect { x, y, width: 10.0, height: 4.0 }
    }

    #[test]
    fn an_edge_nearby_meets_the_line_and_the_line_is_shown() {
        let (dx, dy, guides) = lines().snap_move(own(2.6, 100.0), 0.5, false);
        assert!((dx - 0.4).abs() < 1e-9 && dy == 0.0);
        assert_eq!(guides, [Guide { is_upright: true, at_mm: 3.0 }]);
        // The right edge and the bottom edge count as well.
        let (dx, dy, guides) = lines().snap_move(own(10.2, 105.7), 0.5, false);
        assert!((dx + 0.2).abs() < 1e-9 && (dy - 0.3).abs() < 1e-9);
        assert_eq!(guides.len(), 2);
    }

    #[test]
    fn out_of_reach_the_grid_takes_it_or_nothing_does() {
        let (dx, dy, guides) = lines().snap_move(own(6.3, 101.4), 0.2, true);
        assert!((dx + 0.3).abs() < 1e-9 && (dy + 0.4).abs() < 1e-9 && guides.is_empty());
        assert_eq!(lines().snap_move(own(6.3, 101.4), 0.2, false), (0.0, 0.0, Vec::new()));
    }

    #[test]
    fn only_the_pulled_side_snaps() {
        let (dx, dy, guides) = lines().snap_pull(own(2.9, 97.9), 1, 0, 0.5, false);
        assert_eq!((dx, dy, guides), (0.0, 0.0, Vec::new()));
        let (dx, _, guides) = lines().snap_pull(own(2.9, 97.9), -1, 0, 0.5, false);
        assert!((dx - 0.1).abs() < 1e-9);
        assert_eq!(guides.len(), 1);
    }
}
