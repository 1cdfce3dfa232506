//! Who does what next: lanes stay with a submission while it has cases, then open the next one, then help.

/// The cases that nobody has taken yet.
#[derive(Debug)]
pub(super) struct Queue {
    /// Per submission: how many cases have been taken, how many there are, and whether others may help.
    submissions: Vec<Open>,
    next: usize,
}

#[derive(Debug)]
struct Open {
    taken: usize,
    cases: usize,
    loaded: bool,
}

/// Helping costs a lane a server for the submission; under so many cases it is not worth it.
const WORTH_HELPING: usize = 8;

impl Queue {
    pub(super) fn new(cases: impl Iterator<Item = usize>) -> Self {
        Self { submissions: cases.map(|cases| Open { taken: 0, cases, loaded: false }).collect(), next: 0 }
    }

    /// The next case for a lane that worked on submission `current`: indices of submission and case.
    pub(super) fn take(&mut self, current: Option<usize>) -> Option<(usize, usize)> {
        if let Some(taken) = current.and_then(|current| self.take_from(current)) {
            return Some(taken);
        }
        while self.next < self.submissions.len() {
            self.next += 1;
            if let Some(taken) = self.take_from(self.next - 1) {
                return Some(taken);
            }
        }
        let left = |open: &Open| open.cases - open.taken;
        let most =
            self.submissions.iter().enumerate().filter(|(_, open)| open.loaded).max_by_key(|(_, open)| left(open));
        let (index, _) = most.filter(|(_, open)| left(open) >= WORTH_HELPING)?;
        self.take_from(index)
    }

    fn take_from(&mut self, index: usize) -> Option<(usize, usize)> {
        let open = &mut self.submissions[index];
        if open.taken == open.cases {
            return None;
        }
        open.taken += 1;
        Some((index, open.taken - 1))
    }

    /// The submission has been loaded once: others may help.
    pub(super) fn set_loaded(&mut self, submission: usize) {
        self.submissions[submission].loaded = true;
    }

    /// Nobody shall take more cases of this submission. Says how many were left.
    pub(super) fn close(&mut self, submission: usize) -> usize {
        let open = &mut self.submissions[submission];
        let left = open.cases - open.taken;
        open.cases = open.taken;
        left
    }

    /// Whether a lane that has nothing to do may have something to do later.
    pub(super) fn may_need_help(&self) -> bool {
        self.next < self.submissions.len()
            || self.submissions.iter().any(|open| open.cases - open.taken >= WORTH_HELPING)
    }
}

#[cfg(test)]
mod tests {
    use super::Queue;

    #[test]
    fn a_lane_stays_then_opens_then_helps() {
        let mut queue = Queue::new([2, 30].into_iter());
        assert_eq!(queue.take(None), Some((0, 0)));
        assert_eq!(queue.take(None), Some((1, 0)));
        assert_eq!(queue.take(Some(0)), Some((0, 1)));
        assert_eq!(queue.take(Some(0)), None, "not loaded yet");
        assert!(queue.may_need_help());
        queue.set_loaded(1);
        assert_eq!(queue.take(Some(0)), Some((1, 1)));
        assert_eq!(queue.close(1), 28);
        assert_eq!(queue.take(Some(1)), None);
        assert!(!queue.may_need_help());
    }
}
