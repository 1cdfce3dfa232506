//! The files of one problem package, in a folder on disk or in the binary.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, DirEntry};

use crate::model::{Diagnostic, Place, Severity, Verdict};

/// Where the files of one package are.
#[derive(Debug, Clone)]
pub struct Package {
    id: String,
    files: Files,
    /// The folder as messages name it.
    shown: PathBuf,
}

#[derive(Debug, Clone)]
enum Files {
    Disk(PathBuf),
    Embedded(&'static Dir<'static>),
}

/// A solution that the package's author wrote and labelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelledSubmission {
    /// The folder it lies in, which says what verdict it must get: `wrong_answer`.
    pub folder: String,
    /// The verdict of that name; None where there is none.
    pub verdict: Option<Verdict>,
    /// The file in the package: `submissions/wrong_answer/off_by_one.py`.
    pub path: String,
}

impl Package {
    /// The package in a folder on disk.
    pub(super) fn on_disk(id: String, folder: PathBuf, shown: PathBuf) -> Self {
        Self { id, files: Files::Disk(folder), shown }
    }

    /// The package in a folder of the binary.
    pub(super) fn embedded(id: String, folder: &'static Dir<'static>) -> Self {
        Self { id, shown: Path::new("<embedded>").join(folder.path()), files: Files::Embedded(folder) }
    }

    /// The folder's own name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The folder on disk; None for a package of the embedded library.
    pub fn dir(&self) -> Option<&Path> {
        match &self.files {
            Files::Disk(folder) => Some(folder),
            Files::Embedded(_) => None,
        }
    }

    /// How messages name a file of the package: relative to the working directory where it lies below that.
    pub fn shown(&self, file: &str) -> PathBuf {
        if file.is_empty() { self.shown.clone() } else { self.shown.join(file) }
    }

    /// The bytes of a file; None where there is none. `file` is relative to the package, with `/`.
    pub fn read_bytes(&self, file: &str) -> Result<Option<Cow<'static, [u8]>>, Diagnostic> {
        match &self.files {
            Files::Embedded(folder) => {
                Ok(folder.get_file(folder.path().join(file)).map(|file| Cow::Borrowed(file.contents())))
            }
            Files::Disk(folder) => match read_regular(folder, file) {
                Ok(bytes) => Ok(Some(Cow::Owned(bytes))),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(self.unreadable(file, &error, "Make it a file that you may read.")),
            },
        }
    }

    /// The text of a file; None where there is none.
    pub fn read_text(&self, file: &str) -> Result<Option<Cow<'static, str>>, Diagnostic> {
        let decoded = match self.read_bytes(file)? {
            None => return Ok(None),
            Some(Cow::Borrowed(bytes)) => {
                std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| (error, bytes.to_vec()))
            }
            Some(Cow::Owned(bytes)) => {
                String::from_utf8(bytes).map(Cow::Owned).map_err(|error| (error.utf8_error(), error.into_bytes()))
            }
        };
        decoded.map(Some).map_err(|(error, bytes)| {
            let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            Diagnostic {
                severity: Severity::Error,
                code: "not-utf8",
                place: Place::at(self.shown(file), &good, good.len()),
                message: "this is not UTF-8".to_owned(),
                hint: Some("Save the file as UTF-8.".to_owned()),
            }
        })
    }

    /// The text of `statement.md`; None where there is none.
    pub fn statement(&self) -> Result<Option<Cow<'static, str>>, Diagnostic> {
        self.read_text("statement.md")
    }

    /// The labelled solutions below `submissions/`: Python files, by folder and name.
    pub fn submissions(&self) -> Result<Vec<LabelledSubmission>, Diagnostic> {
        let mut found = Vec::new();
        for (folder, is_folder) in self.list("submissions")? {
            if !is_folder {
                continue;
            }
            for (file, is_folder) in self.list(&format!("submissions/{folder}"))? {
                if !is_folder && Path::new(&file).extension().is_some_and(|ending| ending == "py") {
                    found.push(LabelledSubmission {
                        verdict: Verdict::from_name(&folder),
                        path: format!("submissions/{folder}/{file}"),
                        folder: folder.clone(),
                    });
                }
            }
        }
        Ok(found)
    }

    /// The entries of a folder, by name, and whether each is a folder itself. Hidden ones are left out; a folder that
    /// is not there is empty.
    pub(super) fn list(&self, folder: &str) -> Result<Vec<(String, bool)>, Diagnostic> {
        let mut entries: Vec<(String, bool)> = match &self.files {
            Files::Disk(root) => match list_disk(root, folder) {
                Ok(entries) => entries,
                Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
                Err(error) => return Err(self.unreadable(folder, &error, "Make it a folder that you may read.")),
            },
            Files::Embedded(root) => root
                .get_dir(root.path().join(folder))
                .map_or(&[][..], |folder| folder.entries())
                .iter()
                .filter_map(|entry| {
                    let name = entry.path().file_name()?.to_string_lossy().into_owned();
                    Some((name, matches!(entry, DirEntry::Dir(_))))
                })
                .collect(),
        };
        entries.retain(|(name, _)| !name.starts_with('.') && name != "__pycache__");
        entries.sort();
        Ok(entries)
    }

    fn unreadable(&self, file: &str, error: &io::Error, hint: &str) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            code: "unreadable",
            place: Place::file(self.shown(file)),
            message: format!("cannot be read: {error}"),
            hint: Some(hint.to_owned()),
        }
    }
}

fn list_disk(root: &Path, folder: &str) -> io::Result<Vec<(String, bool)>> {
    fs::read_dir(within(root, folder)?)?
        .map(|entry| entry.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path().is_dir())))
        .collect()
}

/// Reads a file, but not a pipe or a device, which might never end.
fn read_regular(root: &Path, file: &str) -> io::Result<Vec<u8>> {
    let path = within(root, file)?;
    if !fs::metadata(&path)?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    fs::read(path)
}

/// A path in the package, but not what a link leads to outside of it: a stranger's package must show nothing of this
/// machine, not even the names of files.
fn within(root: &Path, path: &str) -> io::Result<PathBuf> {
    let real = root.join(path).canonicalize()?;
    // A root of a catalog is its real path already.
    if real.starts_with(root) || real.starts_with(root.canonicalize()?) {
        Ok(real)
    } else {
        Err(io::Error::other("it is a link that leads out of the package"))
    }
}

#[cfg(test)]
mod tests {
    use include_dir::{Dir, include_dir};

    use super::super::{discover, read};

    static VALID: Dir = include_dir!("$CARGO_MANIFEST_DIR/tests/fixtures/packages/valid");

    #[test]
    fn a_package_in_the_binary_is_read_like_one_on_disk() {
        let mut embedded = Vec::new();
        discover::embedded(&VALID, &mut embedded);
        let on_disk = discover::on_disk(std::path::Path::new("tests/fixtures/packages/valid")).unwrap();
        assert_eq!(embedded.len(), on_disk.len());
        for disk in on_disk {
            let package = embedded.iter().find(|package| package.id() == disk.id()).unwrap();
            assert_eq!(package.submissions(), disk.submissions());
            assert_eq!(package.statement(), disk.statement());
            assert_eq!((package.dir(), disk.dir().is_some()), (None, true));
            let (here, there) = (read::read(package, None).problem.unwrap(), read::read(&disk, None).problem.unwrap());
            assert_eq!(format!("{:?}", here.cases), format!("{:?}", there.cases));
        }
        let shown = embedded[0].shown("problem.toml");
        assert!(shown.starts_with("<embedded>") && shown.ends_with("problem.toml"), "{}", shown.display());
    }
}
