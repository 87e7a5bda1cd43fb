//! Where the elements of a standard template stand on its paper.

use label::{Content, Dpi, Mm, Rotation, standard_template};

/// An element where it stands on the paper.
pub struct Placed {
    pub name: String,
    pub is_barcode: bool,
    pub is_frame: bool,
    pub is_line: bool,
    pub left: Mm,
    pub top: Mm,
    pub right: Mm,
    pub bottom: Mm,
    pub part_bottom: Mm,
    pub turned: bool,
}

impl Placed {
    pub fn dots_across(&self, dpi: Dpi) -> (u32, u32) {
        span(self.left, self.right, dpi)
    }

    pub fn dots_down(&self, dpi: Dpi) -> (u32, u32) {
        span(self.top, self.bottom, dpi)
    }

    pub fn overlaps(&self, other: &Placed) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

fn span(from: Mm, to: Mm, dpi: Dpi) -> (u32, u32) {
    let (from, to) = (from.dots(dpi) as u32, to.dots(dpi) as u32);
    (from, to - from)
}

pub fn placed(template: &str) -> Vec<Placed> {
    let mut top = Mm::default();
    let mut placed = Vec::new();
    for part in &standard_template(template).expect("known").parts {
        for element in &part.elements {
            placed.push(Placed {
                name: element.name.clone(),
                is_barcode: matches!(element.content, Content::Code128 { .. }),
                is_frame: matches!(element.content, Content::Frame { .. }),
                is_line: matches!(element.content, Content::Line),
                left: element.x,
                top: top + element.y,
                right: element.x + element.width,
                bottom: top + element.y + element.height,
                part_bottom: top + part.height_mm,
                turned: element.rotation != Rotation::None,
            });
        }
        top = top + part.height_mm;
    }
    placed
}
