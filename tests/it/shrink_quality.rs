//! How small shrinking gets: planted bugs of which the smallest failing input is known by hand.
//!
//! A bug's failing inputs are told by a function, so that nothing is run here. The numbers of executions are those
//! that it took when the bug was written down; they may only fall.

mod bugs;
mod texts;

use std::convert::Infallible;
use std::fs;

use kumite::catalog::{Catalog, check_input};
use kumite::model::{CaseInput, CaseSource, Problem};
use kumite::search::shrink;
use proptest::prelude::*;
use serde_json::Value as Json;

use bugs::{Bug, OF_VALUES};
use texts::OF_TEXTS;

/// More than any shrinking here needs.
const BUDGET: usize = 100_000;

fn bugs() -> impl Iterator<Item = &'static Bug> {
    OF_VALUES.iter().chain(OF_TEXTS)
}

/// The problem that a bug belongs to, and the failing input that was found first.
fn problem(bug: &Bug) -> (std::sync::Arc<Problem>, CaseInput) {
    let dir = tempfile::tempdir().unwrap();
    let package = dir.path().join("planted");
    fs::create_dir_all(package.join("submissions/accepted")).unwrap();
    fs::create_dir(package.join("cases")).unwrap();
    fs::write(package.join("submissions/accepted/reference.py"), "").unwrap();
    fs::write(package.join("problem.toml"), format!("format_version = 1\n[entry]\n{}\n", bug.entry)).unwrap();
    fs::write(package.join("cases/start.json"), (bug.start)().to_string()).unwrap();
    let catalog = Catalog::open(&[dir.path().to_owned()]).unwrap();
    let problem = catalog.get("planted").unwrap_or_else(|error| panic!("{}: {error:?}", bug.name));
    let CaseSource::Given(input) = &problem.cases[0].source else { panic!("a given case") };
    let input = CaseInput::clone(input);
    assert!((bug.fails)(&input.to_json()), "{}: the first input does not fail", bug.name);
    (problem, input)
}

#[test]
fn the_smallest_input_is_reached_and_in_no_more_executions() {
    let mut missed = Vec::new();
    for bug in bugs() {
        let (problem, start) = problem(bug);
        let shrunk = shrink(&problem, &start, BUDGET, &|| Ok(()), &mut |input| {
            Ok::<_, Infallible>((bug.fails)(&input.to_json()))
        });
        let smallest: Json = serde_json::from_str(bug.smallest).unwrap();
        assert!((bug.fails)(&smallest), "{}: the smallest input does not fail", bug.name);
        let found = shrunk.input.to_json();
        if found != smallest {
            missed.push(format!("{}: {found} instead of {smallest}", bug.name));
        }
        if shrunk.executions > bug.executions {
            missed.push(format!("{}: {} executions, more than {}", bug.name, shrunk.executions, bug.executions));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn shrinking_is_the_same_every_time_and_every_step_is_legal_failing_new_and_smaller() {
    for bug in bugs() {
        let (problem, start) = problem(bug);
        let run = || {
            let mut asked: Vec<(String, bool)> = Vec::new();
            let shrunk = shrink(&problem, &start, BUDGET, &|| Ok(()), &mut |input| {
                assert_eq!(check_input(&problem, input), [], "{}", bug.name);
                let json = input.to_json();
                asked.push((json.to_string(), (bug.fails)(&json)));
                Ok::<_, Infallible>(asked[asked.len() - 1].1)
            });
            (asked, shrunk.input)
        };
        let (asked, input) = run();
        assert_eq!(run(), (asked.clone(), input.clone()), "{}", bug.name);
        let last_failing = asked.iter().rfind(|(_, failing)| *failing).map(|(text, _)| text.clone());
        assert_eq!(input.to_json().to_string(), last_failing.unwrap_or_else(|| start.to_json().to_string()));
        let mut texts: Vec<&String> = asked.iter().map(|(text, _)| text).collect();
        texts.sort();
        texts.dedup();
        assert_eq!(texts.len(), asked.len(), "{}: something was asked twice", bug.name);
    }
}

#[test]
fn what_is_shrunk_already_stays() {
    for bug in bugs() {
        let (problem, start) = problem(bug);
        let mut fails = |input: &CaseInput| Ok::<_, Infallible>((bug.fails)(&input.to_json()));
        let once = shrink(&problem, &start, BUDGET, &|| Ok(()), &mut fails).input;
        assert_eq!(shrink(&problem, &once, BUDGET, &|| Ok(()), &mut fails).input, once, "{}", bug.name);
    }
}

#[test]
fn an_error_or_the_end_of_the_budget_leaves_the_best_so_far() {
    for bug in bugs() {
        let (problem, start) = problem(bug);
        for budget in [0, 1, 5, 20] {
            let mut best = start.clone();
            let mut left = budget;
            let stopped = shrink(&problem, &start, BUDGET, &|| Ok(()), &mut |input| {
                if left == 0 {
                    return Err("enough");
                }
                left -= 1;
                let failing = (bug.fails)(&input.to_json());
                best = if failing { input.clone() } else { best.clone() };
                Ok(failing)
            });
            let spent = shrink(&problem, &start, budget, &|| Ok(()), &mut |input| {
                Ok::<_, Infallible>((bug.fails)(&input.to_json()))
            });
            assert_eq!((&stopped.input, &spent.input), (&best, &best), "{}", bug.name);
            assert!(spent.executions <= budget && (stopped.stopped.is_none() || left == 0));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever fails for no reason at all: shrinking ends, and with an input that fails.
    #[test]
    fn shrinking_ends_for_any_predicate(salt in any::<u64>(), share in 1_u64..100, index in any::<prop::sample::Index>()) {
        use std::hash::{DefaultHasher, Hash as _, Hasher as _};
        let bug = index.get(&bugs().collect::<Vec<_>>()).to_owned();
        let (problem, start) = problem(bug);
        let fails = |input: &CaseInput| {
            let mut hasher = DefaultHasher::new();
            (salt, input.to_json().to_string()).hash(&mut hasher);
            *input == start || hasher.finish() % 100 < share
        };
        let shrunk = shrink(&problem, &start, 2_000, &|| Ok(()), &mut |input| Ok::<_, Infallible>(fails(input)));
        prop_assert!(fails(&shrunk.input));
        prop_assert!(check_input(&problem, &shrunk.input).is_empty());
    }
}
