//! Any bytes as a `problem.toml`: read or refused, each time alike, and every word about it at its place.
#![no_main]

use kumite::catalog::check_input;
use kumite::model::Diagnostic;
use kumite_fuzz::{Reading, given_inputs, read};
use libfuzzer_sys::fuzz_target;

const GENERATOR: &[u8] = b"def ascending(rng, n): ...\ndef overlapping(rng, n): ...\n";

fn read_toml(toml: &[u8]) -> Reading {
    read(&[("problem.toml", toml), ("generator.py", GENERATOR), ("submissions/accepted/reference.py", b"")])
}

/// The same, said one line further down; what is said of the file as a whole stays at its first line. A message may name
/// another place in the file.
fn is_one_line_later(before: &Diagnostic, after: &Diagnostic) -> bool {
    let later = before.place.position.map(|(line, column)| (line + 1, column));
    (before.severity, before.code, &before.place.file, &before.hint)
        == (after.severity, after.code, &after.place.file, &after.hint)
        && [later, before.place.position].contains(&after.place.position)
}

fuzz_target!(|toml: &[u8]| {
    let reading = read_toml(toml);
    let again = read_toml(toml);
    assert_eq!(reading.diagnostics, again.diagnostics);
    assert_eq!(format!("{:?}", reading.problem), format!("{:?}", again.problem));

    if let Some(problem) = &reading.problem {
        for (name, input) in given_inputs(problem) {
            assert_eq!(check_input(problem, input), [], "{name}");
        }
    }

    // A comment says nothing. A byte order mark is one at the very start only.
    if !toml.starts_with(b"\xef\xbb\xbf") {
        let commented = read_toml(&[b"# A comment.\n", toml].concat());
        assert_eq!(commented.diagnostics.len(), reading.diagnostics.len(), "{:?}", commented.diagnostics);
        for (before, after) in reading.diagnostics.iter().zip(&commented.diagnostics) {
            assert!(is_one_line_later(before, after), "{before:?} became {after:?}");
        }
    }
});
