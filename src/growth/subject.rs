//! One program under measurement: asks the harness, and believes no more than the kernel confirms.

use std::sync::Arc;
use std::time::Duration;

use super::GrowthError;
use crate::harness::{Compiled, Measure, ProgramKind};
use crate::judge::{Executor, failure};
use crate::model::{CaseInput, CostlyLine, Execution, Exit, Limits, Reply, StopReason, Value};

/// An interpreter's start is taken off what the kernel says, and no start is like the other.
const START: Duration = Duration::from_millis(5);
/// No time is shorter; nothing takes none.
const LEAST: f64 = 1e-9;

/// A program with an executor of its own: nothing has to be loaded anew when another one's turn has been.
pub(super) struct Subject {
    /// How messages call it.
    file: String,
    program: Arc<Compiled>,
    timed: Arc<Compiled>,
    executor: Box<dyn Executor>,
}

/// What came of one measurement.
pub(super) enum Measured<T> {
    /// This.
    Found(T),
    /// It was stopped: over a limit.
    Stopped,
}

impl Subject {
    /// A program that compiles.
    pub(super) fn new(file: &str, program: Arc<Compiled>, executor: Box<dyn Executor>) -> Self {
        // A program's time is the whole of it, and that the kernel knows.
        let is_program = program.program.kind == ProgramKind::Stdin;
        let timed = if is_program { Arc::clone(&program) } else { Arc::new(program.measuring(Measure::Time)) };
        Self { file: file.to_owned(), program, timed, executor }
    }

    /// CPU time of one call, in seconds.
    pub(super) fn time(&mut self, input: &CaseInput, limits: &Limits) -> Result<Measured<f64>, GrowthError> {
        let timed = Arc::clone(&self.timed);
        let execution = self.executor.run(&timed, input, limits, limits.time)?;
        self.judged(&execution, |execution| match &execution.reply {
            Reply::Finished => Some(execution.cpu.as_secs_f64().max(LEAST)),
            Reply::Answer { answer, .. } => seconds_per_call(answer, execution.cpu),
            _ => None,
        })
    }

    /// Steps and operations of one call.
    pub(super) fn counts(
        &mut self,
        input: &CaseInput,
        limits: &Limits,
    ) -> Result<Measured<(u64, Option<u64>)>, GrowthError> {
        self.measure(Measure::Counts, input, limits, |answer| {
            let [steps, operations] = answer.items()? else { return None };
            Some((whole(steps)?, whole(operations)))
        })
    }

    /// The lines that cost the most.
    pub(super) fn lines(
        &mut self,
        input: &CaseInput,
        limits: &Limits,
    ) -> Result<Measured<Vec<CostlyLine>>, GrowthError> {
        self.measure(Measure::Lines, input, limits, costly_lines)
    }

    /// The most bytes that a call held at once.
    pub(super) fn memory(&mut self, input: &CaseInput, limits: &Limits) -> Result<Measured<u64>, GrowthError> {
        self.measure(Measure::Memory, input, limits, whole)
    }

    fn measure<T>(
        &mut self,
        what: Measure,
        input: &CaseInput,
        limits: &Limits,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Result<Measured<T>, GrowthError> {
        let program = Arc::new(self.program.measuring(what));
        let execution = self.executor.run(&program, input, limits, limits.time)?;
        self.judged(&execution, |execution| match &execution.reply {
            Reply::Answer { answer, .. } => read(answer),
            _ => None,
        })
    }

    /// What was found, if the process came to a clean end and says something that can be.
    fn judged<T>(
        &self,
        execution: &Execution,
        read: impl Fn(&Execution) -> Option<T>,
    ) -> Result<Measured<T>, GrowthError> {
        match execution.stopped {
            Some(StopReason::Interrupted) => return Err(GrowthError::Interrupted),
            Some(_) => return Ok(Measured::Stopped),
            None => {}
        }
        let found = if execution.exit == Exit::Code(0) { read(execution) } else { None };
        found
            .map(Measured::Found)
            .ok_or_else(|| GrowthError::Failed { file: self.file.clone(), why: failure(execution, &self.file) })
    }
}

/// What a process says of its calls, but no more than the CPU time that the kernel gave it.
fn seconds_per_call(answer: &Value, cpu: Duration) -> Option<f64> {
    let [taken, calls] = answer.items()? else { return None };
    let (taken, calls) = (whole(taken)?, whole(calls)?.max(1));
    let taken = Duration::from_nanos(taken).min(cpu + START);
    Some((taken.as_secs_f64() / calls as f64).max(LEAST))
}

fn costly_lines(answer: &Value) -> Option<Vec<CostlyLine>> {
    let rows: Vec<(String, usize, u64, u64)> = answer
        .items()?
        .iter()
        .map(|row| {
            let [Value::Str(file), line, hits, taken] = row.items()? else { return None };
            Some((file.clone(), usize::try_from(whole(line)?).ok()?, whole(hits)?, whole(taken)?))
        })
        .collect::<Option<_>>()?;
    let all = rows.iter().map(|row| row.3 as f64).sum::<f64>().max(1.0);
    let line = |(file, line, hits, taken)| CostlyLine { file, line, hits, share: taken as f64 / all };
    Some(rows.into_iter().map(line).collect())
}

fn whole(value: &Value) -> Option<u64> {
    if let Value::Int(number) = value { u64::try_from(*number).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::{Duration, Value, costly_lines, seconds_per_call};

    fn pair(a: i64, b: i64) -> Value {
        Value::Tuple(vec![Value::Int(a), Value::Int(b)])
    }

    #[test]
    fn a_process_is_not_believed_more_than_the_kernel() {
        let cpu = Duration::from_millis(2);
        assert_eq!(seconds_per_call(&pair(1_000_000, 10), cpu), Some(1e-4));
        assert_eq!(seconds_per_call(&pair(i64::MAX, 1), cpu), Some(7e-3));
        assert_eq!(seconds_per_call(&pair(1_000_000, 0), cpu), Some(1e-3));
        assert!(seconds_per_call(&pair(0, 1), Duration::ZERO).unwrap() > 0.0);
    }

    #[test]
    fn what_is_no_measurement_is_none() {
        let cpu = Duration::from_millis(2);
        for lie in [Value::None, pair(-1, 1), Value::Tuple(vec![Value::Int(1)]), Value::List(vec![Value::None; 2])] {
            assert_eq!(seconds_per_call(&lie, cpu), None, "{lie:?}");
            assert_eq!(costly_lines(&Value::List(vec![lie])), None);
        }
    }

    #[test]
    fn shares_of_lines_are_parts_of_the_whole() {
        let row = |line, taken| {
            let file = Value::Str("a.py".to_owned());
            Value::Tuple(vec![file, Value::Int(line), Value::Int(7), Value::Int(taken)])
        };
        let lines = costly_lines(&Value::List(vec![row(2, 300), row(1, 100)])).unwrap();
        assert_eq!(
            lines.iter().map(|line| (line.line, line.hits, line.share)).collect::<Vec<_>>(),
            [(2, 7, 0.75), (1, 7, 0.25)]
        );
    }
}
