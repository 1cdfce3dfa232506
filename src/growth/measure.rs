//! The course of a measurement: which sizes, how often, and what is measured besides time.

use std::sync::Arc;
use std::time::Duration;

use super::bands::{at_largest, read_times, refine};
use super::budget::Budget;
use super::fit::{self, Point};
use super::sizes::{LARGEST, grid, largest_of, settings};
use super::subject::{Measured, Subject};
use super::{GrowthError, Meter};
use crate::harness::Program;
use crate::judge::{Submission, Workbench, failure};
use crate::model::{
    CaseInput, CostlyLines, CountPoint, Doubt, Growth, GrowthBand, GrowthFinding, GrowthPoint, GrowthReading,
    GrowthReport, Limits, MemoryGrowth, Problem, RangeEnd, Value,
};
use crate::sandbox::cpu_time_so_far;

/// Times take this part of the time there is; counts, lines and memory the rest.
const TIMING: f64 = 0.8;
/// A larger size is tried when this many runs of all sizes of the window would still fit in.
const PASSES_TO_COME: f64 = 2.0;
/// The sizes of a window together cost about this many times the largest.
const WINDOW_COST: f64 = 2.5;
/// More runs of the same are not made.
const MOST_PASSES: usize = 12;
/// The smallest sizes are run again, too: they say what every call costs.
const FLOOR_SIZES: usize = 2;
/// Counting and memory take many times as long; it is done where a call takes at most this part of the time there is.
const COUNTING: f64 = 1.0 / 400.0;
const TRACING: f64 = 1.0 / 200.0;
/// One run is ended at this part of the time there is.
const STOP: f64 = 0.5;
/// Sizes up to here are tried even when the time is over, if a run takes less than this part of it: on a machine that
/// does much else there would be nothing to read otherwise.
const ALWAYS: u64 = 300;
const CHEAP: f64 = 1.0 / 30.0;
/// How steeply a call grows is seen over sizes this far apart; more than any power is not believed.
const LATELY: f64 = 1.4;
const STEEPEST: f64 = 20.0;
const MEMORY: u64 = 1 << 30;
const OUTPUT: u64 = 64 << 20;

/// A size and what is known of it.
struct Row {
    size: u64,
    input: Arc<CaseInput>,
    solution: f64,
    reference: Option<f64>,
    /// CPU time of one run of each, everything around the calls included.
    cost: Duration,
}

impl Row {
    /// Seconds of a run that were not spent in calls.
    fn rest(&self) -> f64 {
        (self.cost.as_secs_f64() - self.solution - self.reference.unwrap_or_default()).max(0.0)
    }
}

/// A measurement at work.
struct Course<'a> {
    meter: &'a Meter<'a>,
    inputs: Inputs<'a>,
    solution: Subject,
    reference: Option<Subject>,
    limits: Limits,
    budget: Budget,
    rows: Vec<Row>,
}

/// Makes inputs of any size.
struct Inputs<'a> {
    problem: &'a Problem,
    growth: &'a Growth,
    bench: Workbench<'a>,
    params: Vec<(String, Value)>,
    seed: u64,
}

impl Meter<'_> {
    /// Measures a solution of a problem that has a target; which cases it names does not matter.
    pub fn measure(&self, submission: &Submission) -> Result<GrowthReport, GrowthError> {
        let problem = &submission.problem;
        let Some(growth) = &problem.growth else {
            return Err(GrowthError::NoTarget { problem: problem.id.clone() });
        };
        let largest = largest_of(problem, growth);
        let mut course = self.course(submission, growth)?;
        let end = course.explore(&grid(largest.unwrap_or(LARGEST).min(LARGEST)))?;
        course.repeat()?;
        let solution = course.points(|row| Some(row.solution));
        let reference = course.points(|row| row.reference);
        let mut reading = read_times(&pairs(&solution));
        let counts = if is_worth_counting(&reading) { course.counts()? } else { Vec::new() };
        reading = refine(reading, &counts);
        let largest = largest.map(|size| at_largest(size, &reading, &pairs(&solution), &pairs(&reference)));
        Ok(GrowthReport {
            problem: Arc::clone(problem),
            path: submission.shown_path.clone(),
            source: submission.text().into(),
            environment: self.environment.clone(),
            parameter: growth.parameter.clone(),
            target: growth.target,
            reading,
            counts,
            largest,
            end,
            lines: if self.options.lines { course.lines()? } else { None },
            memory: if self.options.memory { course.memory()? } else { None },
            solution,
            reference,
        })
    }

    fn course<'a>(&'a self, submission: &'a Submission, growth: &'a Growth) -> Result<Course<'a>, GrowthError> {
        let Submission { problem, shown_path, .. } = submission;
        let (params, seed) = settings(problem, growth);
        let bench = Workbench::new(problem, &self.environment.python, self.executors, self.cache);
        let mut limits = problem.limits.resolve(self.options.time.mul_f64(STOP));
        limits.memory_bytes = limits.memory_bytes.max(MEMORY);
        limits.output_bytes = limits.output_bytes.max(OUTPUT);
        let failed = |why| GrowthError::Failed { file: shown_path.clone(), why };
        let author = |why| GrowthError::Author { problem: problem.id.clone(), why };
        let solution = self.subject(shown_path, submission.program()?)?;
        let reference = match &problem.reference {
            Some(text) => {
                let program = Program::author((&problem.entry).into(), "reference.py", text);
                Some(self.subject("reference.py", program)?.map_err(author)?)
            }
            None => None,
        };
        Ok(Course {
            meter: self,
            inputs: Inputs { problem, growth, bench, params, seed },
            solution: solution.map_err(failed)?,
            reference,
            limits,
            budget: Budget::new(self.options.time),
            rows: Vec::new(),
        })
    }

    /// A program that can be measured. The inner error: why it does not compile.
    fn subject(&self, file: &str, program: Program) -> Result<Result<Subject, String>, GrowthError> {
        let mut executor = (self.executors)();
        Ok(match executor.compile(program)? {
            Ok(compiled) => Ok(Subject::new(file, Arc::new(compiled), executor)),
            Err(execution) => Err(failure(&execution, file)),
        })
    }
}

