//! `--shard`: which part of the plan this machine judges.
//!
//! Every part comes to the same division from the same plan, without talking to the others. Nothing is read from the
//! environment unless it is asked for: a variable that happens to be set must not leave solutions out in silence.

use std::collections::HashMap;
use std::env;
use std::path::Path;

use crate::judge::{RunPlan, Submission};
use crate::model::Shard;
use crate::report::stored::StoredReport;
use crate::repository::Repository;
use crate::workspace::Fingerprint;

use super::args::ShardArg;
use super::error::CliError;

/// A part of a run, and what it is a part of.
#[derive(Debug)]
pub(super) struct Part {
    /// Which part.
    pub(super) shard: Shard,
    /// The commit that is checked out, if there is a repository and git.
    pub(super) commit: Option<String>,
}

/// How a system numbers the machines of a job.
struct Numbering {
    index: &'static str,
    /// The variable with the number of the first one, or that number.
    first: Result<&'static str, usize>,
    /// The variable with the distance between two numbers.
    step: Option<&'static str>,
    total: Option<&'static str>,
}

/// The systems, in the order in which they are asked.
const NUMBERINGS: [Numbering; 4] = [
    Numbering { index: "CI_NODE_INDEX", first: Err(1), step: None, total: Some("CI_NODE_TOTAL") },
    Numbering {
        index: "SLURM_ARRAY_TASK_ID",
        first: Ok("SLURM_ARRAY_TASK_MIN"),
        step: Some("SLURM_ARRAY_TASK_STEP"),
        total: Some("SLURM_ARRAY_TASK_COUNT"),
    },
    Numbering {
        index: "AWS_BATCH_JOB_ARRAY_INDEX",
        first: Err(0),
        step: None,
        total: Some("AWS_BATCH_JOB_ARRAY_SIZE"),
    },
    Numbering { index: "JOB_COMPLETION_INDEX", first: Err(0), step: None, total: None },
];

/// Looks up an environment variable.
type Variables<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Leaves in the plan what this part judges.
pub(super) fn take_part(
    plan: &mut RunPlan,
    arg: ShardArg,
    times: Option<&StoredReport>,
    working_dir: &Path,
) -> Result<Part, CliError> {
    let (index, total) = numbers(arg, &|name| env::var(name).ok())?;
    let whole = plan.fingerprint().map(|plan| plan.to_string()).unwrap_or_default();
    let parts = division(&plan.submissions, times, total);
    let all = std::mem::take(&mut plan.submissions);
    let submissions = all.len();
    let mut positions = Vec::new();
    for (position, (submission, part)) in all.into_iter().zip(parts).enumerate() {
        if part + 1 == index {
            positions.push(position);
            plan.submissions.push(submission);
        }
    }
    let commit = Repository::around(working_dir).and_then(|repository| repository.head()).ok().flatten();
    Ok(Part { shard: Shard { index, total, plan: whole, submissions, positions }, commit })
}

/// The part's number and the number of parts.
fn numbers(arg: ShardArg, variables: Variables) -> Result<(usize, usize), CliError> {
    let given = match arg {
        ShardArg::Part { index, total } => return Ok((index, total)),
        ShardArg::Auto { total } => total,
    };
    let variables = |name: &str| variables(name).filter(|value| !value.is_empty());
    let Some(system) = NUMBERINGS.iter().find(|system| variables(system.index).is_some()) else {
        return Err(CliError::NoPart(NUMBERINGS.map(|system| system.index).join(", ")));
    };
    let number = |name: &'static str| match variables(name).map(|value| value.parse::<usize>()) {
        Some(Err(_)) => Err(CliError::PartNumber { name, rule: "it is not a whole number".to_owned() }),
        Some(Ok(number)) => Ok(Some(number)),
        None => Ok(None),
    };
    let wrong = |rule: String| CliError::PartNumber { name: system.index, rule };
    let own = number(system.index)?.unwrap_or_default();
    let first = match system.first {
        Ok(name) => number(name)?.unwrap_or(0),
        Err(first) => first,
    };
    let step = system.step.map_or(Ok(None), number)?.unwrap_or(1).max(1);
    let told = system.total.map_or(Ok(None), number)?;
    if let (Some(told), Some(given)) = (told, given)
        && told != given
    {
        return Err(wrong(format!("there are {told} parts, and --shard says {given}")));
    }
    let total = told.or(given).ok_or_else(|| wrong("it does not say how many parts there are".to_owned()))?;
    let from_first = own.checked_sub(first).filter(|distance| distance.is_multiple_of(step)).map(|far| far / step);
    match from_first {
        Some(index) if index < total => Ok((index + 1, total)),
        _ => Err(wrong(format!("{own} is none of {total} numbers from {first} on"))),
    }
}

