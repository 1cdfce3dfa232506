//! A temporary file for what a run has found, so that it need not be in memory.
//!
//! It is made when the first bytes come, has no name from then on, and is private to the user: nobody finds it, and it
//! is gone when kumite ends, however that is. What runs cases does not inherit it.

use std::fs::{File, Permissions};
use std::os::unix::fs::{FileExt as _, PermissionsExt as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::model::{Shelf, Spool};

/// A shelf that goes on in a file of its own in the folder for temporary files.
pub fn shelf() -> Shelf {
    Shelf::with_spool(Arc::new(SpoolFile::default()))
}

#[derive(Debug, Default)]
struct SpoolFile(Mutex<Written>);

#[derive(Debug, Default)]
struct Written {
    file: Option<File>,
    /// How much of it counts: what was written behind this did not fit.
    bytes: u64,
}

impl SpoolFile {
    fn lock(&self) -> MutexGuard<'_, Written> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Spool for SpoolFile {
    fn add(&self, bytes: &[u8]) -> Option<u64> {
        let mut written = self.lock();
        if written.file.is_none() {
            let file = tempfile::tempfile().ok()?;
            file.set_permissions(Permissions::from_mode(0o600)).ok()?;
            written.file = Some(file);
        }
        let at = written.bytes;
        written.file.as_ref()?.write_all_at(bytes, at).ok()?;
        written.bytes += bytes.len() as u64;
        Some(at)
    }

    fn read(&self, at: u64, length: usize) -> Option<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.lock().file.as_ref()?.read_exact_at(&mut bytes, at).ok()?;
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt as _;

    use super::*;

    #[test]
    fn what_is_added_is_read_again() {
        let spool = SpoolFile::default();
        assert_eq!(spool.read(0, 1), None, "nothing was added yet");
        let places: Vec<_> = [&b"one"[..], b"", b"three"].iter().map(|bytes| spool.add(bytes).unwrap()).collect();
        assert_eq!(places, [0, 3, 3]);
        assert_eq!(spool.read(3, 5).unwrap(), b"three");
        assert_eq!(spool.read(0, 3).unwrap(), b"one");
        assert_eq!(spool.read(4, 5), None, "that is behind the end");
    }

    #[test]
    fn nobody_else_finds_or_reads_it() {
        let spool = SpoolFile::default();
        spool.add(b"x").unwrap();
        let facts = spool.lock().file.as_ref().unwrap().metadata().unwrap();
        assert_eq!((facts.nlink(), facts.mode() & 0o077), (0, 0));
    }

    #[test]
    fn a_full_disk_takes_nothing() {
        let full = File::options().read(true).write(true).open("/dev/full").unwrap();
        let spool = SpoolFile(Mutex::new(Written { file: Some(full), bytes: 0 }));
        assert_eq!(spool.add(b"x"), None);
        assert_eq!(spool.lock().bytes, 0);
    }
}
