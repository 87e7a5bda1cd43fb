//! Boxes: outlined, filled, with round corners.

use crate::raster::Raster;

/// The outline of the canvas, `stroke` dots thick, or all of it; corners are rounded by `radius` dots.
pub(super) fn draw(canvas: &mut Raster, stroke: i32, radius: i32, fill: bool) {
    let (width, height) = (canvas.width_dots() as i32, canvas.height_dots() as i32);
    let radius = radius.clamp(0, width.min(height) / 2);
    for y in 0..height {
        let outer = inset(y, height, radius);
        let inner = y - stroke;
        let inner_height = height - 2 * stroke;
        if fill || inner < 0 || inner >= inner_height {
            canvas.fill(outer, y, width - 2 * outer, 1);
            continue;
        }
        let inner = stroke + inset(inner, inner_height, (radius - stroke).max(0));
        if 2 * inner >= width {
            canvas.fill(outer, y, width - 2 * outer, 1);
        } else {
            canvas.fill(outer, y, inner - outer, 1);
            canvas.fill(width - inner, y, inner - outer, 1);
        }
    }
}

/// How far a row of a round corner begins from the edge: whole dots whose centres lie inside the circle.
fn inset(y: i32, height: i32, radius: i32) -> i32 {
    let from_edge = y.min(height - 1 - y);
    if from_edge >= radius {
        return 0;
    }
    // Twice the distances, so that centres of dots are whole numbers.
    let down = i64::from(2 * (radius - from_edge) - 1);
    let radius_squared = i64::from(2 * radius) * i64::from(2 * radius);
    let is_inside = |x: i32| {
        let across = i64::from(2 * (radius - x) - 1);
        across * across + down * down <= radius_squared
    };
    (0..radius).find(|x| is_inside(*x)).unwrap_or(radius)
}

/// A box with a cross: something should stand here.
pub(super) fn crossed(canvas: &mut Raster) {
    let (width, height) = (canvas.width_dots() as i32, canvas.height_dots() as i32);
    draw(canvas, 1, 0, false);
    let longer = width.max(height);
    for step in 0..longer {
        let (x, y) = (step * width / longer, step * height / longer);
        canvas.fill(x, y, 1, 1);
        canvas.fill(width - 1 - x, y, 1, 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Dpi;

    fn rows(width: u32, height: u32, stroke: i32, radius: i32, fill: bool) -> Vec<String> {
        let mut canvas = Raster::new(width, height, Dpi::D203);
        draw(&mut canvas, stroke, radius, fill);
        (0..height).map(|y| (0..width).map(|x| if canvas.is_black(x, y) { '#' } else { '.' }).collect()).collect()
    }

    #[test]
    fn frames_are_outlines_and_round() {
        assert_eq!(rows(5, 4, 1, 0, false), ["#####", "#...#", "#...#", "#####"]);
        assert_eq!(rows(6, 6, 1, 2, false), [".####.", "#....#", "#....#", "#....#", "#....#", ".####."]);
        assert_eq!(rows(6, 4, 1, 2, true), [".####.", "######", "######", ".####."]);
        assert_eq!(rows(3, 3, 9, 0, false), ["###"; 3]);
        assert_eq!(rows(1, 1, 1, 9, false), ["#"]);
    }
}
