//! Anonymous files that the judge shares with a harness: requests go in, replies and output come out.
//!
//! A file and not a pipe: nobody has to read while a case runs, a flood ends at the file size limit, and one set serves
//! all cases of a harness. The judge reads by position and never maps them, so a truncated file is only a short read.

use std::fs::File;
use std::io::{self, Seek as _, SeekFrom};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::fs::FileExt;

use super::{check_result, platform};

/// Descriptors that a harness gets are kept from this number on, so that moving them to their places overwrites none.
const FIRST_NUMBER: libc::c_int = 64;

/// A file without a name.
#[derive(Debug)]
pub struct AnonymousFile {
    file: File,
}

impl AnonymousFile {
    /// Makes an empty one.
    pub fn new() -> io::Result<Self> {
        Ok(Self { file: File::from(out_of_the_way(&platform::anonymous_file()?)?) })
    }

    /// Puts `bytes` in place of everything it held.
    pub fn replace(&self, bytes: &[u8]) -> io::Result<()> {
        self.file.set_len(bytes.len() as u64)?;
        self.file.write_all_at(bytes, 0)
    }

    /// Puts `bytes` in place, to be read from its start by the next case.
    pub fn reset_input(&self, bytes: &[u8]) -> io::Result<()> {
        self.reset_descriptor(0)?;
        self.replace(bytes)
    }

    /// Empties it for the next case.
    pub fn reset_output(&self) -> io::Result<()> {
        self.reset_descriptor(libc::O_APPEND)?;
        self.file.set_len(0)
    }

    /// Takes back whatever the last case did to the descriptor's flags and position: the open file is the judge's, too.
    /// First of all, because what is written to an appending file lands behind what is there.
    fn reset_descriptor(&self, flags: libc::c_int) -> io::Result<()> {
        // SAFETY: a plain system call on a descriptor that is open.
        unsafe { check_result(libc::fcntl(self.file.as_raw_fd(), libc::F_SETFL, flags))? };
        (&self.file).seek(SeekFrom::Start(0))?;
        Ok(())
    }

    /// Its length in bytes.
    pub fn size(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    /// Its first `most` bytes.
    pub fn read(&self, most: u64) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(self.size()?.min(most)).unwrap_or(usize::MAX)];
        let mut filled = 0;
        while filled < bytes.len() {
            match self.file.read_at(&mut bytes[filled..], filled as u64) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        bytes.truncate(filled);
        Ok(bytes)
    }
}

impl AsRawFd for AnonymousFile {
    fn as_raw_fd(&self) -> libc::c_int {
        self.file.as_raw_fd()
    }
}

/// A copy of the descriptor with a number that no harness descriptor has.
pub(super) fn out_of_the_way(fd: &OwnedFd) -> io::Result<OwnedFd> {
    // SAFETY: the descriptor is open, and the copy is owned by nobody else.
    unsafe {
        let copy = check_result(libc::fcntl(fd.as_raw_fd(), libc::F_DUPFD_CLOEXEC, FIRST_NUMBER))?;
        Ok(OwnedFd::from_raw_fd(copy))
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
    use std::os::fd::AsRawFd as _;

    use super::AnonymousFile;

    #[test]
    fn what_is_put_in_comes_out_and_nothing_older() {
        let file = AnonymousFile::new().unwrap();
        file.replace(b"a long one").unwrap();
        file.replace(b"short").unwrap();
        assert_eq!(file.read(100).unwrap(), b"short");
        assert_eq!(file.read(2).unwrap(), b"sh");
        file.reset_output().unwrap();
        assert_eq!(file.size().unwrap(), 0);
    }

    #[test]
    fn what_a_case_did_to_the_descriptor_does_not_last() {
        let file = AnonymousFile::new().unwrap();
        // SAFETY: a plain system call on a descriptor that is open.
        unsafe { libc::fcntl(file.as_raw_fd(), libc::F_SETFL, libc::O_APPEND) };
        (&file.file).seek(SeekFrom::Start(100)).unwrap();
        file.reset_input(b"input").unwrap();
        assert_eq!(file.read(100).unwrap(), b"input");
        let mut copy = file.file.try_clone().unwrap();
        let mut text = String::new();
        copy.read_to_string(&mut text).unwrap();
        assert_eq!(text, "input");
        file.reset_output().unwrap();
        copy.set_len(10).unwrap();
        copy.write_all(b"appended").unwrap();
        assert_eq!(file.read(100).unwrap(), b"\0\0\0\0\0\0\0\0\0\0appended");
    }
}
