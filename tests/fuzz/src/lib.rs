//! What the fuzz targets share: packages to read, values to send.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use kumite::catalog::Catalog;
use kumite::model::{CaseInput, CaseSource, Diagnostic, Problem, Severity, Value};
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use num_bigint::BigInt;

/// What came of reading the package `p`.
pub struct Reading {
    /// The problem, where there is one, without the place that it was read at.
    pub problem: Option<Problem>,
    /// Everything said about the package, in which files are named as in the package.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a package with these files, and holds what is true of every package.
pub fn read(files: &[(&str, &[u8])]) -> Reading {
    let folder = tempfile::tempdir().expect("a folder");
    let package = folder.path().join("p");
    for (name, bytes) in files {
        let file = package.join(name);
        fs::create_dir_all(file.parent().unwrap_or(&package)).expect("a folder");
        fs::write(file, bytes).expect("a file");
    }
    let catalog = Catalog::open(&[folder.path().to_owned()]).expect("a catalog");
    let mut diagnostics = catalog.diagnostics("p").expect("a package").to_vec();
    let problem = catalog.get("p").ok().map(|problem| Problem { dir: None, ..Arc::unwrap_or_clone(problem) });
    assert_eq!(problem.is_none(), diagnostics.iter().any(|found| found.severity == Severity::Error), "{diagnostics:?}");
    let place = format!("{}/", package.display());
    for found in &mut diagnostics {
        found.message = found.message.replace(&place, "");
        found.place.file = found.place.file.strip_prefix(&package).expect("a file of the package").to_owned();
        check_diagnostic(found, files);
    }
    Reading { problem, diagnostics }
}

/// Whatever is said stands in lines of its own, and its place is one that an editor can go to.
fn check_diagnostic(found: &Diagnostic, files: &[(&str, &[u8])]) {
    for line in std::iter::once(&found.message).chain(&found.hint) {
        assert!(!line.is_empty() && !line.contains('\n'), "{found:?}");
    }
    let Some((line, column)) = found.place.position else { return };
    let (_, bytes) = files.iter().find(|(name, _)| Path::new(name) == found.place.file).expect("a file that is there");
    let text = String::from_utf8_lossy(bytes);
    let shown = text.split('\n').nth(line - 1).unwrap_or_else(|| panic!("no such line: {found:?}"));
    assert!((1..=shown.chars().count() + 1).contains(&column), "no such column: {found:?}");
}

/// The inputs that are written in a package, with the names of their cases.
pub fn given_inputs(problem: &Problem) -> impl Iterator<Item = (&str, &Arc<CaseInput>)> {
    problem.cases.iter().filter_map(|case| match &case.source {
        CaseSource::Given(input) => Some((case.name.as_str(), input)),
        CaseSource::Generated { .. } => None,
    })
}

/// Any value that the judge sends, at most this deep.
pub fn any_value(data: &mut Unstructured, depth: usize) -> Result<Value> {
    let kinds = if depth == 0 { 7 } else { 12 };
    let items = |data: &mut Unstructured| -> Result<Vec<Value>> {
        let count = data.int_in_range(0..=4)?;
        (0..count).map(|_| any_value(data, depth - 1)).collect()
    };
    Ok(match data.int_in_range(0..=kinds - 1)? {
        0 => Value::None,
        1 => Value::Bool(data.arbitrary()?),
        2 => Value::Int(data.arbitrary()?),
        3 => Value::from_bigint(BigInt::from_signed_bytes_le(data.arbitrary()?)),
        4 => Value::Float(data.arbitrary()?),
        5 => Value::Str(data.arbitrary()?),
        6 => Value::Bytes(data.arbitrary()?),
        7 => Value::List(items(data)?),
        8 => Value::Tuple(items(data)?),
        9 => Value::Set(items(data)?),
        10 => Value::FrozenSet(items(data)?),
        _ => Value::Dict(items(data)?.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect()),
    })
}
