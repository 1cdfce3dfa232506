//! What verifying a problem package found.

use super::case::Group;
use super::diagnostic::{Diagnostic, Severity};
use super::verdict::Verdict;

/// Everything that `kumite verify` found of one problem.
#[derive(Debug, Clone)]
pub struct Verification {
    /// The problem's id.
    pub problem: String,
    /// False where the package cannot be read at all: then there is nothing but that to find.
    pub readable: bool,
    /// False where no command can use the package as it is: then nothing of it was run.
    pub usable: bool,
    /// What was found, errors and warnings.
    pub findings: Vec<Finding>,
    /// What was done, so that silence can be told from a check that did not happen.
    pub done: Done,
    /// Which case kills which wrong submission; None where no submission was judged.
    pub kills: Option<KillTable>,
    /// How many mutants of the reference the cases kill; None where none was tried.
    pub mutation: Option<MutationScore>,
}

impl Verification {
    /// How many findings are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.diagnostic.severity == severity).count()
    }
}

/// How much was checked by running it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Done {
    /// Cases whose input and answer were checked.
    pub cases: usize,
    /// Random inputs on which the accepted solutions were compared.
    pub random_inputs: usize,
    /// Labelled submissions that were judged.
    pub submissions: usize,
}

/// What became of the mutants of a reference: copies of it with one small mistake each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MutationScore {
    /// Mutants that the reference has.
    pub mutants: usize,
    /// Those that were tried: of very many, some.
    pub tried: usize,
    /// Those that some case tells from the reference.
    pub killed: usize,
    /// Those that nothing tells from the reference, no random legal input either.
    pub equivalent: usize,
}

impl MutationScore {
    /// Those that a legal input tells from the reference, and no case.
    pub fn survived(&self) -> usize {
        self.tried - self.killed - self.equivalent
    }

    /// Killed ones among those that can be killed, in percent.
    pub fn percent(&self) -> f64 {
        match self.killed + self.survived() {
            0 => 100.0,
            wrong => 100.0 * self.killed as f64 / wrong as f64,
        }
    }
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What, where, and what to do.
    pub diagnostic: Diagnostic,
    /// A `[[cases]]` table that shows it, ready to be pasted into problem.toml.
    pub ready_case: Option<String>,
}

impl From<Diagnostic> for Finding {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostic, ready_case: None }
    }
}

/// Which case kills which wrong submission.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KillTable {
    /// The cases that could be run, in the problem's order.
    pub cases: Vec<(String, Group)>,
    /// The submissions that must not be accepted.
    pub submissions: Vec<Kills>,
}

/// The cases that a wrong submission fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kills {
    /// The file in the package.
    pub path: String,
    /// The verdict that it must get.
    pub label: Verdict,
    /// The cases that it fails, by index.
    pub by: Vec<usize>,
    /// The cases that it was not run on, by index: a slow submission is stopped once it is known to be slow.
    pub not_run: Vec<usize>,
}

impl KillTable {
    /// The secret cases that kill nothing that no other case kills, by index.
    ///
    /// A case that some submission was not run on is not among them: nobody knows what it kills.
    pub fn idle(&self) -> Vec<usize> {
        let needed = |case: usize| {
            self.submissions.iter().any(|kills| kills.not_run.contains(&case) || kills.by.as_slice() == [case])
        };
        (0..self.cases.len()).filter(|&case| self.cases[case].1 == Group::Secret && !needed(case)).collect()
    }

    /// The submissions that a case kills, by index.
    pub fn killed_by(&self, case: usize) -> impl Iterator<Item = usize> {
        (0..self.submissions.len()).filter(move |&index| self.submissions[index].by.contains(&case))
    }
}

#[cfg(test)]
mod tests {
    use super::{Group, KillTable, Kills, Verdict};

    #[test]
    fn a_case_is_idle_if_every_submission_that_it_kills_falls_to_another_too() {
        let kills = |by: &[usize], not_run: &[usize]| Kills {
            path: String::new(),
            label: Verdict::WrongAnswer,
            by: by.to_vec(),
            not_run: not_run.to_vec(),
        };
        let case = |name: &str, group| (name.to_owned(), group);
        let cases = ["a", "b", "c", "d"].map(|name| case(name, Group::Secret));
        let mut table = KillTable { cases: cases.to_vec(), submissions: vec![kills(&[0, 1], &[]), kills(&[2], &[])] };
        assert_eq!(table.idle(), [0, 1, 3]);
        table.submissions.push(kills(&[0], &[3]));
        assert_eq!(table.idle(), [1]);
        table.cases[1].1 = Group::Sample;
        assert_eq!(table.idle(), [0; 0]);
        assert_eq!(table.killed_by(0).collect::<Vec<_>>(), [0, 2]);
    }
}
