//! How large the cache is, and how it is kept from growing: what was not used for longest goes first.
//!
//! Only what is certainly ours is ever removed: the folder can be one that somebody named by mistake.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::{Cache, Kind};

/// The cache is brought back below this.
pub const MOST_BYTES: u64 = 512 << 20;
/// A process that has written this much looks after the bound at once.
pub(super) const MOST_UNSWEPT: u64 = 64 << 20;
/// How often somebody looks after the bound otherwise.
const DUE_AFTER: Duration = Duration::from_secs(3600);
/// Nobody writes an entry for this long: what is left of one was left by a process that was killed.
const ABANDONED_AFTER: Duration = Duration::from_secs(3600);
/// Its time is when somebody last looked after the bound.
const STAMP: &str = "swept";

/// The entries of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindSize {
    /// The kind.
    pub kind: Kind,
    /// How many there are.
    pub entries: u64,
    /// Bytes that they take.
    pub bytes: u64,
}

/// A file of the cache.
struct Kept {
    path: PathBuf,
    bytes: u64,
    used: SystemTime,
    is_temporary: bool,
}

impl Cache {
    /// How much there is of each kind.
    pub fn sizes(&self) -> Vec<KindSize> {
        let size = |kind: Kind| {
            let kept = self.dir().map(|dir| kept(dir, kind)).unwrap_or_default();
            KindSize { kind, entries: kept.len() as u64, bytes: kept.iter().map(|file| file.bytes).sum() }
        };
        Kind::ALL.map(size).to_vec()
    }

    /// Removes all entries. The error names a file that cannot be removed.
    pub fn clear(&self) -> Result<(), (PathBuf, io::Error)> {
        let Some(dir) = self.dir() else { return Ok(()) };
        for file in Kind::ALL.into_iter().flat_map(|kind| kept(dir, kind)) {
            match fs::remove_file(&file.path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err((file.path, error)),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Whether nobody has looked after the bound for a while.
pub(super) fn is_due(dir: &Path) -> bool {
    let swept = dir.join(STAMP).metadata().and_then(|facts| facts.modified());
    swept.map_or(true, |swept| age(swept) > DUE_AFTER)
}

/// Removes what is abandoned and, where the rest takes more than `most_bytes`, what was not used for longest.
///
/// A reader that loses an entry this way runs its case again. What cannot be removed stays, and the next sweep tries
/// again.
pub(super) fn sweep(dir: &Path, most_bytes: u64) {
    let _ = fs::write(dir.join(STAMP), "");
    let (abandoned, mut files): (Vec<_>, Vec<_>) = Kind::ALL
        .into_iter()
        .flat_map(|kind| kept(dir, kind))
        .partition(|file| file.is_temporary && age(file.used) > ABANDONED_AFTER);
    for file in abandoned {
        let _ = fs::remove_file(file.path);
    }
    let mut bytes: u64 = files.iter().map(|file| file.bytes).sum();
    if bytes <= most_bytes {
        return;
    }
    files.sort_by_key(|file| file.used);
    for file in files {
        // A quarter of room, or the next sweep comes soon.
        if bytes <= most_bytes / 4 * 3 {
            break;
        }
        if fs::remove_file(&file.path).is_ok() {
            bytes -= file.bytes;
        }
    }
}

/// The files of a kind.
fn kept(dir: &Path, kind: Kind) -> Vec<Kept> {
    let Ok(entries) = fs::read_dir(dir.join(kind.folder())) else { return Vec::new() };
    let file = |entry: io::Result<fs::DirEntry>| {
        let entry = entry.ok()?;
        let is_temporary = is_temporary(&entry.file_name());
        let facts = entry.metadata().ok().filter(fs::Metadata::is_file)?;
        let used = facts.modified().ok()?;
        let is_ours = is_temporary || is_entry(&entry.file_name());
        is_ours.then(|| Kept { path: entry.path(), bytes: facts.len(), used, is_temporary })
    };
    entries.filter_map(file).collect()
}

/// Whether it is named like an entry.
fn is_entry(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.len() == 64 && name.iter().all(u8::is_ascii_hexdigit)
}

/// Whether it is named like what becomes an entry.
fn is_temporary(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".kumite-")
}

fn age(time: SystemTime) -> Duration {
    SystemTime::now().duration_since(time).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    use super::super::{Cache, Fingerprint, Kind};
    use super::{STAMP, is_due, sweep};

    fn make_older(file: &Path, hours: u64) {
        let then = SystemTime::now() - Duration::from_secs(hours * 3600);
        File::options().append(true).open(file).unwrap().set_modified(then).unwrap();
    }

    /// A cache with entries of a hundred bytes and their sum; the later ones were used longer ago.
    fn cache_of(count: u8, dir: &Path) -> (Cache, Vec<Fingerprint>) {
        let cache = Cache::in_folder(dir.to_owned());
        let names: Vec<_> = (0..count).map(|number| Fingerprint::of_texts(&[&[number]])).collect();
        for (name, hours) in names.iter().zip(10..) {
            cache.write(Kind::Result, name, &[0; 68]).unwrap();
            make_older(&cache.file(Kind::Result, name).unwrap(), hours);
        }
        (cache, names)
    }

    #[test]
    fn what_was_not_used_for_longest_goes_first() {
        let dir = tempfile::tempdir().unwrap();
        let (cache, names) = cache_of(8, dir.path());
        sweep(dir.path(), 800);
        assert_eq!(cache.sizes()[0].entries, 8, "as much as there may be");
        assert!(cache.read(Kind::Result, &names[7]).is_some(), "the oldest is used now");
        sweep(dir.path(), 799);
        // Three quarters of 799 bytes hold five entries.
        let left: Vec<bool> = names.iter().map(|name| cache.read(Kind::Result, name).is_some()).collect();
        assert_eq!(left, [true, true, true, true, false, false, false, true]);
        assert_eq!(cache.sizes()[0].bytes, 500);
    }

    #[test]
    fn only_what_is_ours_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let (cache, _) = cache_of(3, dir.path());
        let mine = dir.path().join("results/notes.txt");
        let (begun, left) = (dir.path().join("results/.kumite-new"), dir.path().join("results/.kumite-old"));
        for file in [&mine, &begun, &left] {
            fs::write(file, "").unwrap();
        }
        make_older(&mine, 2);
        make_older(&left, 2);
        sweep(dir.path(), 0);
        assert!(mine.exists() && !left.exists());
        cache.clear().unwrap();
        assert!(mine.exists() && !begun.exists());
        assert!(cache.sizes().iter().all(|size| size.entries == 0));
        Cache::in_folder(dir.path().join("gone")).clear().unwrap();
    }

    #[test]
    fn somebody_looks_after_the_bound_once_an_hour() {
        let dir = tempfile::tempdir().unwrap();
        assert!(is_due(dir.path()));
        sweep(dir.path(), 0);
        assert!(!is_due(dir.path()));
        make_older(&dir.path().join(STAMP), 2);
        assert!(is_due(dir.path()));
        Cache::in_folder(dir.path().to_owned()).write(Kind::Time, &Fingerprint::of_texts(&[]), b"").unwrap();
        assert!(!is_due(dir.path()), "the first entry that a process writes looks");
    }
}
