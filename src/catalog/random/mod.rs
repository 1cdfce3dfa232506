//! Random legal inputs from a problem's types and constraints: small ones mostly, near bounds, with repeated values.
//!
//! What only validator.py knows is not known here; who asks for inputs asks the validator too.

mod rng;
mod values;

use crate::model::{Bound, CaseInput, Constraint, Entry, Method, Param, Problem, Value};

use super::legal::{self, check_input};

pub use rng::Rng;
use values::Maker;

/// How often an input that breaks a constraint is made anew.
const ATTEMPTS: usize = 30;
/// Sizes of inputs, small ones often.
const SIZES: [usize; 12] = [0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 12];

/// Makes inputs for one problem, endlessly, in an order that depends on the seed only.
pub struct InputMaker<'p> {
    problem: &'p Problem,
    rng: Rng,
}

impl<'p> InputMaker<'p> {
    /// A maker of inputs; None for a stdin problem, whose input has no declared type.
    pub fn new(problem: &'p Problem, seed: u64) -> Option<Self> {
        (problem.entry != Entry::Stdin).then(|| Self { problem, rng: Rng::new(seed) })
    }

    /// An input that the constraints allow; None where none was found.
    pub fn make(&mut self) -> Option<CaseInput> {
        for _ in 0..ATTEMPTS {
            let input = self.attempt()?;
            if check_input(self.problem, &input).is_empty() {
                return Some(input);
            }
        }
        None
    }

    fn attempt(&mut self) -> Option<CaseInput> {
        let size = *self.rng.pick(&SIZES)?;
        let constraints = &self.problem.constraints;
        let mut maker = Maker::new(&mut self.rng, constraints, size);
        match &self.problem.entry {
            Entry::Function { params, .. } => Some(CaseInput::Call(arguments(&mut maker, None, params, &[]))),
            Entry::Class { init, methods, .. } => {
                let init_args = arguments(&mut maker, Some("__init__"), init, &[]);
                let known: Vec<(String, Value)> = init
                    .iter()
                    .zip(&init_args)
                    .map(|(param, value)| (format!("__init__.{}", param.name), value.clone()))
                    .collect();
                let favourites: Vec<&Method> = methods.iter().filter(|_| maker.rng.percent(70)).collect();
                let mut calls = Vec::new();
                for _ in 0..=maker.rng.below(2 * size + 2) {
                    let method = match maker.rng.pick(&favourites) {
                        Some(method) => *method,
                        None => maker.rng.pick(methods)?,
                    };
                    let args = arguments(&mut maker, Some(&method.name), &method.params, &known);
                    calls.push((method.name.clone(), args));
                }
                Some(CaseInput::Class { init: init_args, calls })
            }
            Entry::Stdin => None,
        }
    }
}

/// The arguments of one call; those that bounds of others name are made first.
fn arguments(maker: &mut Maker, method: Option<&str>, params: &[Param], known: &[(String, Value)]) -> Vec<Value> {
    let full = |param: &Param| method.map_or_else(|| param.name.clone(), |method| format!("{method}.{}", param.name));
    let mut made: Vec<(String, Value)> = known.to_vec();
    let mut values: Vec<Option<Value>> = vec![None; params.len()];
    for _ in 0..params.len() {
        let waits = |param: &Param| {
            let of = maker.constraints.iter().filter(|constraint| constraint.param == full(param));
            of.flat_map(named).any(|name| !made.iter().any(|(known, _)| known == name))
        };
        let open: Vec<usize> = (0..params.len()).filter(|&index| values[index].is_none()).collect();
        let ready = open.iter().find(|&&index| !waits(&params[index])).or(open.first());
        let Some(&index) = ready else { break };
        let name = full(&params[index]);
        let value = maker.value(&name, &params[index].ty, &made);
        made.push((name, value.clone()));
        values[index] = Some(value);
    }
    values.into_iter().map(|value| value.unwrap_or(Value::None)).collect()
}

/// The parameters that a constraint's bounds name.
fn named(constraint: &Constraint) -> impl Iterator<Item = &str> {
    let bounds = constraint.range.iter().chain(&constraint.length).flat_map(|(low, high)| [low, high]);
    bounds.filter_map(|bound| match bound {
        Bound::Len(name, _) | Bound::Param(name, _) => Some(name.as_str()),
        Bound::Int(_) | Bound::Float(_) => None,
    })
}

/// The number that a bound is, given the arguments so far.
fn number(bound: &Bound, made: &[(String, Value)]) -> Option<f64> {
    let arg = |name: &str| made.iter().find(|(known, _)| known == name).map(|(_, value)| value);
    match bound {
        Bound::Int(int) => Some(*int as f64),
        Bound::Float(float) => Some(*float),
        Bound::Len(name, plus) => Some(legal::length(arg(name)?)? as f64 + *plus as f64),
        Bound::Param(name, plus) => match arg(name)? {
            Value::Int(int) => Some((*int + *plus) as f64),
            Value::Float(float) => Some(float + *plus as f64),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::InputMaker;
    use crate::catalog::{Catalog, check_input};

    #[test]
    fn inputs_are_legal_small_and_different() {
        for folder in ["tests/fixtures/packages/valid", "tests/fixtures/matrix", "problems"] {
            let catalog = Catalog::open(&[Path::new(folder).to_owned()]).unwrap();
            for problem in catalog.ids().map(|id| catalog.get(id).unwrap()) {
                let Some(mut maker) = InputMaker::new(&problem, 1) else { continue };
                let mut texts: Vec<String> = Vec::new();
                for _ in 0..60 {
                    let input = maker.make().unwrap_or_else(|| panic!("{}: no input", problem.id));
                    assert_eq!(check_input(&problem, &input), []);
                    texts.push(input.to_json().to_string());
                }
                assert!(texts.iter().filter(|text| text.len() < 400).count() > 30, "{}: {texts:?}", problem.id);
                let again = InputMaker::new(&problem, 1).unwrap().make().unwrap();
                assert_eq!(again.to_json().to_string(), texts[0], "{}", problem.id);
                texts.sort();
                texts.dedup();
                assert!(texts.len() > 20 || folder != "problems", "{}: {texts:?}", problem.id);
            }
        }
    }
}
