//! Can every input be made, and is it legal? Are the bounds of the constraints reached?

use crate::catalog::{BoundEnd, bound_ends, check_input, strike_reached};
use crate::judge::{Ready, Workbench};
use crate::model::{Bound, CaseSource, Diagnostic, Problem, Severity};
use crate::sandbox::Interrupt;

use super::{Findings, VerifyError};

/// Checks every input; returns the cases that can be judged.
pub(super) fn check(
    findings: &mut Findings,
    problem: &Problem,
    bench: &mut Workbench,
    interrupt: &Interrupt,
) -> Result<Vec<usize>, VerifyError> {
    let mut usable = Vec::new();
    let mut missing = bound_ends(problem);
    let mut validator_works = true;
    for index in 0..problem.cases.len() {
        if interrupt.is_set() {
            return Err(VerifyError::Interrupted);
        }
        let place = findings.outline.case(&problem.cases[index].name);
        let name = &problem.cases[index].name;
        let ready = match bench.case(index)? {
            Ok(ready) => ready,
            Err(why) => {
                let message = format!("the case `{name}` cannot be made: {why}");
                findings.error("case-failed", place, message, "Mend the file that failed.");
                continue;
            }
        };
        usable.push(index);
        strike_reached(problem, &ready.input, &mut missing);
        generated(findings, problem, index, &ready, bench)?;
        if !validator_works {
            continue;
        }
        match bench.validate(&ready.input)? {
            Ok(None) => {}
            Ok(Some(why)) => {
                let message = format!("validator.py does not allow the case `{name}`: {why}");
                findings.error("invalid-case", place, message, "Change the case, or the validator.");
            }
            Err(why) => {
                validator_works = false;
                let message = format!("validator.py failed at the case `{name}`: {why}");
                let hint = "Define `def validate(args) -> str | None`: None is legal, a text says what is wrong.";
                findings.error("validator-failed", findings.file("validator.py"), message, hint);
            }
        }
    }
    if usable.len() == problem.cases.len() {
        for end in missing {
            unreached(findings, problem, end);
        }
    }
    Ok(usable)
}

/// Whether a generated input keeps to the constraints, and comes out the same when it is made again.
fn generated(
    findings: &mut Findings,
    problem: &Problem,
    index: usize,
    ready: &Ready,
    bench: &mut Workbench,
) -> Result<(), VerifyError> {
    let case = &problem.cases[index];
    let CaseSource::Generated { function, .. } = &case.source else { return Ok(()) };
    let place = findings.outline.case(&case.name);
    for breach in check_input(problem, &ready.input) {
        let message = format!("the generated case `{}` breaks a constraint: {breach}", case.name);
        let hint = format!("Change `{function}` in generator.py, its `params`, or the constraint.");
        findings.error("constraint", place.clone(), message, hint);
    }
    if bench.generate_again(index)?.is_some_and(|again| again.as_ref() != Ok(&*ready.input)) {
        let message = format!("`{function}` makes another input each time for the case `{}`", case.name);
        let hint = "Take everything random from `rng`, and rely on the order of no set.";
        findings.error("unsteady-generator", place, message, hint);
    }
    Ok(())
}

/// A bound that no case reaches.
fn unreached(findings: &mut Findings, problem: &Problem, end: BoundEnd) {
    let Some(bound) = end.bound(problem) else { return };
    let constraint = &problem.constraints[end.constraint];
    let pattern = constraint.pattern.to_string();
    let what = format!("{}{}", constraint.param, pattern.strip_prefix('$').unwrap_or(&pattern));
    let size = if end.is_high { "largest" } else { "smallest" };
    let message = if end.is_length {
        format!("no case has `{what}` with its {size} length, {}", bound_text(bound))
    } else {
        format!("no case has `{what}` with its {size} value, {}", bound_text(bound))
    };
    findings.found.push(
        Diagnostic {
            severity: Severity::Warning,
            code: "bound-not-reached",
            place: findings.outline.constraint(end.constraint),
            message,
            hint: Some("Add a case that reaches it, or change the bound.".to_owned()),
        }
        .into(),
    );
}

fn bound_text(bound: &Bound) -> String {
    let plus = |plus: i64| match plus {
        0 => String::new(),
        plus if plus < 0 => format!(" - {}", plus.unsigned_abs()),
        plus => format!(" + {plus}"),
    };
    match bound {
        Bound::Int(int) => int.to_string(),
        Bound::Float(float) => float.to_string(),
        Bound::Len(name, more) => format!("len({name}){}", plus(*more)),
        Bound::Param(name, more) => format!("{name}{}", plus(*more)),
    }
}
