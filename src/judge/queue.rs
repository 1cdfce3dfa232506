//! Who does what next: lanes stay with a submission while it has cases, then open the next one, then help.

use std::time::{Duration, Instant};

/// The cases that nobody has taken yet.
#[derive(Debug)]
pub(super) struct Queue {
    submissions: Vec<Open>,
    next: usize,
}

/// A submission: how many of its cases have been taken, how many there are, and how many have their verdict.
#[derive(Debug)]
struct Open {
    taken: usize,
    cases: usize,
    judged: usize,
    /// When the first case had its verdict: since then others may help.
    loaded: Option<Instant>,
}

impl Open {
    fn left(&self) -> usize {
        self.cases - self.taken
    }

    /// How long the lanes that are at it will need for what is left.
    fn expected(&self, now: Instant) -> Option<Duration> {
        let pace = now.duration_since(self.loaded?) / u32::try_from(self.judged).ok()?.max(1);
        Some(pace * u32::try_from(self.left()).ok()?)
    }
}

/// Helping costs a lane a server for the submission, and its first time an interpreter's start. What is left must take
/// much longer than that, or the help comes when it is over.
const WORTH_HELPING: Duration = Duration::from_millis(50);

impl Queue {
    pub(super) fn new(cases: impl Iterator<Item = usize>) -> Self {
        Self { submissions: cases.map(|cases| Open { taken: 0, cases, judged: 0, loaded: None }).collect(), next: 0 }
    }

    /// The next case for a lane that worked on submission `current`: indices of submission and case.
    pub(super) fn take(&mut self, current: Option<usize>, now: Instant) -> Option<(usize, usize)> {
        if let Some(taken) = current.and_then(|current| self.take_from(current)) {
            return Some(taken);
        }
        while self.next < self.submissions.len() {
            self.next += 1;
            if let Some(taken) = self.take_from(self.next - 1) {
                return Some(taken);
            }
        }
        let longest = self.submissions.iter().enumerate().max_by_key(|(_, open)| open.expected(now));
        let (index, _) = longest.filter(|(_, open)| open.expected(now) >= Some(WORTH_HELPING))?;
        self.take_from(index)
    }

    fn take_from(&mut self, index: usize) -> Option<(usize, usize)> {
        let open = &mut self.submissions[index];
        if open.left() == 0 {
            return None;
        }
        open.taken += 1;
        Some((index, open.taken - 1))
    }

    /// A case of this submission has its verdict.
    pub(super) fn judged(&mut self, submission: usize, now: Instant) {
        let open = &mut self.submissions[submission];
        open.loaded.get_or_insert(now);
        open.judged += 1;
    }

    /// Nobody shall take more cases of this submission. Says how many were left.
    pub(super) fn close(&mut self, submission: usize) -> usize {
        let open = &mut self.submissions[submission];
        let left = open.left();
        open.cases = open.taken;
        left
    }

    /// How many cases nobody has taken yet.
    pub(super) fn left(&self) -> usize {
        self.submissions.iter().map(Open::left).sum()
    }

    /// Whether a lane that has nothing to do may have something to do later.
    pub(super) fn may_need_help(&self) -> bool {
        self.next < self.submissions.len() || self.submissions.iter().any(|open| open.left() > 0)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::Queue;

    #[test]
    fn a_lane_stays_then_opens_then_helps() {
        let mut queue = Queue::new([2, 30].into_iter());
        let start = Instant::now();
        let later = |millis| start + Duration::from_millis(millis);
        assert_eq!(queue.take(None, start), Some((0, 0)));
        assert_eq!(queue.take(None, start), Some((1, 0)));
        assert_eq!(queue.take(Some(0), start), Some((0, 1)));
        assert_eq!(queue.take(Some(0), later(500)), None, "not loaded yet");
        assert!(queue.may_need_help());
        queue.judged(1, later(500));
        assert_eq!(queue.take(Some(0), later(501)), None, "29 cases are left, and one takes a millisecond");
        assert_eq!(queue.take(Some(0), later(502)), Some((1, 1)), "29 cases are left, and one takes two");
        assert_eq!(queue.close(1), 28);
        assert_eq!(queue.take(Some(1), later(600)), None);
        assert!(!queue.may_need_help());
    }
}
