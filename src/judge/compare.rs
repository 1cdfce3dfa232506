//! Is the answer acceptable? `check` says so, or the problem's own `checker.py` in a process of its own.

use std::sync::Arc;

use super::Executor;
use super::materials::{AUTHOR_LIMITS, AuthorError, Materials, Ready, returned};
use crate::check::{self, Aside};
use crate::harness::HarnessError;
use crate::model::{
    Answer, CaseInput, CheckOutcome, CoerceError, Difference, DifferenceKind, Entry, Path, Problem, Rule, Type, Value,
};

/// The outcome; the inner error says that the checker failed.
pub(super) fn compare(
    problem: &Problem,
    materials: &Materials,
    ready: &Ready,
    answer: &Answer,
    aside: &Aside<'_>,
    executor: &mut dyn Executor,
) -> Result<Result<CheckOutcome, AuthorError>, HarnessError> {
    let program = problem.checker.kind == Rule::Program;
    Ok(match (&*ready.expected, answer) {
        (Answer::Printed(expected), Answer::Printed(got)) if !program => {
            let mut outcome = check::check_text(&problem.checker, expected, got);
            if let CheckOutcome::Rejected(difference) = &mut outcome {
                difference.near_miss = check::near_miss_text(&problem.checker, expected, got);
            }
            Ok(outcome)
        }
        (Answer::Returned(expected), Answer::Returned(got)) => {
            let declared = declared_type(&problem.entry, &ready.input);
            if !program {
                let mut outcome = check::check_value(&problem.checker, &declared, expected, got);
                if let CheckOutcome::Rejected(difference) = &mut outcome {
                    let near = check::near_miss(&problem.checker, &declared, expected, got, aside);
                    difference.near_miss = difference.near_miss.or(near);
                }
                return Ok(Ok(outcome));
            }
            // A checker may rely on the declared type.
            if let Err(CoerceError { path, declared, .. }) = declared.coerce(got.clone()) {
                return Ok(Ok(rejected(path, format!("this is not of the declared type {declared}"))));
            }
            return run_checker(materials, ready, expected.clone(), got.clone(), executor);
        }
        (Answer::Printed(expected), Answer::Printed(got)) => {
            let text = |bytes: &[u8]| Value::Str(String::from_utf8_lossy(bytes).into_owned());
            return run_checker(materials, ready, text(expected), text(got), executor);
        }
        _ => Err("the expected answer is of another kind than the given one".to_owned()),
    })
}

/// The type of the whole answer; of a class the tuple of what its calls return.
fn declared_type(entry: &Entry, input: &CaseInput) -> Type {
    match (entry, input) {
        (Entry::Class { methods, .. }, CaseInput::Class { calls, .. }) => {
            let returns = |(name, _): &(String, Vec<Value>)| {
                methods.iter().find(|method| method.name == *name).map_or(Type::Any, |method| method.returns.clone())
            };
            Type::Tuple(calls.iter().map(returns).collect())
        }
        _ => entry.answer_type().cloned().unwrap_or(Type::Any),
    }
}

fn run_checker(
    materials: &Materials,
    ready: &Ready,
    expected: Value,
    got: Value,
    executor: &mut dyn Executor,
) -> Result<Result<CheckOutcome, AuthorError>, HarnessError> {
    let program = match materials.checker(executor)? {
        Ok(program) => program,
        Err(error) => return Ok(Err(error)),
    };
    let args = author_args(&ready.input);
    let input = Arc::new(CaseInput::Call(vec![args, expected, got]));
    let execution = executor.run(&program, &input, &AUTHOR_LIMITS, AUTHOR_LIMITS.time)?;
    Ok(returned(execution, "checker.py").and_then(|said| match said {
        Value::None => Ok(CheckOutcome::Accepted),
        Value::Str(message) => Ok(rejected(Path::default(), message)),
        other => Err(format!("checker.py: check returned a {}; None accepts and a str rejects", other.type_name())),
    }))
}

fn rejected(path: Path, message: String) -> CheckOutcome {
    let kind = DifferenceKind::Program { message };
    CheckOutcome::Rejected(Difference { path, kind, rule: Rule::Program, near_miss: None })
}

/// An input as a validator and a checker get it: the list of arguments, the dict of a class problem, or the text.
pub(super) fn author_args(input: &CaseInput) -> Value {
    match input {
        CaseInput::Call(args) => Value::List(args.clone()),
        CaseInput::Stdin(text) => Value::Str(String::from_utf8_lossy(text).into_owned()),
        CaseInput::Class { init, calls } => {
            let call = |(name, args): &(String, Vec<Value>)| {
                Value::List(vec![Value::Str(name.clone()), Value::List(args.clone())])
            };
            let pair = |key: &str, value| (Value::Str(key.to_owned()), value);
            Value::Dict(vec![
                pair("init", Value::List(init.clone())),
                pair("calls", Value::List(calls.iter().map(call).collect())),
            ])
        }
    }
}
