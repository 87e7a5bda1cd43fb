//! Which lines of an answer are shown, and in which order.

use shared::{
    state::Phase,
    tracks::{Track, TrackCounts},
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    #[default]
    All,
    Problems,
    Phase(Phase),
    NotFound,
    Repeated,
}

impl Filter {
    fn takes(self, track: &Track) -> bool {
        match self {
            Filter::All => true,
            Filter::Repeated => track.is_repeated,
            _ if track.is_repeated => false,
            Filter::Problems => track.is_problem,
            Filter::Phase(phase) => track.phase == Some(phase),
            Filter::NotFound => !track.found,
        }
    }

    /// The filters that take something, with how much.
    pub fn of(counts: &TrackCounts) -> Vec<(Filter, u32)> {
        // What has a problem stands first anyway, and its phase says the same.
        let phases = counts.phases.iter().filter(|one| one.phase != Phase::Problem);
        let mut filters = vec![(Filter::Problems, counts.problems)];
        filters.extend(phases.map(|one| (Filter::Phase(one.phase), one.count)));
        filters.extend([(Filter::NotFound, counts.not_found), (Filter::Repeated, counts.repeated)]);
        filters.retain(|(_, count)| *count > 0);
        filters
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Problems,
    Asked,
    Idle,
    State,
}

impl Sort {
    pub const ALL: [Sort; 4] = [Sort::Problems, Sort::Asked, Sort::Idle, Sort::State];

    pub const fn key(self) -> &'static str {
        match self {
            Sort::Problems => "problems",
            Sort::Asked => "asked",
            Sort::Idle => "idle",
            Sort::State => "state",
        }
    }

    pub fn of_key(key: &str) -> Sort {
        Sort::ALL.into_iter().find(|sort| sort.key() == key).unwrap_or_default()
    }
}

/// The places of the lines that are shown, as they follow each other.
pub fn shown(items: &[Track], filter: Filter, sort: Sort) -> Vec<usize> {
    let mut shown: Vec<usize> = (0..items.len()).filter(|at| filter.takes(&items[*at])).collect();
    // Stable: what is alike stays in the order asked.
    match sort {
        Sort::Asked => {}
        Sort::Problems => shown.sort_by_key(|at| !items[*at].is_problem),
        Sort::Idle => shown.sort_by_key(|at| (items[*at].since.is_none(), items[*at].since)),
        Sort::State => shown.sort_by_key(|at| (items[*at].state.is_none(), items[*at].state)),
    }
    shown
}
