//! Random legal inputs: from types and constraints, from generator.py with small numbers, and from the cases by
//! changing parts of them.

use std::collections::HashSet;
use std::sync::Arc;

use crate::catalog::check_input;
use crate::catalog::random::{InputMaker, Rng};
use crate::judge::Workbench;
use crate::model::{CaseInput, CaseSource, Problem, Value};
use crate::sandbox::Interrupt;

use super::SearchError;
use super::mutate::mutated;

/// Inputs that are tried for each one that is wanted.
const TRIES: usize = 6;
/// Inputs that are tried before there are said to be no more.
const PATIENCE: usize = 400;
/// One in this many comes from generator.py, and one from a case.
const TURN: usize = 8;
/// Sizes in a generator's parameters are made at most this.
const SMALL: i64 = 12;

/// What random inputs depend on.
pub struct Random<'r> {
    /// The problem.
    pub problem: &'r Problem,
    /// Another seed, other inputs.
    pub seed: u64,
    /// Whether the user wants to stop.
    pub interrupt: &'r Interrupt,
}

/// Random legal inputs, one after the other, none twice.
pub struct Inputs<'r> {
    problem: &'r Problem,
    interrupt: &'r Interrupt,
    rng: Rng,
    maker: Option<InputMaker<'r>>,
    cases: Vec<&'r CaseInput>,
    seen: HashSet<String>,
    turn: usize,
}

impl<'r> Random<'r> {
    /// At most `wanted` legal inputs, all different, the shortest first.
    pub fn inputs(&self, wanted: usize, bench: &mut Workbench) -> Result<Vec<Arc<CaseInput>>, SearchError> {
        let mut stream = self.stream();
        let mut legal = Vec::new();
        for _ in 0..TRIES * wanted {
            if legal.len() == wanted {
                break;
            }
            legal.extend(stream.attempt(bench)?);
        }
        legal.sort_by_cached_key(|input| input.to_json().to_string().len());
        Ok(legal)
    }

    /// As many as are wanted.
    pub fn stream(&self) -> Inputs<'r> {
        let mut rng = Rng::new(self.seed);
        let given = self.problem.cases.iter().filter_map(|case| match &case.source {
            CaseSource::Given(input) => Some(&**input),
            CaseSource::Generated { .. } => None,
        });
        Inputs {
            problem: self.problem,
            interrupt: self.interrupt,
            maker: InputMaker::new(self.problem, rng.bits()),
            rng,
            cases: given.collect(),
            seen: HashSet::new(),
            turn: 0,
        }
    }
}

impl Inputs<'_> {
    /// The next one; None: none was found in many attempts.
    pub fn next(&mut self, bench: &mut Workbench) -> Result<Option<Arc<CaseInput>>, SearchError> {
        for _ in 0..PATIENCE {
            if let Some(input) = self.attempt(bench)? {
                return Ok(Some(input));
            }
        }
        Ok(None)
    }

    /// Makes one; None where it is not legal, or was there before.
    fn attempt(&mut self, bench: &mut Workbench) -> Result<Option<Arc<CaseInput>>, SearchError> {
        if self.interrupt.is_set() {
            return Err(SearchError::Interrupted);
        }
        self.turn += 1;
        let made = match (self.turn % TURN, &mut self.maker) {
            (1, _) => self.generate(bench)?,
            (0, _) | (_, None) => self.change_a_case(),
            (_, Some(maker)) => maker.make(),
        };
        let Some(input) = made else { return Ok(None) };
        if !self.seen.insert(input.to_json().to_string())
            || !check_input(self.problem, &input).is_empty()
            || bench.validate(&input)? != Ok(None)
        {
            return Ok(None);
        }
        Ok(Some(Arc::new(input)))
    }

    /// An input of a generated case with small numbers and another seed.
    fn generate(&mut self, bench: &mut Workbench) -> Result<Option<CaseInput>, SearchError> {
        let generated: Vec<(&String, &Vec<(String, Value)>)> = self
            .problem
            .cases
            .iter()
            .filter_map(|case| match &case.source {
                CaseSource::Generated { function, params, .. } => Some((function, params)),
                CaseSource::Given(_) => None,
            })
            .collect();
        let Some((function, params)) = self.rng.pick(&generated) else { return Ok(None) };
        let rng = &mut self.rng;
        let small = |value: &Value, rng: &mut Rng| match value {
            Value::Int(int) if *int > SMALL => Value::Int(rng.between(1, SMALL)),
            other => other.clone(),
        };
        let params: Vec<(String, Value)> =
            params.iter().map(|(name, value)| (name.clone(), small(value, rng))).collect();
        // A function that cannot work with such numbers makes none: nobody promised that it can.
        Ok(bench.generate(function, &params, rng.bits())?.ok())
    }

    fn change_a_case(&mut self) -> Option<CaseInput> {
        let case = *self.rng.pick(&self.cases)?;
        mutated(&self.problem.entry, case, &mut self.rng)
    }
}
