//! Any bytes as `cases/a.json`, for a problem of any kind: read or refused, and a case that was read can be written
//! down, as `kumite verify` does, and is then read as the same.
#![no_main]

use kumite::catalog::{check_input, ready_case};
use kumite::model::{Problem, TestCase};
use kumite_fuzz::{given_inputs, read};
use libfuzzer_sys::fuzz_target;

const PROBLEMS: [&str; 6] = [
    "kind = 'function'\nsignature = 'def f(a: Any) -> Any'",
    "kind = 'function'\nsignature = 'def f(a: list[int], b: str) -> dict[int, float]'",
    "kind = 'function'\nsignature = 'def f(a: TreeNode | None, b: bytes) -> set[tuple[int, str]]'",
    "kind = 'function'\nsignature = 'def f(a: Iterator[bool], b: ListNode) -> None'\nmutates = 'b'",
    "kind = 'class'\nsignature = '''\nclass C:\n    def __init__(self, n: int): ...\n    def put(self, x: float) -> None: ...\n    def get(self) -> list[str]: ...\n'''",
    "kind = 'stdin'",
];

fn named<'p>(problem: &'p Problem, name: &str) -> &'p TestCase {
    problem.cases.iter().find(|case| case.name == name).expect("a case of this name")
}

fuzz_target!(|json: &[u8]| {
    // The length chooses, so that a file of a package is a seed as it is.
    let entry = PROBLEMS[json.len() % PROBLEMS.len()];
    let toml = format!("format_version = 1\n[entry]\n{entry}\n");
    let reference = ("submissions/accepted/reference.py", &b""[..]);
    let reading = read(&[("problem.toml", toml.as_bytes()), reference, ("cases/a.json", json)]);
    let Some(problem) = reading.problem else { return };
    for (name, input) in given_inputs(&problem) {
        assert_eq!(check_input(&problem, input), []);
        let case = named(&problem, name);
        let written = ready_case("written", &problem, input, case.expected.as_deref());
        let copy = read(&[("problem.toml", format!("{toml}\n{written}\n").as_bytes()), reference]);
        let copied = copy.problem.unwrap_or_else(|| panic!("{written}: {:?}", copy.diagnostics));
        let copied = &copied.cases[0];
        assert_eq!(format!("{:?}", copied.source), format!("{:?}", case.source), "{written}");
        assert_eq!(format!("{:?}", copied.expected), format!("{:?}", case.expected), "{written}");
    }
});
