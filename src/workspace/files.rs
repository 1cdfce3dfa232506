//! Writing files whole or not at all.

use std::fs::{File, Permissions};
use std::io::{self, BufWriter, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Component, Path, PathBuf};

use tempfile::NamedTempFile;

/// Writes `bytes` to `path`: a reader sees the old content or the new, never a part.
///
/// What is not a regular file (a pipe, `/dev/stdout`) is written to as it is. A symbolic link is followed.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_atomically_with(path, |out| out.write_all(bytes))
}

/// Does with what `write` writes, piece by piece, what [`write_atomically`] does with bytes.
pub fn write_atomically_with(path: &Path, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> io::Result<()> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if target.metadata().is_ok_and(|found| !found.is_file()) {
        return buffered(&std::fs::OpenOptions::new().write(true).open(&target)?, write);
    }
    temporary_beside(&target, write)?.persist(&target).map(drop).map_err(|error| error.error)
}

/// Writes `bytes` to a new file; one that is there already is an error of the kind `AlreadyExists`.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    temporary_beside(path, |out| out.write_all(bytes))?.persist_noclobber(path).map(drop).map_err(|error| error.error)
}

fn buffered(file: &File, write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    out.flush()
}

fn temporary_beside(
    path: &Path,
    write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    folder.metadata()?;
    // A temporary file is private by default; this one becomes an ordinary file, so the user's umask decides.
    let mut builder = tempfile::Builder::new();
    builder.prefix(".kumite-").permissions(Permissions::from_mode(0o666));
    let written = builder.tempfile_in(folder).and_then(|file| buffered(file.as_file(), write).map(|()| file));
    // `tempfile` names the temporary file in its errors, which says nothing to the user.
    written.map_err(|error| error.kind().into())
}

/// The path as the user is shown it: relative to `working_dir` (absolute), with `/`.
pub fn shown(path: &Path, working_dir: &Path) -> String {
    let path = normal(&working_dir.join(path));
    let mut parts = path.components().peekable();
    let mut above = working_dir.components().peekable();
    while let (Some(part), Some(other)) = (parts.peek(), above.peek())
        && part == other
    {
        parts.next();
        above.next();
    }
    let mut relative: PathBuf = above.map(|_| Component::ParentDir).collect();
    relative.extend(parts);
    if relative.as_os_str().is_empty() { ".".to_owned() } else { relative.to_string_lossy().into_owned() }
}

/// The path without `.` and, where that is certain without looking at the disk, without `..`.
pub(super) fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            Component::ParentDir if out.has_root() => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::ErrorKind;
    use std::path::Path;

    use super::{shown, write_atomically, write_new};

    #[test]
    fn paths_are_shown_from_the_working_directory() {
        let here = Path::new("/home/me/work");
        for (path, expected) in [
            ("a.py", "a.py"),
            ("./a/../b.py", "b.py"),
            ("/home/me/work/x/a.py", "x/a.py"),
            ("/home/me/a.py", "../a.py"),
            ("../other/a.py", "../other/a.py"),
            ("/etc/a.py", "../../../etc/a.py"),
            ("/../etc", "../../../etc"),
            (".", "."),
            ("..", ".."),
        ] {
            assert_eq!(shown(Path::new(path), here), expected, "{path}");
        }
    }

    #[test]
    fn a_new_file_never_overwrites() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a");
        write_new(&file, b"first").unwrap();
        assert_eq!(write_new(&file, b"second").unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&file).unwrap(), b"first");
        write_atomically(&file, b"third").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"third");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "no temporary file is left");
    }

    #[test]
    fn a_link_is_followed_and_a_device_is_written_to() {
        let dir = tempfile::tempdir().unwrap();
        let (file, link) = (dir.path().join("a"), dir.path().join("b"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write_atomically(&link, b"new").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"new");
        assert!(link.is_symlink());
        write_atomically(Path::new("/dev/null"), b"x").unwrap();
        assert!(write_atomically(Path::new("/dev/full"), b"x").is_err());
    }
}
