//! What is kept between runs. Losing it costs time, never a verdict: no error here ends a command.
//!
//! Entries can be expected answers, so the folder must never be readable for a candidate.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use super::config::Variables;
use super::files;

/// A folder of small files, made when the first is written.
#[derive(Debug, Clone)]
pub struct Cache {
    dir: Option<PathBuf>,
}

impl Cache {
    /// `KUMITE_CACHE_DIR`, else `kumite` below `XDG_CACHE_HOME`, else below `~/.cache`. A user without a home has no cache.
    pub fn locate(variables: Variables, working_dir: &Path) -> Self {
        let path = |name| variables(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let dir = path("KUMITE_CACHE_DIR")
            .map(|dir| working_dir.join(dir))
            // The XDG specification says that a relative path is to be ignored.
            .or_else(|| path("XDG_CACHE_HOME").filter(|dir| dir.is_absolute()).map(|dir| dir.join("kumite")))
            .or_else(|| path("HOME").filter(|dir| dir.is_absolute()).map(|dir| dir.join(".cache/kumite")));
        Self { dir }
    }

    /// A cache that keeps nothing.
    pub fn none() -> Self {
        Self { dir: None }
    }

    /// The folder, which need not exist yet.
    pub fn dir(&self) -> Option<&Path> {
        self.dir.as_deref()
    }

    /// The entry with this name (`expected/5f1c...`), if it is there and can be read.
    ///
    /// After a power failure an entry can be cut; the caller checks what it reads.
    pub fn read(&self, name: &str) -> Option<Vec<u8>> {
        fs::read(self.dir.as_ref()?.join(name)).ok()
    }

    /// Keeps an entry. A reader sees it whole or not at all, also while others write the same.
    ///
    /// The error is for `doctor`; everyone else goes on without the entry.
    pub fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let Some(dir) = &self.dir else { return Ok(()) };
        let file = dir.join(name);
        // Private: other users of the machine have no business with expected answers either.
        DirBuilder::new().recursive(true).mode(0o700).create(file.parent().unwrap_or(dir))?;
        files::write_atomically(&file, bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;

    use super::Cache;

    fn located(set: &[(&str, &str)]) -> Option<String> {
        let variables = |name: &str| set.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value));
        Cache::locate(&variables, Path::new("/here")).dir().map(|dir| dir.display().to_string())
    }

    #[test]
    fn the_nearest_name_decides_where_it_lies() {
        let all = [("KUMITE_CACHE_DIR", "c"), ("XDG_CACHE_HOME", "/x"), ("HOME", "/h")];
        assert_eq!(located(&all).as_deref(), Some("/here/c"));
        assert_eq!(located(&all[1..]).as_deref(), Some("/x/kumite"));
        assert_eq!(located(&[("XDG_CACHE_HOME", "x"), ("HOME", "/h")]).as_deref(), Some("/h/.cache/kumite"));
        assert_eq!(located(&[("HOME", "")]), None);
    }

    #[test]
    fn entries_are_kept_in_a_private_folder_and_a_missing_one_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache { dir: Some(dir.path().join("deep/kumite")) };
        assert_eq!(cache.read("a/b"), None);
        cache.write("a/b", b"one").unwrap();
        cache.write("a/b", b"two").unwrap();
        assert_eq!(cache.read("a/b").as_deref(), Some(&b"two"[..]));
        let mode = cache.dir().unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }

    #[test]
    fn without_a_folder_nothing_is_kept_and_nothing_fails() {
        Cache::none().write("a", b"x").unwrap();
        assert_eq!(Cache::none().read("a"), None);
        let blocked = Cache { dir: Some("/dev/null/kumite".into()) };
        assert!(blocked.write("a", b"x").is_err());
        assert_eq!(blocked.read("a"), None);
    }
}