impl Inputs<'_> {
    /// The input of a size. The inner error: the generator makes none.
    fn make(&mut self, size: u64) -> Result<Result<CaseInput, String>, GrowthError> {
        let mut params = self.params.clone();
        params.push((self.growth.parameter.clone(), Value::Int(size.cast_signed())));
        Ok(self.bench.generate(&self.growth.function, &params, self.seed)?)
    }

    fn author_error(&self, why: String) -> GrowthError {
        GrowthError::Author { problem: self.problem.id.clone(), why }
    }
}

impl Course<'_> {
    /// Runs larger and larger inputs, until the next one would take too long.
    fn explore(&mut self, sizes: &[u64]) -> Result<RangeEnd, GrowthError> {
        let mut refused = None;
        let mut making = Duration::ZERO;
        for &size in sizes {
            let larger = self.rows.last().map_or(1.0, |last| size as f64 / last.size as f64);
            let making_it = making.mul_f64(larger);
            if !self.can_afford(size, making_it) {
                // Noise only adds: perhaps the last ones seemed dearer than they are.
                for row in self.rows.len().saturating_sub(3)..self.rows.len() {
                    self.run(row)?;
                }
                if !self.can_afford(size, making_it) {
                    return Ok(RangeEnd::Time);
                }
            }
            let begun = cpu_time_so_far();
            let input = match self.inputs.make(size)? {
                Ok(input) => Arc::new(input),
                // Some make nothing of a small size.
                Err(why) if self.rows.is_empty() => {
                    refused = Some(why);
                    continue;
                }
                Err(why) => return Err(self.inputs.author_error(why)),
            };
            making = cpu_time_so_far().saturating_sub(begun);
            let row = Row { size, input, solution: f64::INFINITY, reference: None, cost: Duration::MAX };
            self.rows.push(row);
            if !self.run(self.rows.len() - 1)? {
                self.rows.pop();
                return Ok(RangeEnd::Stopped);
            }
        }
        match refused {
            Some(why) if self.rows.is_empty() => Err(self.inputs.author_error(why)),
            _ => Ok(RangeEnd::Largest),
        }
    }

    /// Whether there is time for a larger size and for enough passes with it.
    fn can_afford(&self, size: u64, making: Duration) -> bool {
        let run = Duration::from_secs_f64(self.predicted(size).min(1e6));
        let to_come = run.mul_f64(1.0 + PASSES_TO_COME * WINDOW_COST) + making;
        let cheap = size <= ALWAYS && run + making < self.budget.part(CHEAP);
        cheap || self.budget.spent() + to_come <= self.budget.part(TIMING)
    }

    /// CPU time that a run of this size may take: the calls as they have grown lately, the rest with the input.
    fn predicted(&self, size: u64) -> f64 {
        let Some(last) = self.rows.last() else { return 0.0 };
        let ratio = |a: u64, b: u64| a as f64 / b as f64;
        let before = self.rows.iter().rev().find(|row| ratio(last.size, row.size) >= LATELY).unwrap_or(last);
        let grown = |time: fn(&Row) -> f64| {
            let rise = (time(last) / time(before)).ln() / ratio(last.size, before.size).ln();
            let rise = if rise.is_finite() { rise.clamp(1.0, STEEPEST) } else { 1.0 };
            time(last) * ratio(size, last.size).powf(rise)
        };
        let rest = self.rows.iter().rev().take(2).map(Row::rest).fold(f64::INFINITY, f64::min);
        grown(|row| row.solution) + grown(|row| row.reference.unwrap_or_default()) + rest * ratio(size, last.size)
    }

    /// Runs the sizes that the exponent is taken from again and again, as long as there is time.
    fn repeat(&mut self) -> Result<(), GrowthError> {
        let window = self.window_start(self.rows.len(), fit::WIDE_WINDOW);
        let again: Vec<usize> = (0..FLOOR_SIZES.min(window)).chain(window..self.rows.len()).collect();
        let pass: Duration = again.iter().map(|&row| self.rows[row].cost).sum();
        for _ in 1..MOST_PASSES {
            if self.budget.spent() + pass > self.budget.part(TIMING) {
                break;
            }
            for &row in &again {
                self.run(row)?;
            }
        }
        Ok(())
    }

    /// Runs solution and reference on a row's input; false where one of them was stopped.
    fn run(&mut self, index: usize) -> Result<bool, GrowthError> {
        self.check_interrupt()?;
        let begun = cpu_time_so_far();
        let row = &mut self.rows[index];
        let Measured::Found(seconds) = self.solution.time(&row.input, &self.limits)? else { return Ok(false) };
        row.solution = row.solution.min(seconds);
        if let Some(reference) = &mut self.reference {
            match reference.time(&row.input, &self.limits) {
                Ok(Measured::Found(seconds)) => {
                    row.reference = Some(row.reference.map_or(seconds, |least| least.min(seconds)));
                }
                Ok(Measured::Stopped) => return Ok(false),
                Err(GrowthError::Failed { why, .. }) => return Err(self.inputs.author_error(why)),
                Err(error) => return Err(error),
            }
        }
        row.cost = row.cost.min(cpu_time_so_far().saturating_sub(begun));
        Ok(true)
    }

    /// Exact counts on sizes that are not too dear for it.
    fn counts(&mut self) -> Result<Vec<CountPoint>, GrowthError> {
        let end = self.cheaper_than(COUNTING);
        let mut counts = Vec::new();
        for row in self.window_start(end, fit::WINDOW)..end {
            self.check_interrupt()?;
            let Row { size, input, .. } = &self.rows[row];
            match self.solution.counts(input, &self.limits)? {
                Measured::Found((steps, operations)) => counts.push(CountPoint { size: *size, steps, operations }),
                Measured::Stopped => break,
            }
        }
        Ok(counts)
    }

    /// The lines that cost the most, on one size in the middle.
    fn lines(&mut self) -> Result<Option<CostlyLines>, GrowthError> {
        self.check_interrupt()?;
        let Some(row) = self.cheaper_than(TRACING).checked_sub(1) else { return Ok(None) };
        let Row { size, input, .. } = &self.rows[row];
        Ok(match self.solution.lines(input, &self.limits)? {
            Measured::Found(lines) => Some(CostlyLines { size: *size, lines }),
            Measured::Stopped => None,
        })
    }

    /// Peak memory of each size that is not too dear for it.
    fn memory(&mut self) -> Result<Option<MemoryGrowth>, GrowthError> {
        let mut points = Vec::new();
        for row in 0..self.cheaper_than(TRACING) {
            self.check_interrupt()?;
            let Row { size, input, .. } = &self.rows[row];
            match self.solution.memory(input, &self.limits)? {
                Measured::Found(bytes) => points.push((*size, bytes)),
                Measured::Stopped => break,
            }
        }
        let sizes: Vec<Point> = points.iter().map(|&(size, bytes)| (size as f64, bytes.max(1) as f64)).collect();
        Ok((!points.is_empty()).then(|| MemoryGrowth { reading: read_times(&sizes), points }))
    }

    /// How many of the smallest sizes take less than this part of the time.
    fn cheaper_than(&self, part: f64) -> usize {
        self.rows.iter().take_while(|row| row.solution <= self.budget.part(part).as_secs_f64()).count()
    }

    /// Where the window of the rows before `end` begins.
    fn window_start(&self, end: usize, part: f64) -> usize {
        let sizes: Vec<Point> = self.rows[..end].iter().map(|row| (row.size as f64, 0.0)).collect();
        end - fit::window(&sizes, part).len()
    }

    fn points(&self, time: impl Fn(&Row) -> Option<f64>) -> Vec<GrowthPoint> {
        self.rows.iter().filter_map(|row| Some(GrowthPoint { size: row.size, seconds: time(row)? })).collect()
    }

    fn check_interrupt(&self) -> Result<(), GrowthError> {
        if self.meter.interrupt.is_set() { Err(GrowthError::Interrupted) } else { Ok(()) }
    }
}

/// Where counts say nothing that times do not say alone.
fn is_worth_counting(reading: &GrowthReading) -> bool {
    !matches!(
        reading.finding,
        GrowthFinding::Told(GrowthBand::Flat | GrowthBand::Exponential, _)
            | GrowthFinding::CannotTell(Doubt::ShortRange)
    )
}

fn pairs(points: &[GrowthPoint]) -> Vec<Point> {
    points.iter().map(|point| (point.size as f64, point.seconds)).collect()
}
