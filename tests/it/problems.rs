//! Every shipped problem proves its own tests. `.ci/run` does the whole of it, with slow submissions, random inputs and
//! mutants; here is what fits in a test run.

use std::path::PathBuf;

use serde_json::Value;

use crate::support::Place;

fn library() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("problems")
}

fn folders(folder: &PathBuf) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_dir()).collect()
}

#[test]
fn every_problem_verifies() {
    let library = library();
    let outcome =
        Place::with(&[]).kumite(&["verify", "--quick", "--format", "json", "--problems", library.to_str().unwrap()]);
    assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let problems = report["problems"].as_array().unwrap();
    assert_eq!(problems.len(), folders(&library).iter().map(|topic| folders(topic).len()).sum::<usize>());
    for problem in problems {
        // A time near a limit depends on the machine.
        let found = problem["findings"].as_array().unwrap().iter().filter(|found| found["code"] != "close-to-limit");
        assert_eq!(found.count(), 0, "{:#}", problem["findings"]);
    }
}
