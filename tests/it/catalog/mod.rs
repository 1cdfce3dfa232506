//! Packages found, read and checked.

mod broken;
mod documented;
mod found;
mod robust;
mod valid;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kumite::catalog::Catalog;
use kumite::model::{Diagnostic, Problem};
use tempfile::TempDir;

/// The packages of `tests/fixtures/packages`, relative to the working directory of the tests.
fn fixtures(part: &str) -> PathBuf {
    Path::new("tests/fixtures/packages").join(part)
}

/// A folder of packages that a test writes.
struct Folder(TempDir);

impl Folder {
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self(TempDir::new().unwrap());
        for (path, text) in files {
            folder.write(path, text.as_bytes());
        }
        folder
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn path(&self) -> PathBuf {
        self.0.path().to_owned()
    }

    fn catalog(&self) -> Catalog {
        Catalog::open(&[self.path()]).unwrap()
    }

    /// Everything said about the package `p`, without the folder's own path; empty where there is nothing to say.
    fn said(&self) -> String {
        let folder = format!("{}/", self.0.path().display());
        let lines = lines(&self.catalog().diagnostics("p").unwrap());
        lines.replace(&folder, "")
    }
}

/// The findings, one or two lines each. Each of them is one that the documentation lists.
fn lines(findings: &[Diagnostic]) -> String {
    let page = page();
    let listed = listed_codes(&page);
    let mut lines = Vec::new();
    for finding in findings {
        assert!(listed.contains(&finding.code), "`{}` is not listed in docs/problem-format.md", finding.code);
        lines.push(finding.to_string());
    }
    lines.join("\n")
}

fn page() -> String {
    fs::read_to_string("docs/problem-format.md").unwrap()
}

/// The codes of findings that the documentation lists.
fn listed_codes(page: &str) -> Vec<&str> {
    let (_, table) = page.split_once("| code | |").unwrap();
    table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect()
}

/// What is said about a package that is only this problem.toml.
fn said(problem_toml: &str) -> String {
    Folder::with(&[("p/problem.toml", problem_toml)]).said()
}

/// The problem of a package that is only this problem.toml.
fn problem(problem_toml: &str) -> Arc<Problem> {
    match Folder::with(&[("p/problem.toml", problem_toml)]).catalog().get("p") {
        Ok(problem) => problem,
        Err(error) => panic!("{error:?}"),
    }
}

/// A function problem with one case.
fn function(signature: &str, args: &str, expected: &str) -> String {
    format!(
        "format_version = 1\n[entry]\nkind = \"function\"\nsignature = '''{signature}'''\n\
         [[cases]]\nname = \"one\"\nargs_json = '''{args}'''\nexpected_json = '''{expected}'''\n"
    )
}
