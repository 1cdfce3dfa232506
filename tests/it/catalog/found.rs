//! Finding packages.

use std::fs;
use std::path::{Path, PathBuf};

use kumite::catalog::{Catalog, CatalogError};
use kumite::model::{Difficulty, Verdict};

use super::{Folder, fixtures, function};

fn opened(dirs: &[PathBuf]) -> Vec<String> {
    let library: Vec<String> = Catalog::open(&[]).unwrap().ids().map(str::to_owned).collect();
    let all = Catalog::open(dirs).unwrap();
    all.ids().map(str::to_owned).filter(|id| !library.contains(id)).collect()
}

/// What failed and what to do.
fn told(error: &CatalogError) -> String {
    format!("{error}\n  hint: {}", error.hint())
}

#[test]
fn the_library_has_nothing_to_mend() {
    let catalog = Catalog::open(&[]).unwrap();
    assert!(catalog.ids().count() >= 9);
    for id in catalog.ids() {
        let said: Vec<String> = catalog.diagnostics(id).unwrap().iter().map(ToString::to_string).collect();
        assert!(said.is_empty(), "{}", said.join("\n"));
        let problem = catalog.get(id).unwrap();
        assert!(problem.reference.is_some() && problem.dir.is_none());
        assert!(catalog.package(id).unwrap().statement().unwrap().is_some());
    }
}

#[test]
fn packages_are_found_at_any_depth_and_nothing_below_them() {
    let folder = Folder::with(&[
        ("shallow-one/problem.toml", ""),
        ("a/b/c/deep-one/problem.toml", ""),
        ("a/b/c/deep-one/cases/not-one/problem.toml", ""),
        (".hidden/hidden-one/problem.toml", ""),
        ("a/problem.toml.bak", ""),
        ("a/folder-one/problem.toml/x", ""),
    ]);
    assert_eq!(opened(&[folder.path()]), ["deep-one", "shallow-one"]);
    assert_eq!(opened(&[folder.path().join("a/b/c/deep-one")]), ["deep-one"]);
    assert_eq!(opened(&[folder.path().join("a/b")]), ["deep-one"]);
    assert_eq!(opened(&[folder.path().join(".hidden")]), ["hidden-one"]);
}

/// A stranger's pull request may hold any link: to the whole machine, to a problem elsewhere, or in a circle.
#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let elsewhere = Folder::with(&[("secret/problem.toml", "")]);
    let folder = Folder::with(&[("real/one-problem/problem.toml", "")]);
    symlink(folder.path(), folder.path().join("real/circle")).unwrap();
    symlink("nowhere", folder.path().join("broken")).unwrap();
    symlink("/", folder.path().join("everything")).unwrap();
    symlink(elsewhere.path(), folder.path().join("elsewhere")).unwrap();
    symlink(elsewhere.path().join("secret"), folder.path().join("secret")).unwrap();
    assert_eq!(opened(&[folder.path()]), ["one-problem"]);
    // The folder itself is one that the user named.
    let named = folder.path().join("elsewhere");
    assert_eq!(opened(&[named]), ["secret"]);
}

#[test]
fn a_later_folder_wins_an_id() {
    let first = Folder::with(&[("t/p/problem.toml", "title = 'first'"), ("t/q/problem.toml", "title = 'q'")]);
    let second = Folder::with(&[("p/problem.toml", "title = 'second'")]);
    let title = |dirs: &[PathBuf]| {
        let headers = Catalog::open(dirs).unwrap().headers();
        headers.into_iter().find(|header| header.id == "p").unwrap().title
    };
    assert_eq!(title(&[first.path(), second.path()]), "second");
    assert_eq!(title(&[second.path(), first.path()]), "first");
    assert_eq!(opened(&[first.path(), second.path()]), ["p", "q"]);
}

