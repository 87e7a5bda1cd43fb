//! Requests that arrive while others are being written are written together afterwards: one transaction, one set of statements and one
//! durable commit for all of them. A request that comes alone waits for nobody.

use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// One line a key (a merchant, say); a line exists as long as somebody works on it. Cheap to clone.
pub struct Gather<K, R> {
    lines: Arc<Mutex<HashMap<K, VecDeque<R>>>>,
}

impl<K, R> Default for Gather<K, R> {
    fn default() -> Self {
        Gather { lines: Arc::default() }
    }
}

impl<K, R> Clone for Gather<K, R> {
    fn clone(&self) -> Self {
        Gather { lines: self.lines.clone() }
    }
}

impl<K: Copy + Eq + Hash, R> Gather<K, R> {
    /// Puts the request into its line. Where there was none, the caller must work on it: [`Turn::next`] until it is empty.
    pub fn join(&self, key: K, request: R) -> Option<Turn<K, R>> {
        let mut lines = self.lines();
        if let Some(line) = lines.get_mut(&key) {
            line.push_back(request);
            return None;
        }
        lines.insert(key, VecDeque::from([request]));
        Some(Turn { gather: self.clone(), key, is_over: false })
    }

    fn lines(&self) -> MutexGuard<'_, HashMap<K, VecDeque<R>>> {
        // Nothing is left half done in between.
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right and duty to work on a line. Dropped early it drops the line, so that nobody in it waits for ever.
pub struct Turn<K: Copy + Eq + Hash, R> {
    gather: Gather<K, R>,
    key: K,
    is_over: bool,
}

impl<K: Copy + Eq + Hash, R> Turn<K, R> {
    /// The next requests, oldest first: at most `most`, and only so many as `fit` beside those before them. Empty when the line is, and
    /// then the turn is over.
    pub fn next(&mut self, most: usize, fit: impl Fn(&[R], &R) -> bool) -> Vec<R> {
        let mut lines = self.gather.lines();
        let mut taken = Vec::new();
        if let Some(line) = lines.get_mut(&self.key).filter(|_| !self.is_over) {
            while taken.len() < most && line.front().is_some_and(|request| taken.is_empty() || fit(&taken, request)) {
                taken.extend(line.pop_front());
            }
        }
        if taken.is_empty() && !self.is_over {
            lines.remove(&self.key);
            self.is_over = true;
        }
        taken
    }
}

impl<K: Copy + Eq + Hash, R> Drop for Turn<K, R> {
    fn drop(&mut self) {
        if !self.is_over {
            self.gather.lines().remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: fn(&[i32], &i32) -> bool = |_, _| true;

    #[test]
    fn who_comes_first_works_for_those_who_come_later() {
        let gather = Gather::default();
        let mut turn = gather.join('a', 1).expect("the line is new");
        assert!(gather.join('a', 2).is_none());
        assert!(gather.join('b', 9).is_some(), "another line has its own turn");
        assert_eq!(turn.next(8, ANY), [1, 2]);
        assert!(gather.join('a', 3).is_none(), "the line stands while it is worked on");
        assert_eq!(turn.next(8, ANY), [3]);
        assert!(turn.next(8, ANY).is_empty());
        drop(turn);
        assert!(gather.join('a', 4).is_some());
    }

    #[test]
    fn no_more_are_taken_than_fit() {
        let gather = Gather::default();
        let mut turn = gather.join('a', 1).expect("the line is new");
        for request in [2, 3, 1, 4] {
            assert!(gather.join('a', request).is_none());
        }
        assert_eq!(turn.next(2, ANY), [1, 2]);
        let differs = |taken: &[i32], request: &i32| taken.iter().all(|one| one % 3 != request % 3);
        assert_eq!(turn.next(8, differs), [3, 1], "4 counts as 1");
        assert_eq!(turn.next(8, differs), [4]);
    }

    #[test]
    fn a_turn_that_breaks_off_lets_the_line_go() {
        let gather = Gather::default();
        drop(gather.join('a', 1));
        let mut turn = gather.join('a', 2).expect("the line is new again");
        assert_eq!(turn.next(8, ANY), [2]);
    }
}
