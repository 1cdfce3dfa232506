//! Makes an input smaller while it keeps failing. Pure: what failing means, the caller says.
//!
//! The manner is that of Hypothesis's shrinkers: an order in which no input has endlessly many smaller ones, passes that
//! each propose smaller inputs of one kind, a set of what was tried, and steps that grow while they succeed
//! (`docs/stress.md` has the sources). Passes are repeated until none of them finds anything.

mod delete;
mod letters;
mod numbers;
mod order;
mod reshape;
mod steps;

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::shape::{Part, Place, Shape, at, put};
use crate::catalog::check_input;
use crate::model::{Bound, CaseInput, Problem, Value};
use order::Size;

/// What shrinking came to.
#[derive(Debug)]
pub struct Shrunk<E> {
    /// The smallest failing input that was found; the one it began with, if none is smaller.
    pub input: CaseInput,
    /// How often it was asked whether an input fails.
    pub executions: usize,
    /// The error that ended it before it was done.
    pub stopped: Option<E>,
}

/// Why shrinking ends before no pass finds anything.
enum Stop<E> {
    /// Nothing more may be tried.
    Spent,
    /// The caller's error.
    Caller(E),
}

/// Shrinks an input that fails, with at most `budget` questions whether another one does.
///
/// Only inputs that the problem's constraints allow are asked about, and none twice. Every input for which `fails` says
/// yes is smaller than all before it. `go_on` is asked often: making candidates of a large input takes time too.
pub fn shrink<E>(
    problem: &Problem,
    start: &CaseInput,
    budget: usize,
    go_on: &dyn Fn() -> Result<(), E>,
    fails: &mut dyn FnMut(&CaseInput) -> Result<bool, E>,
) -> Shrunk<E> {
    let mut shrinker = Shrinker {
        problem,
        shape: Shape::of(&problem.entry),
        tree: Value::None,
        size: Size::of(&Value::None),
        input: start.clone(),
        changes: 0,
        seen: HashSet::new(),
        executions: 0,
        budget,
        go_on,
        fails,
    };
    let stopped = match shrinker.run() {
        Ok(()) | Err(Stop::Spent) => None,
        Err(Stop::Caller(error)) => Some(error),
    };
    Shrunk { input: shrinker.input, executions: shrinker.executions, stopped }
}

/// One input on its way down.
struct Shrinker<'s, E> {
    problem: &'s Problem,
    shape: Shape<'s>,
    /// The smallest failing input, as a tree and as it is.
    tree: Value,
    size: Size,
    input: CaseInput,
    /// How often a smaller one was found.
    changes: usize,
    /// What was asked about already.
    seen: HashSet<u64>,
    executions: usize,
    budget: usize,
    go_on: &'s dyn Fn() -> Result<(), E>,
    fails: &'s mut dyn FnMut(&CaseInput) -> Result<bool, E>,
}

impl<'s, E> Shrinker<'s, E> {
    fn run(&mut self) -> Result<(), Stop<E>> {
        if let CaseInput::Stdin(_) = self.input {
            self.look_as(Shape::Tokens);
            if let Some(plain) = self.shape.input(&self.tree)
                && (plain == self.input || self.ask(&plain)?)
            {
                self.input = plain;
            } else {
                // The white space matters.
                self.look_as(Shape::Lines);
            }
        } else {
            self.look_as(self.shape);
        }
        self.passes()
    }

    fn look_as(&mut self, shape: Shape<'s>) {
        self.shape = shape;
        self.tree = shape.tree(&self.input);
        self.size = Size::of(&self.tree);
    }

    fn passes(&mut self) -> Result<(), Stop<E>> {
        loop {
            let before = self.changes;
            self.empty_parts()?;
            self.take_out_parts()?;
            self.delete()?;
            self.prune_trees()?;
            self.lower_scalars()?;
            self.simplify_texts()?;
            self.lower_together()?;
            self.put_in_order()?;
            if self.changes == before {
                return Ok(());
            }
        }
    }

    /// Goes over to a candidate, if it is a smaller input, legal, not tried yet, and fails.
    fn consider(&mut self, candidate: Value) -> Result<bool, Stop<E>> {
        (self.go_on)().map_err(Stop::Caller)?;
        let size = Size::of(&candidate);
        if size >= self.size {
            return Ok(false);
        }
        let Some(input) = self.shape.input(&candidate) else { return Ok(false) };
        let failing = self.ask(&input)?;
        if failing {
            (self.tree, self.size, self.input) = (candidate, size, input);
            self.changes += 1;
        }
        Ok(failing)
    }

    fn ask(&mut self, input: &CaseInput) -> Result<bool, Stop<E>> {
        let mut hasher = DefaultHasher::new();
        match input {
            CaseInput::Stdin(text) => text.hash(&mut hasher),
            other => other.to_json().to_string().hash(&mut hasher),
        }
        if !self.seen.insert(hasher.finish()) || !check_input(self.problem, input).is_empty() {
            return Ok(false);
        }
        if self.executions >= self.budget {
            return Err(Stop::Spent);
        }
        self.executions += 1;
        (self.fails)(input).map_err(Stop::Caller)
    }

    /// The tree with other values at some places.
    fn with(&self, changes: &[(&[usize], Value)]) -> Value {
        let mut tree = self.tree.clone();
        for (path, value) in changes {
            put(&mut tree, path, value.clone());
        }
        tree
    }

    fn places(&self) -> Vec<Place> {
        self.shape.places(&self.tree)
    }

    /// Does something at each place of some parts, also at those that come about on the way.
    fn at_each(
        &mut self,
        wanted: impl Fn(Part) -> bool,
        mut act: impl FnMut(&mut Self, &Place) -> Result<(), Stop<E>>,
    ) -> Result<(), Stop<E>> {
        let mut places = self.places();
        let mut index = 0;
        while let Some(place) = places.get(index) {
            index += 1;
            if !wanted(place.part) {
                continue;
            }
            (self.go_on)().map_err(Stop::Caller)?;
            let before = self.changes;
            act(self, &place.clone())?;
            if self.changes != before {
                places = self.places();
            }
        }
        Ok(())
    }

    fn part(&self, path: &[usize]) -> &Value {
        at(&self.tree, path).unwrap_or(&Value::None)
    }

    /// Whole numbers that bound something in this problem: to these, values shrink at once.
    fn bounds(&self) -> Vec<i64> {
        let constraints = self.problem.constraints.iter();
        let ends = constraints.flat_map(|constraint| constraint.range.iter()).flat_map(|(low, high)| [low, high]);
        let mut bounds: Vec<i64> = ends
            .filter_map(|end| match end {
                Bound::Int(int) => Some(*int),
                Bound::Float(float) if float.fract() == 0.0 && float.abs() < 1e15 => Some(*float as i64),
                _ => None,
            })
            .collect();
        bounds.sort_by_key(|bound| bound.unsigned_abs());
        bounds.dedup();
        bounds
    }
}