/// The part of each submission, from 0.
///
/// With times of an earlier run the longest submission goes first, each to the part that has least to do, so that all
/// parts end at about the same time; one that nobody knows counts like the mean. Without times a sum of its name
/// decides, so that a new solution moves no other.
fn division(submissions: &[Submission], times: Option<&StoredReport>, total: usize) -> Vec<usize> {
    let known: HashMap<(&str, &str), f64> = times.iter().flat_map(|report| report.times()).collect();
    let name = |one: &Submission| (one.problem.id.clone(), one.shown_path.clone());
    let costs: Vec<Option<f64>> =
        submissions.iter().map(|one| known.get(&(one.problem.id.as_str(), one.shown_path.as_str())).copied()).collect();
    let measured: Vec<f64> = costs.iter().flatten().copied().collect();
    if measured.is_empty() {
        return submissions.iter().map(|one| by_name(one, total)).collect();
    }
    let mean = measured.iter().sum::<f64>() / measured.len() as f64;
    let mut order: Vec<(usize, f64)> = costs.iter().map(|cost| cost.unwrap_or(mean)).enumerate().collect();
    order.sort_by(|(a, cost_a), (b, cost_b)| {
        cost_b.total_cmp(cost_a).then_with(|| name(&submissions[*a]).cmp(&name(&submissions[*b])))
    });
    let mut loads = vec![0.0; total];
    let mut parts = vec![0; submissions.len()];
    for (submission, cost) in order {
        let least = (0..total).min_by(|&a, &b| f64::total_cmp(&loads[a], &loads[b])).unwrap_or_default();
        loads[least] += cost;
        parts[submission] = least;
    }
    parts
}

