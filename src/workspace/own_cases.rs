//! The user's own cases: `cases/PROBLEM/NAME.json` below the workspace, in the form of a package's case files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::files::write_new;
use crate::model::{Answer, CaseInput};

/// The folder of a workspace in which the user's own cases lie, by problem.
pub const OWN_CASES: &str = "cases";

/// Writes a case into a folder, under its name or, where that is taken, with a number behind it; returns the file.
pub fn keep_case(folder: &Path, name: &str, input: &CaseInput, expected: &Answer, why: &str) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let text = text(input, expected, why);
    let mut number = 1;
    loop {
        let name = if number == 1 { name.to_owned() } else { format!("{name}-{number}") };
        let file = folder.join(format!("{name}.json"));
        match write_new(&file, text.as_bytes()) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            written => return written.map(|()| file),
        }
    }
}

/// The case as a file: a line for each key.
fn text(input: &CaseInput, expected: &Answer, why: &str) -> String {
    let mut fields = vec![("why".to_owned(), json!(why)), ("tags".to_owned(), json!(["stress"]))];
    if let Json::Object(given) = input.to_json() {
        fields.extend(given);
    }
    let key = if matches!(expected, Answer::Printed(_)) { "stdout" } else { "expected" };
    fields.push((key.to_owned(), expected.to_json()));
    let lines: Vec<String> = fields.iter().map(|(key, value)| format!("  {}: {value}", json!(key))).collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Value;

    #[test]
    fn a_name_that_is_taken_gets_a_number_and_nothing_is_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("cases/two-sum");
        let keep = |int| {
            let (input, expected) = (CaseInput::Call(vec![Value::Int(int)]), Answer::Returned(Value::None));
            keep_case(&folder, "stress", &input, &expected, "w").unwrap()
        };
        assert_eq!(keep(1), folder.join("stress.json"));
        assert_eq!(keep(2), folder.join("stress-2.json"));
        let first = fs::read_to_string(folder.join("stress.json")).unwrap();
        assert_eq!(
            first,
            "{\n  \"why\": \"w\",\n  \"tags\": [\"stress\"],\n  \"args\": [1],\n  \"expected\": null\n}\n"
        );
    }
}
