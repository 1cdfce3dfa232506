//! What is kept between runs. Losing it costs time, never a verdict: no error here ends a command.
//!
//! An entry is a file that is written whole and starts with a sum of its name and its content, so that one that is torn,
//! tampered with or in the wrong place counts as absent. Entries can be expected answers, so the folder must never be
//! readable for a candidate, and verdicts, so it must never be writable for one.

mod sweep;

use std::fs::{DirBuilder, File};
use std::io::{self, Read as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use super::config::Variables;
use super::files;
use super::fingerprint::Fingerprint;

pub use sweep::{KindSize, MOST_BYTES};

/// An entry that is used counts as old only from its last use on; this is how exactly that is noted.
const NOTED_EVERY: Duration = Duration::from_secs(3600);
/// Marks the folder for programs that make backups: <https://bford.info/cachedir/>.
const TAG: (&str, &str) = (
    "CACHEDIR.TAG",
    "Signature: 8a477f597d28d172789f06886806bc55\n# This is kumite's cache. It may be deleted at any time.\n",
);

/// What an entry is, and the folder that it lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What judging a submission found.
    Result,
    /// A case that was made: its input and its answer.
    Case,
    /// The time that a reference took.
    Time,
    /// What an interpreter says of itself.
    Interpreter,
    /// The code of a program's files, compiled.
    Code,
    /// The fingerprint of a large file that has not changed since.
    File,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Result, Self::Case, Self::Time, Self::Interpreter, Self::Code, Self::File];

    /// The folder's name.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Result => "results",
            Self::Case => "cases",
            Self::Time => "times",
            Self::Interpreter => "interpreters",
            Self::Code => "code",
            Self::File => "files",
        }
    }
}

/// A folder of small files, made when the first is written.
#[derive(Debug, Clone)]
pub struct Cache {
    dir: Option<PathBuf>,
    /// Bytes written since it was last looked whether the folder has grown too large.
    unswept: Arc<AtomicU64>,
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
        Self { dir, unswept: Arc::default() }
    }

    /// A cache in this folder.
    pub fn in_folder(dir: PathBuf) -> Self {
        Self { dir: Some(dir), unswept: Arc::default() }
    }

    /// A cache that keeps nothing.
    pub fn none() -> Self {
        Self { dir: None, unswept: Arc::default() }
    }

    /// The folder, which need not exist yet.
    pub fn dir(&self) -> Option<&Path> {
        self.dir.as_deref()
    }

    /// The entry with this name, if it is there and whole.
    pub fn read(&self, kind: Kind, name: &Fingerprint) -> Option<Vec<u8>> {
        let mut file = File::open(self.file(kind, name)?).ok()?;
        let (mut found, mut body) = ([0; 32], Vec::new());
        file.read_exact(&mut found).ok()?;
        file.read_to_end(&mut body).ok()?;
        if *sum(kind, name, &body).bytes() != found {
            return None;
        }
        note_use(&file);
        Some(body)
    }

    /// Keeps an entry. A reader sees it whole or not at all, also while others write the same.
    ///
    /// The error is for `doctor`; everyone else goes on without the entry.
    pub fn write(&self, kind: Kind, name: &Fingerprint, body: &[u8]) -> io::Result<()> {
        let Some(file) = self.file(kind, name) else { return Ok(()) };
        let mut bytes = sum(kind, name, body).bytes().to_vec();
        bytes.extend(body);
        self.make_folder(kind)?;
        files::write_atomically(&file, &bytes)?;
        self.sweep_now_and_then(bytes.len() as u64);
        Ok(())
    }

    /// The fingerprint of what stands in a file, which is read only where it has changed.
    pub fn fingerprint_of_file(&self, path: &Path) -> Option<Fingerprint> {
        let facts = path.metadata().ok()?;
        let name = Fingerprint::of(&(path, facts.ino(), facts.size(), facts.mtime(), facts.mtime_nsec()))?;
        if let Some(known) = self.read(Kind::File, &name).and_then(|bytes| bytes.try_into().ok()) {
            return Some(Fingerprint::from_bytes(known));
        }
        let found = Fingerprint::of_file(path).ok()?;
        // A cache that cannot be written costs time and nothing else.
        let _ = self.write(Kind::File, &name, found.bytes());
        Some(found)
    }

    /// Whether entries can be written, for `doctor`.
    pub fn try_writing(&self) -> io::Result<()> {
        self.make_folder(Kind::File)?;
        self.dir.as_ref().map_or(Ok(()), |dir| tempfile::tempfile_in(dir).map(drop))
    }

    fn file(&self, kind: Kind, name: &Fingerprint) -> Option<PathBuf> {
        Some(self.dir.as_ref()?.join(kind.folder()).join(name.to_string()))
    }

    fn make_folder(&self, kind: Kind) -> io::Result<()> {
        let Some(dir) = &self.dir else { return Ok(()) };
        let folder = dir.join(kind.folder());
        if folder.is_dir() {
            return Ok(());
        }
        // Private: other users of the machine have no business with expected answers either.
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        match files::write_new(&dir.join(TAG.0), TAG.1.as_bytes()) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => Ok(()),
        }
    }

    /// Looks after the bound where this process has written much, or nobody has looked for an hour.
    fn sweep_now_and_then(&self, written: u64) {
        let Some(dir) = &self.dir else { return };
        let before = self.unswept.fetch_add(written, Ordering::Relaxed);
        let much = before + written > sweep::MOST_UNSWEPT;
        if much || (before == 0 && sweep::is_due(dir)) {
            self.unswept.store(1, Ordering::Relaxed);
            sweep::sweep(dir, MOST_BYTES);
        }
    }
}

