//! A folder for a self-test: the programs, and things beside them that they must neither see nor touch.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::program::{self, CANARY, PROBLEMS};

/// What the files hold that no program may read. It must not be seen in any output.
pub const SECRET: &str = "what-nobody-may-read";

/// The files beside the programs. A file that appears beside them is a breach, too.
const CANARIES: [(&str, &str); 4] =
    [("secret", SECRET), ("victim", "unharmed"), ("home/.ssh/id_rsa", SECRET), ("home/.cache/kumite/cases/1", SECRET)];
const EMPTY: &str = "empty";

/// The folder, removed at its end.
#[derive(Debug)]
pub struct Place {
    dir: TempDir,
    before: Vec<String>,
}

impl Place {
    /// Makes one.
    pub fn new() -> io::Result<Self> {
        let dir = tempfile::Builder::new().prefix("kumite-selftest-").tempdir()?;
        let canary = dir.path().join("canary");
        let word = canary.to_string_lossy().into_owned();
        for (path, content) in program::files() {
            let file = dir.path().join("programs").join(path);
            fs::create_dir_all(file.parent().unwrap_or(dir.path()))?;
            fs::write(file, replaced(content, CANARY.as_bytes(), word.as_bytes()))?;
        }
        for (path, content) in CANARIES {
            let file = canary.join(path);
            fs::create_dir_all(file.parent().unwrap_or(&canary))?;
            fs::write(file, content)?;
        }
        fs::create_dir(canary.join(EMPTY))?;
        let mut place = Self { dir, before: Vec::new() };
        place.before = place.state()?;
        Ok(place)
    }

    /// The folder of the programs, by group.
    pub fn programs(&self) -> PathBuf {
        self.dir.path().join("programs")
    }

    /// The folder of their problems.
    pub fn problems(&self) -> PathBuf {
        self.programs().join(PROBLEMS)
    }

    /// The folder that no program may reach. It holds a home, a secret and a file that somebody could want to change.
    pub fn canary(&self) -> PathBuf {
        self.dir.path().join("canary")
    }

    /// What is not as it was in the folder that no program may reach.
    pub fn changes(&self) -> io::Result<Vec<String>> {
        let now = self.state()?;
        let gone = self.before.iter().filter(|line| !now.contains(line));
        let new = now.iter().filter(|line| !self.before.contains(line));
        Ok(gone.map(|line| format!("was: {line}")).chain(new.map(|line| format!("is: {line}"))).collect())
    }

    /// A line for every file and folder: name, owner, permissions, size, and what a file holds.
    ///
    /// The cache of the judge itself lies in the home of a test, so only what was there at first counts of it.
    fn state(&self) -> io::Result<Vec<String>> {
        let (top, mut found) = (self.canary(), Vec::new());
        let mut waiting = vec![top.clone()];
        while let Some(path) = waiting.pop() {
            let facts = path.symlink_metadata()?;
            let name = path.strip_prefix(&top).unwrap_or(&path).display().to_string();
            let held = if facts.is_file() { fs::read(&path)? } else { Vec::new() };
            let (mode, owner) = (facts.mode(), facts.uid());
            found.push(format!("{name:?} {mode:o} of {owner}: {}", String::from_utf8_lossy(&held)));
            if facts.is_dir() && !is_judges_cache(&path) {
                for entry in fs::read_dir(&path)? {
                    waiting.push(entry?.path());
                }
            }
        }
        found.sort();
        Ok(found)
    }
}

fn is_judges_cache(path: &Path) -> bool {
    path.ends_with(".cache/kumite")
}

fn replaced(content: &[u8], word: &[u8], by: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len());
    let mut rest = content;
    while let Some(at) = rest.windows(word.len()).position(|window| window == word) {
        out.extend(&rest[..at]);
        out.extend(by);
        rest = &rest[at + word.len()..];
    }
    out.extend(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_is_seen_and_what_does_not_is_not() {
        let place = Place::new().unwrap();
        assert_eq!(place.changes().unwrap(), Vec::<String>::new());
        fs::write(place.canary().join("victim"), "harmed").unwrap();
        fs::write(place.canary().join("home/new"), "").unwrap();
        fs::remove_dir(place.canary().join(EMPTY)).unwrap();
        assert_eq!(place.changes().unwrap().len(), 4);
    }

    #[test]
    fn programs_know_where_the_folder_is_that_they_must_not_reach() {
        let place = Place::new().unwrap();
        let text = fs::read_to_string(place.programs().join("files/links.py")).unwrap();
        assert!(text.contains(place.canary().to_str().unwrap()) && !text.contains(CANARY));
        assert_eq!(replaced(b"a@b@@c", b"@", b"xx"), b"axxbxxxxc");
    }
}