fn by_name(submission: &Submission, total: usize) -> usize {
    let name = Fingerprint::of_texts(&[submission.problem.id.as_bytes(), submission.shown_path.as_bytes()]);
    let [first, ..] = name.bytes().as_chunks::<8>().0 else { return 0 };
    (u64::from_le_bytes(*first) % total as u64) as usize
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::catalog::Catalog;

    fn submissions(count: usize) -> Vec<Submission> {
        let problem = Catalog::open(&[]).unwrap().get("longest-binge").unwrap();
        let submission = |number| Submission {
            problem: Arc::clone(&problem),
            path: PathBuf::new(),
            shown_path: format!("solutions/{number}.py"),
            source: Vec::new().into(),
            cases: vec![0],
        };
        (0..count).map(submission).collect()
    }

    /// A report of an earlier run with these times of the first submissions.
    fn report(times: &[f64]) -> StoredReport {
        let submission = |(number, seconds)| {
            serde_json::json!({
                "problem": "longest-binge", "path": format!("solutions/{number}.py"),
                "cases": [{"name": "one", "cpu_seconds": 0.0, "wall_seconds": seconds}]
            })
        };
        let submissions: Vec<_> = times.iter().enumerate().map(submission).collect();
        let document = serde_json::json!({"format_version": 1, "tool": {"version": "0"}, "submissions": submissions});
        StoredReport::read(&document.to_string()).unwrap()
    }

    fn loads(costs: &[f64], parts: &[usize], total: usize) -> Vec<f64> {
        (0..total)
            .map(|part| costs.iter().zip(parts).filter(|(_, of)| **of == part).map(|(cost, _)| cost).sum())
            .collect()
    }

    #[test]
    fn without_times_a_new_solution_moves_no_other() {
        let parts = division(&submissions(200), None, 7);
        assert_eq!(parts[..150], division(&submissions(150), None, 7));
        let counts = loads(&[1.0; 200], &parts, 7);
        assert!(counts.iter().all(|&count| (10.0..60.0).contains(&count)), "{counts:?}");
    }

    #[test]
    fn what_nobody_knows_counts_like_the_mean() {
        let parts = division(&submissions(5), Some(&report(&[5.0, 1.0, 1.0])), 2);
        let of = |wanted: usize| parts.iter().filter(|part| **part == wanted).count();
        assert_eq!((parts[0], of(0), of(1)), (0, 2, 3), "5 and 1 beside 7/3, 7/3 and 1");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_part_has_more_than_the_mean_and_one_submission(
            costs in prop::collection::vec(0.0..100.0_f64, 1..60),
            total in 1..12_usize,
        ) {
            let parts = division(&submissions(costs.len()), Some(&report(&costs)), total);
            prop_assert!(parts.iter().all(|&part| part < total));
            let longest = costs.iter().copied().fold(0.0, f64::max);
            let mean = costs.iter().sum::<f64>() / total as f64;
            for load in loads(&costs, &parts, total) {
                prop_assert!(load <= mean + longest + 1e-9, "{load} of {mean}");
            }
        }
    }

    fn told(total: Option<usize>, set: &[(&str, &str)]) -> Result<(usize, usize), String> {
        let variables = |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        numbers(ShardArg::Auto { total }, &variables).map_err(|error| error.to_string())
    }

    #[test]
    fn every_system_is_understood() {
        assert_eq!(told(None, &[("CI_NODE_INDEX", "3"), ("CI_NODE_TOTAL", "4")]), Ok((3, 4)));
        let slurm = [("SLURM_ARRAY_TASK_ID", "14"), ("SLURM_ARRAY_TASK_MIN", "10"), ("SLURM_ARRAY_TASK_COUNT", "5")];
        assert_eq!(told(None, &slurm), Ok((5, 5)));
        assert_eq!(told(None, &[&slurm[..], &[("SLURM_ARRAY_TASK_STEP", "2")]].concat()), Ok((3, 5)));
        let batch = [("AWS_BATCH_JOB_ARRAY_INDEX", "0"), ("AWS_BATCH_JOB_ARRAY_SIZE", "10")];
        assert_eq!(told(None, &batch), Ok((1, 10)));
        assert_eq!(told(Some(3), &[("JOB_COMPLETION_INDEX", "2")]), Ok((3, 3)));
        assert_eq!(told(Some(10), &batch), Ok((1, 10)));
    }

    #[test]
    fn what_makes_no_part_is_said() {
        let said = [
            told(Some(4), &[("CI_NODE_TOTAL", "4")]),
            told(None, &[("JOB_COMPLETION_INDEX", "2")]),
            told(Some(2), &[("JOB_COMPLETION_INDEX", "2")]),
            told(None, &[("CI_NODE_INDEX", "0"), ("CI_NODE_TOTAL", "4")]),
            told(Some(3), &[("CI_NODE_INDEX", "1"), ("CI_NODE_TOTAL", "4")]),
            told(None, &[("CI_NODE_INDEX", "1"), ("CI_NODE_TOTAL", "four")]),
            told(None, &[("SLURM_ARRAY_TASK_ID", "7"), ("SLURM_ARRAY_TASK_MIN", "1"), ("SLURM_ARRAY_TASK_COUNT", "3")]),
        ];
        insta::assert_snapshot!(said.map(Result::unwrap_err).join("\n"), @"
        --shard auto: none of CI_NODE_INDEX, SLURM_ARRAY_TASK_ID, AWS_BATCH_JOB_ARRAY_INDEX, JOB_COMPLETION_INDEX is set
        --shard auto: JOB_COMPLETION_INDEX: it does not say how many parts there are
        --shard auto: JOB_COMPLETION_INDEX: 2 is none of 2 numbers from 0 on
        --shard auto: CI_NODE_INDEX: 0 is none of 4 numbers from 1 on
        --shard auto: CI_NODE_INDEX: there are 4 parts, and --shard says 3
        --shard auto: CI_NODE_TOTAL: it is not a whole number
        --shard auto: SLURM_ARRAY_TASK_ID: 7 is none of 3 numbers from 1 on
        ");
    }
}
