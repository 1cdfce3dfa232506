//! What `docs/problem-format.md` says is so.

use std::fs;

use super::{Folder, listed_codes, page};

#[test]
fn the_example_is_a_package_with_nothing_to_mend() {
    let page = page();
    let folder = Folder::with(&[]);
    // A file of the example is a fenced block after a line with its path: `problems/...`:
    for part in page.split("\n`problems/").skip(1) {
        let (path, rest) = part.split_once("`:\n\n```").unwrap();
        let (block, _) = rest.split_once("\n```").unwrap();
        let (_language, text) = block.split_once('\n').unwrap();
        folder.write(path, text.as_bytes());
    }
    let catalog = folder.catalog();
    assert_eq!(catalog.diagnostics("pair-sum").unwrap().len(), 0);
    assert_eq!(catalog.get("pair-sum").unwrap().cases.len(), 3);
    assert_eq!(catalog.package("pair-sum").unwrap().submissions().unwrap().len(), 1);
}

#[test]
fn every_code_that_is_listed_exists() {
    let sources: String = fs::read_dir("src/catalog")
        .unwrap()
        .filter_map(|entry| fs::read_to_string(entry.unwrap().path()).ok())
        .collect();
    for code in listed_codes(&page()) {
        assert!(sources.contains(&format!("\"{code}\"")), "`{code}` is no code any more");
    }
}
