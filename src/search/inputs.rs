//! Random legal inputs: from types and constraints, from generator.py with small numbers, and, where the input is a
//! text, from the cases by changing lines and characters.

use std::collections::HashSet;
use std::sync::Arc;

use crate::catalog::check_input;
use crate::catalog::random::{InputMaker, Rng};
use crate::judge::Workbench;
use crate::model::{CaseInput, CaseSource, Problem, Value};
use crate::sandbox::Interrupt;

use super::SearchError;

/// Inputs that are tried for each one that is wanted.
const TRIES: usize = 6;
/// One in this many comes from generator.py.
const GENERATED: usize = 8;
/// Sizes in a generator's parameters are made at most this.
const SMALL: i64 = 12;
/// A text of more lines than this is cut before it is changed.
const LINES: usize = 8;

/// What random inputs depend on.
pub struct Random<'r> {
    /// The problem.
    pub problem: &'r Problem,
    /// Another seed, other inputs.
    pub seed: u64,
    /// Whether the user wants to stop.
    pub interrupt: &'r Interrupt,
}

impl Random<'_> {
    /// At most `wanted` legal inputs, all different, the shortest first.
    pub fn inputs(&self, wanted: usize, bench: &mut Workbench) -> Result<Vec<Arc<CaseInput>>, SearchError> {
        let mut rng = Rng::new(self.seed);
        let mut maker = InputMaker::new(self.problem, rng.bits());
        let mut seen = HashSet::new();
        let mut legal = Vec::new();
        for _ in 0..TRIES {
            let mut candidates = Vec::new();
            for index in 0..wanted - legal.len() {
                let candidate = match &mut maker {
                    _ if index % GENERATED == 0 => self.generate(&mut rng, bench)?,
                    Some(maker) => maker.make(),
                    None => self.changed_text(&mut rng),
                };
                let Some(candidate) = candidate else { continue };
                let text = candidate.to_json().to_string();
                if seen.insert(text.clone()) && check_input(self.problem, &candidate).is_empty() {
                    candidates.push((text.len(), candidate));
                }
            }
            if candidates.is_empty() {
                break;
            }
            // All at once: each change of the program costs as much as some runs.
            for (length, candidate) in candidates {
                if self.interrupt.is_set() {
                    return Err(SearchError::Interrupted);
                }
                if bench.validate(&candidate)? == Ok(None) {
                    legal.push((length, Arc::new(candidate)));
                }
            }
            if legal.len() >= wanted {
                break;
            }
        }
        legal.sort_by_key(|(length, _)| *length);
        Ok(legal.into_iter().map(|(_, input)| input).collect())
    }

    /// An input of a generated case with small numbers and another seed.
    fn generate(&self, rng: &mut Rng, bench: &mut Workbench) -> Result<Option<CaseInput>, SearchError> {
        let generated: Vec<(&String, &Vec<(String, Value)>)> = self
            .problem
            .cases
            .iter()
            .filter_map(|case| match &case.source {
                CaseSource::Generated { function, params, .. } => Some((function, params)),
                CaseSource::Given(_) => None,
            })
            .collect();
        let Some((function, params)) = rng.pick(&generated) else { return Ok(None) };
        let small = |value: &Value, rng: &mut Rng| match value {
            Value::Int(int) if *int > SMALL => Value::Int(rng.between(1, SMALL)),
            other => other.clone(),
        };
        let params: Vec<(String, Value)> =
            params.iter().map(|(name, value)| (name.clone(), small(value, rng))).collect();
        // A function that cannot work with such numbers makes none: nobody promised that it can.
        Ok(bench.generate(function, &params, rng.bits())?.ok())
    }

    /// A part of a case's text with some lines and characters changed.
    fn changed_text(&self, rng: &mut Rng) -> Option<CaseInput> {
        let texts: Vec<&Vec<u8>> = self
            .problem
            .cases
            .iter()
            .filter_map(|case| match &case.source {
                CaseSource::Given(input) => match &**input {
                    CaseInput::Stdin(text) => Some(text),
                    _ => None,
                },
                CaseSource::Generated { .. } => None,
            })
            .collect();
        let text = String::from_utf8_lossy(rng.pick(&texts)?).into_owned();
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        let start = rng.below(lines.len().saturating_sub(LINES) + 1);
        lines.drain(..start);
        lines.truncate(LINES);
        for _ in 0..rng.below(4) {
            let at = rng.below(lines.len());
            let Some(line) = lines.get(at).cloned() else { break };
            match rng.below(5) {
                0 => drop(lines.remove(at)),
                1 => lines.insert(at, line),
                2 => {
                    let other = rng.below(lines.len());
                    lines.swap(at, other);
                }
                _ => lines[at] = changed_line(&line, rng),
            }
        }
        Some(CaseInput::Stdin(lines.concat().into_bytes()))
    }
}

/// A line with one character taken out, doubled, or put in the place of another.
fn changed_line(line: &str, rng: &mut Rng) -> String {
    let mut letters: Vec<char> = line.chars().collect();
    let at = rng.below(letters.len());
    let Some(letter) = letters.get(at).copied() else { return line.to_owned() };
    match rng.below(3) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letter),
        _ => {
            let from = rng.below(letters.len());
            letters[at] = letters[from];
        }
    }
    letters.into_iter().collect()
}
