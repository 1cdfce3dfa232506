//! Which files differ from those of another commit.

use std::collections::BTreeSet;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use super::{Repository, RepositoryError, git, words};

/// The files that a change touches.
#[derive(Debug, Default)]
pub struct Changes {
    /// The working tree's top folder.
    top: PathBuf,
    /// Files that were changed, made or removed; and folders that are repositories of their own, as a whole.
    paths: BTreeSet<PathBuf>,
}

impl Repository {
    /// What the working tree has changed since it parted from `revision`: committed, staged, not staged, not tracked.
    ///
    /// What has happened on the other side since then is none of it.
    pub fn changes_since(&self, revision: &str) -> Result<Changes, RepositoryError> {
        let Some(commit) = self.commit(revision)? else {
            let (revision, is_shallow) = (revision.to_owned(), self.is_shallow()?);
            return Err(RepositoryError::UnknownRevision { revision, is_shallow });
        };
        let base = git(self.top(), &["merge-base", &commit, "HEAD"], b"")?;
        let base = if base.success {
            String::from_utf8_lossy(&base.stdout).trim().to_owned()
        } else if self.is_shallow()? {
            return Err(RepositoryError::TooShallow(revision.to_owned()));
        } else {
            // Two histories with nothing in common: everything that differs has changed.
            commit
        };
        let diff = ["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", &base, "--"];
        let new = ["ls-files", "-z", "--others", "--exclude-standard"];
        let mut paths = BTreeSet::from_iter(self.listed(&diff, b"")?);
        paths.extend(self.listed(&new, b"")?);
        Ok(Changes { top: self.top().to_owned(), paths })
    }

    /// Those of the files that git ignores, so that it cannot say whether they have changed.
    pub fn ignored(&self, files: &[&Path]) -> Result<BTreeSet<PathBuf>, RepositoryError> {
        let mut input = Vec::new();
        // About the files of another repository git says nothing, and about the others nothing either then.
        for file in files.iter().filter(|file| self.holds(file)) {
            input.extend(file.as_os_str().as_bytes());
            input.push(0);
        }
        let output = git(self.top(), &["check-ignore", "-z", "--stdin"], &input)?;
        // None is ignored: that is no success, but no complaint either.
        if !output.success && !output.stderr.is_empty() {
            return Err(RepositoryError::Refused(words(&output)));
        }
        Ok(self.names(&output.stdout).into_iter().collect())
    }

    /// Whether a file lies in this repository and not in one inside of it.
    fn holds(&self, file: &Path) -> bool {
        let above = || file.ancestors().skip(1).take_while(|above| *above != self.top());
        file.starts_with(self.top()) && !above().any(|above| above.join(".git").exists())
    }
}

impl Changes {
    /// Whether a file, or something in a folder, has changed. What lies outside of the repository counts as changed.
    pub fn touch(&self, path: &Path) -> bool {
        !path.starts_with(&self.top)
            || path.ancestors().any(|above| self.paths.contains(above))
            || self.paths.range(path.to_owned()..).next().is_some_and(|next| next.starts_with(path))
    }

    /// The files.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.paths.iter().map(PathBuf::as_path)
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::Changes;

    #[test]
    fn a_file_a_folder_and_a_submodule_are_touched() {
        let paths = ["/w/a.py", "/w/pack/b.py", "/w/sub"].map(PathBuf::from).into();
        let changes = Changes { top: "/w".into(), paths };
        for (path, touched) in [
            ("/w/a.py", true),
            ("/w/a", false),
            ("/w/pack", true),
            ("/w/pack/b.py", true),
            ("/w/pack/c.py", false),
            ("/w/pa", false),
            ("/w/sub/deep/c.py", true),
            ("/w", true),
            ("/other/a.py", true),
        ] {
            assert_eq!(changes.touch(Path::new(path)), touched, "{path}");
        }
    }
}