#[test]
fn two_problems_of_one_id_in_one_folder_are_an_error() {
    let text = function("def f() -> int", "[]", "1");
    let folder = Folder::with(&[("a/p/problem.toml", &text), ("b/p/problem.toml", &text)]);
    assert!(folder.catalog().get("p").is_err());
    insta::assert_snapshot!(folder.said(), @"
    a/p: error: another problem of the same folder is called `p` too: b/p [duplicate-id]
      hint: Rename one of the folders.
    ");
}

#[test]
fn an_id_is_kebab_case() {
    let text = function("def f() -> int", "[]", "1");
    let folder = Folder::with(&[("Two_Sum/problem.toml", &text), ("two-sum-2/problem.toml", &text)]);
    assert!(folder.catalog().get("two-sum-2").is_ok());
    let said = folder.catalog().diagnostics("Two_Sum").unwrap();
    assert_eq!(said[0].message, "the folder's name `Two_Sum` is the problem's id, and is not kebab-case");
    assert!(folder.catalog().get("Two_Sum").is_ok(), "it can be judged all the same");
}

#[test]
fn a_folder_that_cannot_be_read_is_an_error() {
    let missing = Catalog::open(&[PathBuf::from("no/such/folder")]).err().unwrap();
    insta::assert_snapshot!(told(&missing), @"
    cannot read the problems in no/such/folder: No such file or directory (os error 2)
      hint: Name a folder that exists and that you may read.
    ");
    let file = Catalog::open(&[PathBuf::from("Cargo.toml")]).err().unwrap();
    insta::assert_snapshot!(told(&file), @"
    cannot read the problems in Cargo.toml: Not a directory (os error 20)
      hint: Name a folder that exists and that you may read.
    ");
}

#[test]
fn an_unknown_problem_is_answered_with_near_names() {
    let catalog = Catalog::open(&[fixtures("valid")]).unwrap();
    let error = catalog.get("rotate-lft").unwrap_err();
    assert!(matches!(&error, CatalogError::Unknown { nearest, .. } if nearest[0] == "rotate-left"));
    insta::assert_snapshot!(told(&error), @"
    there is no problem `rotate-lft`
      hint: Did you mean `rotate-left`?
    ");
    insta::assert_snapshot!(told(&catalog.get("qqqqqqqq").unwrap_err()), @"
    there is no problem `qqqqqqqq`
      hint: `kumite list` shows all problems.
    ");
}

#[test]
fn headers_are_read_without_the_rest() {
    let catalog = Catalog::open(&[fixtures("valid")]).unwrap();
    let headers = catalog.headers();
    let header = headers.iter().find(|header| header.id == "rotate-left").unwrap();
    assert_eq!(header.title, "Rotate left");
    assert_eq!((header.difficulty, header.minutes), (Some(Difficulty::Easy), Some(10)));
    assert_eq!(header.topics, ["arrays"]);

    let folder = Folder::with(&[
        ("array/problem.toml", "topics = [\n  'a',\n  # x\n  [1],\n]\ntitle = 'After'\n[entry]\n"),
        ("text/problem.toml", "summary = '''\n[not a table]\n'''\ntitle = 'After'\n[entry]\n"),
        ("broken-below/problem.toml", "title = 'Fine'\n[entry\n"),
        ("broken/problem.toml", "title = \n[entry]\n"),
        ("empty/problem.toml", ""),
    ]);
    let read: Vec<(String, String, bool)> = Catalog::open(&[folder.path()])
        .unwrap()
        .headers()
        .into_iter()
        .filter(|header| ["array", "text", "broken-below", "broken", "empty"].contains(&header.id.as_str()))
        .map(|header| (header.id, header.title, header.readable))
        .collect();
    let expected = [
        ("array", "After", true),
        ("broken", "broken", false),
        ("broken-below", "Fine", true),
        ("empty", "empty", true),
        ("text", "After", true),
    ];
    assert_eq!(read, expected.map(|(id, title, readable)| (id.to_owned(), title.to_owned(), readable)));
}

#[test]
fn a_problem_is_read_once() {
    let folder = Folder::with(&[("p/problem.toml", &function("def f() -> int", "[]", "1"))]);
    let catalog = folder.catalog();
    let first = catalog.get("p").unwrap();
    fs::remove_file(folder.path().join("p/problem.toml")).unwrap();
    assert!(std::sync::Arc::ptr_eq(&first, &catalog.get("p").unwrap()));
}

#[test]
fn the_files_of_a_package_can_be_had() {
    let catalog = Catalog::open(&[fixtures("valid")]).unwrap();
    let package = catalog.package("rotate-left").unwrap();
    assert!(package.statement().unwrap().unwrap().starts_with("# Rotate left"));
    assert_eq!(
        package.shown("statement.md"),
        Path::new("tests/fixtures/packages/valid/arrays/rotate-left/statement.md")
    );
    assert!(package.dir().unwrap().is_absolute());
    let submissions: Vec<(&str, Option<Verdict>)> = package
        .submissions()
        .unwrap()
        .iter()
        .map(|submission| (submission.path.clone(), submission.verdict))
        .map(|(path, verdict)| (&*path.leak(), verdict))
        .collect();
    assert_eq!(
        submissions,
        [
            ("submissions/accepted/reference.py", Some(Verdict::Accepted)),
            ("submissions/wrong_answer/rotates_right.py", Some(Verdict::WrongAnswer))
        ]
    );
    assert_eq!(catalog.package("sum-lines").unwrap().statement().unwrap(), None);
}
