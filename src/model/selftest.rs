//! What a self-test found.

use std::time::Duration;

use super::result::Environment;
use super::verdict::Verdict;

/// What became of the hostile programs on this machine.
#[derive(Debug, Clone)]
pub struct Selftest {
    /// Where it ran.
    pub environment: Environment,
    /// The programs by what they are about.
    pub groups: Vec<TriedGroup>,
    /// What was left behind or changed, one line each.
    pub left: Vec<String>,
    /// Wall clock of it all.
    pub wall: Duration,
    /// Whether the user interrupted.
    pub interrupted: bool,
}

/// Programs that try the same kind of thing.
#[derive(Debug, Clone)]
pub struct TriedGroup {
    /// `files`.
    pub name: String,
    /// The programs, by name.
    pub programs: Vec<Tried>,
}

/// A program that was tried.
#[derive(Debug, Clone)]
pub struct Tried {
    /// `fork_bomb`.
    pub name: String,
    /// What it does, in a sentence.
    pub about: String,
    /// Its verdict.
    pub verdict: Verdict,
    /// What is not as it must be.
    pub surprises: Vec<Surprise>,
}

/// Something that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Surprise {
    /// Other verdicts than those that are right.
    Verdicts {
        /// Those of the cases in order, or those that the submission may have.
        expected: Vec<Verdict>,
        /// Those of the cases.
        got: Vec<Verdict>,
    },
    /// Something worked that must not; the program's own words.
    Breach(String),
    /// A secret was seen, in this line of output.
    Secret(String),
}

impl Selftest {
    /// How many programs there are, and of how many everything is as it must be.
    pub fn counts(&self) -> (usize, usize) {
        let programs = || self.groups.iter().flat_map(|group| &group.programs);
        (programs().count(), programs().filter(|tried| tried.surprises.is_empty()).count())
    }

    /// Whether everything is as it must be.
    pub fn is_fine(&self) -> bool {
        let (all, fine) = self.counts();
        all == fine && self.left.is_empty()
    }
}
