//! Who does what next: lanes stay with a submission while it has cases, then open the next one, then help.

use std::time::{Duration, Instant};

/// The cases that nobody has taken yet.
#[derive(Debug)]
pub(super) struct Queue {
    submissions: Vec<Open>,
    next: usize,
    left: usize,
}

/// A submission: how many of its cases have been taken, and how many there are.
#[derive(Debug)]
struct Open {
    taken: usize,
    cases: usize,
    /// When the first case had its verdict: since then others may help.
    loaded: Option<Instant>,
}

impl Open {
    fn left(&self) -> usize {
        self.cases - self.taken
    }

    /// How long the lanes that are at it will need for what is left.
    fn expected(&self, now: Instant) -> Option<Duration> {
        let pace = now.duration_since(self.loaded?) / u32::try_from(self.taken).ok()?;
        Some(pace * u32::try_from(self.left()).ok()?)
    }

    /// Since when, or from when on, that is worth a lane's help, if no further case is taken.
    fn worth_helping(&self) -> Option<Instant> {
        let (taken, left) = (u32::try_from(self.taken).ok()?, u32::try_from(self.left()).ok()?);
        Some(self.loaded? + (WORTH_HELPING * taken).checked_div(left)?)
    }
}

/// Helping costs a lane a server for the submission, and its first time an interpreter's start. What is left must take
/// much longer than that, or the help comes when it is over.
const WORTH_HELPING: Duration = Duration::from_millis(50);
/// A further lane works only when this much later there is still something to do: an interpreter's start is not free.
const LANE_DELAY: Duration = Duration::from_millis(12);
/// For so many cases each further lane is surely worth that, and need not wait.
const SURELY_WORTH: usize = 250;
/// How often a lane looks at a submission of which nothing is known yet: it is told when that is over.
const SELDOM: Duration = Duration::from_secs(1);

impl Queue {
    pub(super) fn new(cases: impl Iterator<Item = usize>) -> Self {
        let submissions: Vec<_> = cases.map(|cases| Open { taken: 0, cases, loaded: None }).collect();
        let left = submissions.iter().map(Open::left).sum();
        Self { submissions, next: 0, left }
    }

    /// How long a lane waits before it works.
    pub(super) fn delay(&self, number: usize) -> Duration {
        if self.left >= SURELY_WORTH * number {
            return Duration::ZERO;
        }
        LANE_DELAY * u32::try_from(number).unwrap_or(u32::MAX)
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
        let is_worth_it = |open: &Open| open.worth_helping().is_some_and(|since| since <= now);
        let worth_it = self.submissions.iter().enumerate().filter(|(_, open)| is_worth_it(open));
        let (longest, _) = worth_it.max_by_key(|(_, open)| open.expected(now))?;
        self.take_from(longest)
    }

    fn take_from(&mut self, index: usize) -> Option<(usize, usize)> {
        let open = &mut self.submissions[index];
        if open.left() == 0 {
            return None;
        }
        open.taken += 1;
        self.left -= 1;
        Some((index, open.taken - 1))
    }

    /// A case of this submission has its verdict. Says whether it was the first, so that others may help from now on.
    pub(super) fn judged(&mut self, submission: usize, now: Instant) -> bool {
        let loaded = &mut self.submissions[submission].loaded;
        let is_first = loaded.is_none();
        loaded.get_or_insert(now);
        is_first
    }

    /// Nobody shall take more cases of this submission. Says how many were left.
    pub(super) fn close(&mut self, submission: usize) -> usize {
        let open = &mut self.submissions[submission];
        let left = open.left();
        open.cases = open.taken;
        self.left -= left;
        left
    }

    /// How many cases nobody has taken yet.
    pub(super) fn left(&self) -> usize {
        self.left
    }

    /// When there may be a case for a lane that got none; None where all are taken.
    pub(super) fn worth_looking(&self, now: Instant) -> Option<Instant> {
        let open = self.submissions.iter().filter(|open| open.left() > 0);
        open.map(|open| if open.taken == 0 { now } else { open.worth_helping().unwrap_or(now + SELDOM) }).min()
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{Queue, SELDOM, WORTH_HELPING};

    #[test]
    fn a_lane_stays_then_opens_then_helps() {
        let mut queue = Queue::new([2, 30].into_iter());
        let start = Instant::now();
        let later = |millis| start + Duration::from_millis(millis);
        assert_eq!(queue.take(None, start), Some((0, 0)));
        assert_eq!(queue.take(None, start), Some((1, 0)));
        assert_eq!(queue.take(Some(0), start), Some((0, 1)));
        assert_eq!(queue.take(Some(0), later(500)), None, "not loaded yet");
        assert_eq!(queue.left(), 29);
        queue.judged(1, later(500));
        assert_eq!(queue.take(Some(0), later(501)), None, "29 cases are left, and one takes a millisecond");
        assert_eq!(queue.take(Some(0), later(502)), Some((1, 1)), "29 cases are left, and one takes two");
        assert_eq!(queue.close(1), 28);
        assert_eq!(queue.take(Some(1), later(600)), None);
        assert_eq!(queue.left(), 0);
    }

    #[test]
    fn further_lanes_wait_unless_there_are_cases_for_all() {
        let delays = |cases| [0, 1, 2].map(|number| Queue::new([cases].into_iter()).delay(number).as_millis());
        assert_eq!(delays(20), [0, 12, 24]);
        assert_eq!(delays(250), [0, 0, 24]);
        assert_eq!(delays(500), [0, 0, 0]);
    }

    #[test]
    fn a_lane_without_work_knows_when_to_look_again() {
        let mut queue = Queue::new([1, 1, 26].into_iter());
        let start = Instant::now();
        let later = |millis| start + Duration::from_millis(millis);
        queue.close(0);
        assert_eq!(queue.worth_looking(start), Some(start), "two are not open yet");
        assert_eq!(queue.take(None, start), Some((1, 0)));
        assert_eq!(queue.take(None, start), Some((2, 0)));
        assert_eq!(queue.worth_looking(start), Some(start + SELDOM), "nothing is known of the only one with cases");
        assert!(queue.judged(2, later(500)));
        assert_eq!(queue.worth_looking(later(500)), Some(later(502)), "25 cases are left, and one takes two");
        assert_eq!(queue.take(Some(2), later(501)), Some((2, 1)));
        assert!(!queue.judged(2, later(501)));
        let look = queue.worth_looking(later(501)).unwrap();
        assert_eq!(look - later(500), WORTH_HELPING * 2 / 24, "24 cases are left, and two take as long as this");
        assert_eq!(queue.take(Some(1), later(504)), None);
        assert_eq!(queue.take(Some(1), look), Some((2, 2)));
        assert_eq!(queue.take(None, look), None, "one helps already: a third lane is not worth it yet");
        assert!(queue.worth_looking(look) > Some(look));
        queue.close(2);
        assert_eq!(queue.worth_looking(look), None);
    }
}
