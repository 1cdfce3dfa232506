//! Do all accepted solutions agree on random inputs?

use std::path::PathBuf;
use std::sync::Arc;

use crate::catalog::{LabelledSubmission, ready_case};
use crate::harness::Program;
use crate::judge::{Ready, Workbench};
use crate::model::{Answer, CheckOutcome, LimitsSpec, Value, Verdict, python_literal};
use crate::search::Random;

use super::structure::REFERENCE;
use super::{Findings, VerifyError};

/// Inputs on which solutions are compared.
const INPUTS: usize = 500;
/// With fewer legal inputs than this it is said.
const FEW: usize = 50;
/// Characters of an answer in a message.
const SHOWN: usize = 60;

/// Compares the solutions on these inputs; returns whether there is one to compare the reference with.
pub(super) fn check(
    findings: &mut Findings,
    random: &Random,
    labelled: &[LabelledSubmission],
    answered: &[Ready],
    bench: &mut Workbench,
) -> Result<bool, VerifyError> {
    let failed = |one: &LabelledSubmission| {
        let file = findings.package.shown(&one.path);
        findings.found.iter().any(|found| {
            let diagnostic = &found.diagnostic;
            diagnostic.place.file == file
                || diagnostic.code == "solution-disagrees" && diagnostic.message.contains(&one.path)
        })
    };
    let accepted =
        |one: &&LabelledSubmission| one.verdict == Some(Verdict::Accepted) && one.path != REFERENCE && !failed(one);
    let others: Vec<&LabelledSubmission> = labelled.iter().filter(accepted).collect();
    for other in &others {
        compare(findings, random, other, answered, bench)?;
    }
    Ok(!others.is_empty())
}

/// Random inputs with the reference's answers, the shortest first; none where there is no reference.
pub(super) fn answers(
    findings: &mut Findings,
    random: &Random,
    bench: &mut Workbench,
) -> Result<Vec<Ready>, VerifyError> {
    if random.problem.reference.is_none() {
        return Ok(Vec::new());
    }
    let inputs = random.inputs(INPUTS, bench)?;
    if inputs.len() < FEW {
        let message = format!("only {} random legal inputs were found, of {INPUTS}", inputs.len());
        let hint =
            "Say in [constraints] what validator.py demands, or let a function of generator.py make small inputs.";
        findings.warning("few-random-inputs", findings.outline.place("constraints"), message, hint);
    }
    let mut answered = Vec::new();
    let mut failed = false;
    for input in &inputs {
        if random.interrupt.is_set() {
            return Err(VerifyError::Interrupted);
        }
        match bench.ask_reference(input)? {
            Ok((ready, _)) => answered.push(ready),
            Err(_) if failed => {}
            Err(why) => {
                failed = true;
                let case = ready_case("random-input", random.problem, input, None);
                let hint = "Mend the reference, or make validator.py or [constraints] forbid such an input.";
                let message = format!("the reference fails on a legal input: {why}");
                findings.error_with_case("reference-fails", findings.file(REFERENCE), message, hint, case);
            }
        }
    }
    Ok(answered)
}

fn compare(
    findings: &mut Findings,
    random: &Random,
    other: &LabelledSubmission,
    answered: &[Ready],
    bench: &mut Workbench,
) -> Result<(), VerifyError> {
    let package = findings.package;
    let source = package.read_bytes(&other.path).ok().flatten().unwrap_or_default();
    let path = package.dir().map_or_else(PathBuf::new, |dir| dir.join(&other.path));
    let Ok(program) = bench.compile(Program::solution(&random.problem.entry, &path, &other.path, &source))? else {
        return Ok(());
    };
    let limits = &random.problem.limits;
    let limits = limits.resolve(limits.time.unwrap_or(LimitsSpec::DEFAULT_TIME));
    let mut differs: Vec<(&Ready, String)> = Vec::new();
    for ready in answered {
        if random.interrupt.is_set() {
            return Err(VerifyError::Interrupted);
        }
        let ran = bench.run(&program, &ready.input, &limits)?;
        let Some(answer) = &ran.answer else {
            differs.push((ready, ran.failure(&other.path)));
            continue;
        };
        if let Ok(CheckOutcome::Rejected(_)) = bench.compare(ready, answer)? {
            differs.push((ready, format!("it answers {}", shown(answer))));
        }
    }
    if let Some((ready, what)) = differs.first() {
        let message = format!(
            "it disagrees with the reference on {} of {} random inputs: {what}, the reference {}",
            differs.len(),
            answered.len(),
            shown(&ready.expected)
        );
        let hint = "Find out by hand which is right, mend the other, and keep the case.";
        let case = ready_case("random-input", random.problem, &ready.input, Some(&ready.expected));
        findings.error_with_case("solutions-disagree", findings.file(&other.path), message, hint, case);
    }
    Ok(())
}

fn shown(answer: &Arc<Answer>) -> String {
    match &**answer {
        Answer::Returned(value) => python_literal(value, SHOWN),
        Answer::Printed(text) => python_literal(&Value::Str(String::from_utf8_lossy(text).into_owned()), SHOWN),
    }
}
