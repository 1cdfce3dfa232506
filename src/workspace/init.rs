//! A new workspace: `kumite.toml` and a folder for the solutions.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::config_file::FILE_NAME;
use super::files;

/// What a new `kumite.toml` says: every key with its default, as a comment.
const TEMPLATE: &str = include_str!("kumite.toml");

/// A step of making a workspace that failed.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {source}", path.display())]
pub struct InitError {
    /// The file or folder, relative to the new workspace.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

/// Makes a workspace of `dir`, unless it is one. What is there already stays as it is.
///
/// Returns the files that were written, relative to `dir`; none: there was nothing to do.
pub fn init(dir: &Path) -> Result<Vec<PathBuf>, InitError> {
    if dir.join(FILE_NAME).symlink_metadata().is_ok() {
        return Ok(Vec::new());
    }
    let mut written = Vec::new();
    let failed = |path: &str| {
        let path = PathBuf::from(path);
        |source| InitError { path, source }
    };
    if !dir.join("solutions").exists() {
        fs::create_dir(dir.join("solutions")).map_err(failed("solutions"))?;
        // Git keeps no empty folder.
        files::write_new(&dir.join("solutions/.gitkeep"), b"").map_err(failed("solutions/.gitkeep"))?;
        written.push(PathBuf::from("solutions/.gitkeep"));
    }
    // Last, because with it the folder is a workspace: an init that failed can be run again.
    files::write_new(&dir.join(FILE_NAME), TEMPLATE.as_bytes()).map_err(failed(FILE_NAME))?;
    written.push(PathBuf::from(FILE_NAME));
    Ok(written)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{TEMPLATE, init};
    use crate::workspace::{Config, Workspace};

    /// The template with its keys switched on is what the defaults are.
    #[test]
    fn every_key_of_the_template_is_a_key_with_its_default() {
        let switched_on: String = TEMPLATE
            .lines()
            .filter_map(|line| line.strip_prefix("# "))
            .filter(|line| line.starts_with('[') || line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' ')))
            .fold(String::new(), |text, line| text + line + "\n");
        let dir = tempfile::tempdir().unwrap();
        let open = |text: &str| {
            fs::write(dir.path().join("kumite.toml"), text).unwrap();
            Workspace::open(dir.path(), &|_| None).unwrap().config
        };
        let (with, without) = (open(&switched_on), open(""));
        let values = |config: &Config| {
            // All but `python` and `jobs`, whose defaults are found on the machine.
            let folders = (config.solutions.value.clone(), config.problems.value.clone());
            let lists = (config.pass_env.value.clone(), config.require.value.clone());
            let factors = [config.time_factor.value, config.memory_factor.value].map(f64::to_bits);
            (folders, lists, factors, config.isolation.value, config.processes.value)
        };
        assert_eq!(values(&with), values(&without));
        assert_eq!(switched_on.lines().count(), 11, "{switched_on}");
    }

    #[test]
    fn what_is_there_stays() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("solutions")).unwrap();
        fs::write(dir.path().join("solutions/a.py"), "x").unwrap();
        assert_eq!(init(dir.path()).unwrap(), [std::path::Path::new("kumite.toml")]);
        assert_eq!(init(dir.path()).unwrap(), [""; 0].map(std::path::PathBuf::from));
        assert_eq!(fs::read_dir(dir.path().join("solutions")).unwrap().count(), 1);
    }
}
