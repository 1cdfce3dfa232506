//! The hostile programs of the tests, run where the user is: is the containment of this machine what it should be?
//!
//! The programs are those of `tests/fixtures/hostile`, in the binary. Each says what must come out of it; besides, none
//! may say that something worked which must not, show a secret, or leave anything behind.

mod place;
mod program;

use std::io;

use crate::catalog::{Catalog, CatalogError};
use crate::judge::{RunPlan, Submission};
use crate::model::{RunReport, Selftest, SubmissionReport, Surprise, Tried, TriedGroup, Verdict};
use crate::sandbox;

pub use place::{Place, SECRET};
pub use program::{HostileProgram, programs};

/// A self-test that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum SelftestError {
    /// The programs cannot be written.
    #[error("cannot use a folder in {} for the programs: {source}", std::env::temp_dir().display())]
    Place {
        /// Why.
        #[from]
        source: io::Error,
    },
    /// The problems cannot be read.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
}

/// The plan that tries these programs, which lie in `place`.
pub fn plan(programs: &[HostileProgram], place: &Place, jobs: usize) -> Result<RunPlan, SelftestError> {
    let catalog = Catalog::open(&[place.problems()])?;
    let submissions = programs.iter().map(|program| {
        let problem = catalog.get(&program.problem)?;
        let path = place.programs().join(&program.path);
        let source = std::fs::read(&path)?.into();
        Ok(Submission {
            cases: (0..problem.cases.len()).collect(),
            problem,
            path,
            shown_path: program.path.clone(),
            source,
        })
    });
    Ok(RunPlan {
        submissions: submissions.collect::<Result<_, SelftestError>>()?,
        fail_fast: false,
        strict: true,
        second_run: false,
        jobs,
        time_factor: 1.0,
        memory_factor: 1.0,
    })
}

/// What came out of it. Call it when everything that ran the plan has ended: what there is then was left behind.
pub fn examine(programs: &[HostileProgram], place: &Place, report: &RunReport) -> Result<Selftest, SelftestError> {
    let mut groups: Vec<TriedGroup> = Vec::new();
    for (program, submission) in programs.iter().zip(report.submissions.iter()) {
        let tried = Tried {
            name: program.name().to_owned(),
            about: program.about.clone(),
            verdict: submission.verdict,
            surprises: if report.interrupted { Vec::new() } else { surprises(program, &submission) },
        };
        match groups.last_mut().filter(|group| group.name == program.group) {
            Some(group) => group.programs.push(tried),
            None => groups.push(TriedGroup { name: program.group.clone(), programs: vec![tried] }),
        }
    }
    let mut left: Vec<String> = sandbox::children().iter().map(|pid| format!("process {pid}")).collect();
    left.extend(place.changes()?);
    Ok(Selftest {
        environment: report.environment.clone(),
        groups,
        left,
        wall: report.wall,
        interrupted: report.interrupted,
    })
}

/// What is not as the program says it must be.
fn surprises(program: &HostileProgram, submission: &SubmissionReport) -> Vec<Surprise> {
    let mut found = Vec::new();
    let got: Vec<Verdict> = submission.cases.iter().map(|case| case.verdict).collect();
    let all_accepted = || got.iter().all(|&verdict| verdict == Verdict::Accepted);
    if !program.verdicts.contains(&submission.verdict)
        || program.cases.as_ref().is_some_and(|expected| *expected != got)
        || (program.verdicts == [Verdict::Accepted] && !all_accepted())
    {
        let expected = program.cases.clone().unwrap_or_else(|| program.verdicts.clone());
        found.push(Surprise::Verdicts { expected, got: got.clone() });
    }
    let printed = || submission.cases.iter().flat_map(|case| case.stdout.lines().chain(case.stderr.lines()));
    if let Some(line) = printed().find(|line| line.contains(program::BREACH)) {
        found.push(Surprise::Breach(line.to_owned()));
    }
    if let Some(line) = printed().find(|line| line.contains(SECRET)) {
        found.push(Surprise::Secret(line.to_owned()));
    }
    found
}