/// What an entry starts with.
fn sum(kind: Kind, name: &Fingerprint, body: &[u8]) -> Fingerprint {
    Fingerprint::of_texts(&[kind.folder().as_bytes(), name.bytes(), body])
}

/// Notes that an entry is of use, in the time of its last change, so that the others are removed first.
fn note_use(file: &File) {
    let now = SystemTime::now();
    let noted = file.metadata().and_then(|facts| facts.modified());
    if noted.is_ok_and(|noted| now.duration_since(noted).is_ok_and(|age| age > NOTED_EVERY)) {
        // Of a cache that may only be read nothing is removed either.
        let _ = file.set_modified(now);
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;

    use super::{Cache, Fingerprint, Kind};

    fn located(set: &[(&str, &str)]) -> Option<String> {
        let variables = |name: &str| set.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value));
        Cache::locate(&variables, Path::new("/here")).dir().map(|dir| dir.display().to_string())
    }

    fn name(text: &str) -> Fingerprint {
        Fingerprint::of_texts(&[text.as_bytes()])
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
        let cache = Cache::in_folder(dir.path().join("deep/kumite"));
        assert_eq!(cache.read(Kind::Case, &name("a")), None);
        cache.write(Kind::Case, &name("a"), b"one").unwrap();
        cache.write(Kind::Case, &name("a"), b"two").unwrap();
        assert_eq!(cache.read(Kind::Case, &name("a")).as_deref(), Some(&b"two"[..]));
        let mode = cache.dir().unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        assert!(cache.dir().unwrap().join("CACHEDIR.TAG").is_file());
    }

    #[test]
    fn what_is_torn_changed_or_in_the_wrong_place_is_absent() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache::in_folder(dir.path().to_owned());
        let (kind, entry) = (Kind::Result, name("a"));
        cache.write(kind, &entry, b"accepted").unwrap();
        let file = cache.file(kind, &entry).unwrap();
        let whole = fs::read(&file).unwrap();
        for length in 0..whole.len() {
            fs::write(&file, &whole[..length]).unwrap();
            assert_eq!(cache.read(kind, &entry), None, "cut to {length} bytes");
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            fs::write(&file, changed).unwrap();
            assert_eq!(cache.read(kind, &entry), None, "changed at {at}");
        }
        fs::write(cache.file(kind, &name("b")).unwrap(), &whole).unwrap();
        assert_eq!(cache.read(kind, &name("b")), None, "the entry of another name");
        fs::write(&file, whole).unwrap();
        assert_eq!(cache.read(kind, &entry).as_deref(), Some(&b"accepted"[..]));
    }

    #[test]
    fn a_file_is_known_by_what_stands_in_it() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache::in_folder(dir.path().join("cache"));
        let file = dir.path().join("file");
        fs::write(&file, "one").unwrap();
        let one = cache.fingerprint_of_file(&file).unwrap();
        assert_eq!(cache.fingerprint_of_file(&file), Some(one));
        fs::write(&file, "other").unwrap();
        assert_eq!(cache.fingerprint_of_file(&file), Fingerprint::of_file(&file).ok());
        assert_ne!(cache.fingerprint_of_file(&file), Some(one));
        assert_eq!(cache.fingerprint_of_file(&dir.path().join("gone")), None);
    }

    #[test]
    fn without_a_folder_nothing_is_kept_and_nothing_fails() {
        Cache::none().write(Kind::Case, &name("a"), b"x").unwrap();
        assert_eq!(Cache::none().read(Kind::Case, &name("a")), None);
        let blocked = Cache::in_folder("/dev/null/kumite".into());
        assert!(blocked.write(Kind::Case, &name("a"), b"x").is_err());
        assert!(blocked.try_writing().is_err());
        assert_eq!(blocked.read(Kind::Case, &name("a")), None);
    }
}
