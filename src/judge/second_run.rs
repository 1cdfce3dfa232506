//! An accepted submission is run once more: its small cases in one process, and under another hash seed where its text
//! looks as if that mattered. Who answers otherwise there relies on what no user of the code would give it.
//!
//! It is done after the verdict and changes none. Whatever goes wrong in it is not told: only an answer or an exception
//! of the candidate's counts.

use std::sync::Arc;
use std::time::Duration;

use super::compare::compare;
use super::materials::{Materials, Ready};
use super::source_text::{hashing_lines, line_of, without_texts};
use super::{Executor, Submission};
use crate::check::Aside;
use crate::harness::{Compiled, HashSeed};
use crate::model::{
    Answer, Cause, CheckOutcome, Entry, Instead, Limits, Raised, Reply, SharedRun, Warning, python_literal,
};
use crate::workspace::Cache;

/// CPU time that the cases may have taken together, or a part of that of all cases, whichever is larger.
const SMALL: Duration = Duration::from_millis(10);
const SMALL_PART: u32 = 20;
/// How many times as long a process with all of them may take.
const PATIENCE: u32 = 4;
/// Characters of an answer.
const SHOWN: usize = 60;
/// Exceptions that say more of the process than of the solution.
const OF_THE_PROCESS: [&str; 3] = ["MemoryError", "RecursionError", "SystemExit"];

/// An accepted submission.
pub(super) struct SecondRun<'r> {
    pub(super) submission: &'r Submission,
    pub(super) program: &'r Arc<Compiled>,
    pub(super) materials: &'r Materials,
    pub(super) limits: &'r Limits,
    pub(super) cache: &'r Cache,
    /// The CPU time of each of its cases, by the problem's index.
    pub(super) times: Vec<(usize, Duration)>,
}

impl SecondRun<'_> {
    /// What there is to say of it.
    pub(super) fn warning(mut self, executor: &mut dyn Executor) -> Option<Warning> {
        if matches!(self.submission.problem.entry, Entry::Stdin) {
            return None;
        }
        let all: Duration = self.times.iter().map(|(_, cpu)| *cpu).sum();
        let small = SMALL.max(all / SMALL_PART);
        let mut cases = Vec::new();
        for index in self.small_cases(small) {
            cases.push((index, self.materials.case(index, executor, self.cache).ok()?.ok()?));
        }
        // The first once more: else the last could leave what it likes, and one case would show nothing.
        cases.push(cases.first()?.clone());
        let run = |executor: &mut dyn Executor, seed| {
            let inputs: Vec<_> = cases.iter().map(|(_, ready)| Arc::clone(&ready.input)).collect();
            let run = executor.run_together(self.program, &inputs, self.limits, small * PATIENCE, seed).ok()?;
            let difference = self.difference(&run, &cases, executor);
            Some((run, difference))
        };
        let code = without_texts(&self.submission.text());
        let (first, difference) = run(executor, HashSeed::USUAL)?;
        if let Some((case, expected, instead)) = difference {
            let changed = first.changed.into_iter().map(|changed| {
                let line = line_of(&code, &changed);
                (changed, line)
            });
            return Some(Warning { cause: Cause::State(changed.collect()), case, expected, instead });
        }
        let lines = hashing_lines(&code);
        if lines.is_empty() {
            return None;
        }
        let (case, expected, instead) = run(executor, HashSeed::OTHER)?.1?;
        let line = if let [line] = lines[..] { Some(line) } else { None };
        Some(Warning { cause: Cause::HashSeed(line), case, expected, instead })
    }

    /// The cases that took the least time, as many as there is time for, in the problem's order.
    fn small_cases(&mut self, small: Duration) -> Vec<usize> {
        self.times.sort_by_key(|(_, cpu)| *cpu);
        let mut spent = Duration::ZERO;
        let cheap = self.times.iter().take_while(|(_, cpu)| {
            spent += *cpu;
            spent <= small
        });
        let mut cases: Vec<usize> = cheap.map(|(index, _)| *index).collect();
        cases.sort_unstable();
        cases
    }

    /// The first case with another outcome than expected: its name, the expected answer, what came instead.
    fn difference(
        &self,
        run: &SharedRun,
        cases: &[(usize, Ready)],
        executor: &mut dyn Executor,
    ) -> Option<(String, String, Instead)> {
        let problem = &self.submission.problem;
        let shown = |answer: &Answer| match answer {
            Answer::Returned(value) => python_literal(value, SHOWN),
            Answer::Printed(_) => String::new(),
        };
        cases.iter().zip(&run.replies).find_map(|((index, ready), reply)| {
            let instead = match reply {
                Reply::Answer { answer, .. } => {
                    let answer = Answer::Returned(answer.clone());
                    let aside = Aside { stdout: b"", args_before: &[], args_after: None, returned: None, calls: false };
                    let outcome = compare(problem, self.materials, ready, &answer, &aside, executor);
                    let rejected = matches!(outcome, Ok(Ok(CheckOutcome::Rejected(_))));
                    rejected.then(|| Instead::Answer(shown(&answer)))
                }
                Reply::Raised(Raised { type_name, message, .. }) if !OF_THE_PROCESS.contains(&type_name.as_str()) => {
                    let message = message.lines().next().unwrap_or_default();
                    Some(Instead::Exception(format!("{type_name}: {message}")))
                }
                _ => None,
            }?;
            Some((problem.cases[*index].name.clone(), shown(&ready.expected), instead))
        })
    }
}
