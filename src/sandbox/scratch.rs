//! The folder that a case may write to: empty at its start, emptied after it, gone at the end.

use std::fs::{self, File};
use std::io;
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

const PREFIX: &str = "kumite-scratch-";
const LOCKED_BY_THEN: Duration = Duration::from_secs(1);

/// A folder of our own below the system's folder for temporary files.
#[derive(Debug)]
pub struct Scratch {
    dir: tempfile::TempDir,
    /// Locked as long as this process lives; that is how others know that the folder is in use.
    _lock: File,
}

impl Scratch {
    /// Makes one.
    pub fn new() -> io::Result<Self> {
        let dir = tempfile::Builder::new().prefix(PREFIX).tempdir()?;
        let lock = File::open(dir.path())?;
        try_lock(&lock);
        Ok(Self { dir, _lock: lock })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Removes whatever a case left there, and returns the bytes of its files.
    pub fn empty(&self) -> io::Result<u64> {
        let mut bytes = 0;
        for entry in fs::read_dir(self.path())? {
            let entry = entry?;
            bytes += entry.metadata()?.len();
            if entry.file_type()?.is_dir() { remove_tree(entry.path())? } else { fs::remove_file(entry.path())? }
        }
        Ok(bytes)
    }
}

/// Removes a tree of any depth, of folders without permissions too, and follows no link.
///
/// Where Landlock is in force a case cannot make folders at all; this is for kernels without it.
fn remove_tree(top: PathBuf) -> io::Result<()> {
    let parent = top.parent().unwrap_or(Path::new("/")).to_owned();
    let mut folders = vec![top];
    let mut count = 0_u64;
    while let Some(folder) = folders.pop() {
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                // Moved up, so that no path grows too long and no stack too deep.
                count += 1;
                let moved = parent.join(format!(".kumite-removed-{count}"));
                fs::set_permissions(entry.path(), fs::Permissions::from_mode(0o700))?;
                fs::rename(entry.path(), &moved)?;
                folders.push(moved);
            } else {
                fs::remove_file(entry.path())?;
            }
        }
        fs::remove_dir(&folder)?;
    }
    Ok(())
}

/// The bytes of the files in a folder; folders below it do not count.
pub(super) fn bytes_in(dir: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(dir) else { return 0 };
    entries.filter_map(|entry| entry.ok()?.metadata().ok()).map(|found| found.len()).sum()
}

/// Removes the scratch folders of kumite processes that are no more. Errors do not matter: the next run tries again.
pub fn remove_stale() {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else { return };
    for entry in entries.filter_map(Result::ok) {
        let named = entry.file_name().to_str().is_some_and(|name| name.starts_with(PREFIX));
        if named && entry.file_type().is_ok_and(|kind| kind.is_dir()) && is_abandoned(&entry.path()) {
            let _ = remove_tree(entry.path());
        }
    }
}

/// Whether nobody holds the folder's lock, and it is old enough for its maker to have locked it.
fn is_abandoned(dir: &Path) -> bool {
    let Ok(folder) = File::open(dir) else { return false };
    let age = folder.metadata().and_then(|found| found.modified()).ok().and_then(|made| made.elapsed().ok());
    age.is_some_and(|age| age > LOCKED_BY_THEN) && try_lock(&folder)
}

/// Takes the lock of a folder, across containers too; it is given back when the file is closed.
fn try_lock(folder: &File) -> bool {
    // SAFETY: a plain system call on a descriptor that is open.
    unsafe { libc::flock(folder.as_raw_fd(), libc::LOCK_EX | libc::LOCK_NB) == 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_case_left_is_removed() {
        let scratch = Scratch::new().unwrap();
        let mut deep = scratch.path().to_owned();
        for _ in 0..300 {
            deep.push("d");
            fs::create_dir(&deep).unwrap();
        }
        fs::write(deep.join("file"), "x").unwrap();
        fs::write(scratch.path().join("file"), "four").unwrap();
        std::os::unix::fs::symlink("/", scratch.path().join("link")).unwrap();
        let closed = scratch.path().join("closed");
        fs::create_dir(&closed).unwrap();
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o0)).unwrap();
        assert!(bytes_in(scratch.path()) >= 4);
        assert!(scratch.empty().unwrap() >= 4);
        assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 0);
        assert!(Path::new("/dev").exists());
    }
}
