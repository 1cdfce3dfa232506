//! `kumite.toml`: where it lies, and what its keys say. Everything wrong in it is found, not only the first.

use std::ops::Range;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::model::{Diagnostic, Place, Severity, did_you_mean, nearest};

use super::config::{self, Config, Origin, Setting, Variables};

/// The file's name.
pub const FILE_NAME: &str = "kumite.toml";

const KEYS: [&str; 9] =
    ["python", "solutions", "problems", "jobs", "isolation", "limits", "pass_env", "require", "processes"];
const LIMIT_KEYS: [&str; 2] = ["time_factor", "memory_factor"];

/// The `kumite.toml` of `dir` or of the nearest folder above it, no higher than the repository's root or the user's home.
///
/// The file names a program to run. So one above counts only if it belongs to the owner of `dir` or to root: what
/// somebody else left in `/tmp` does not decide what runs below.
pub(super) fn locate(dir: &Path, variables: Variables) -> Option<PathBuf> {
    let home = variables("HOME").map(PathBuf::from);
    let owner = dir.metadata().ok().map(|dir| dir.uid());
    for folder in dir.ancestors() {
        let file = folder.join(FILE_NAME);
        match file.symlink_metadata() {
            Ok(found) if folder == dir || is_trusted(found.uid(), owner) => return Some(file),
            _ => {}
        }
        if folder.join(".git").exists() || home.as_deref() == Some(folder) {
            return None;
        }
    }
    None
}

/// Whether a file of this user decides for the folder of another.
fn is_trusted(file: u32, folder: Option<u32>) -> bool {
    file == 0 || Some(file) == folder
}

/// Writes what the file's `text` says over `config`. Paths in it are relative to the file's folder.
///
/// `shown` is the file's name in diagnostics.
pub(super) fn apply(config: &mut Config, root: &Path, shown: &Path, text: &str) -> Result<(), Vec<Diagnostic>> {
    let mut reader = Reader { root, shown, text, found: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        reader.table(config, table.get_ref());
    } else {
        // What stands in a file that is not TOML is guesswork, so only this is said.
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            reader.error(span, "syntax", format!("not TOML: {}", error.message()), None);
        }
    }
    if reader.found.is_empty() { Ok(()) } else { Err(reader.found) }
}

struct Reader<'a> {
    root: &'a Path,
    shown: &'a Path,
    text: &'a str,
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn table(&mut self, config: &mut Config, table: &DeTable) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match name {
                "python" => {
                    let python = self.string(name, value).map(|text| Some(self.interpreter(text)));
                    self.set(&mut config.python, python, key);
                }
                "solutions" => {
                    let dir = self.string(name, value).map(|text| self.root.join(text));
                    self.set(&mut config.solutions, dir, key);
                }
                "problems" => {
                    let dirs = match value.get_ref() {
                        DeValue::String(text) => Some(vec![self.root.join(text.as_ref())]),
                        _ => self
                            .each(name, value, "a folder or a list of folders", |text| Ok(text.to_owned()))
                            .map(|dirs: Vec<String>| dirs.into_iter().map(|dir| self.root.join(dir)).collect()),
                    };
                    self.set(&mut config.problems, dirs, key);
                }
                "jobs" => {
                    let jobs = self.checked(name, value, config::jobs(whole(value)));
                    self.set(&mut config.jobs, jobs, key);
                }
                "isolation" => {
                    let isolation = self.string(name, value).map(config::isolation);
                    let isolation = isolation.and_then(|isolation| self.checked(name, value, isolation));
                    self.set(&mut config.isolation, isolation, key);
                }
                "limits" => match value.get_ref().as_table() {
                    Some(limits) => self.limits(config, limits),
                    None => self.wrong_type(name, value, "a table"),
                },
                "pass_env" => {
                    let names = self.each(name, value, "a list of names", config::variable_name);
                    self.set(&mut config.pass_env, names, key);
                }
                "require" => {
                    let guarantees = self.each(name, value, "a list of names", config::guarantee);
                    self.set(&mut config.require, guarantees, key);
                }
                "processes" => {
                    let processes = self.checked(name, value, config::processes(whole(value)));
                    self.set(&mut config.processes, processes, key);
                }
                _ => self.unknown_key(key, &KEYS),
            }
        }
    }

    fn limits(&mut self, config: &mut Config, table: &DeTable) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            let setting = match name {
                "time_factor" => &mut config.time_factor,
                "memory_factor" => &mut config.memory_factor,
                _ => {
                    self.unknown_key(key, &LIMIT_KEYS);
                    continue;
                }
            };
            let factor = self.checked(name, value, config::factor(number(value)));
            self.set(setting, factor, key);
        }
    }

    fn set<T, K>(&self, setting: &mut Setting<T>, value: Option<T>, key: &Spanned<K>) {
        setting.set(value, Origin::File(Place::at(self.shown, self.text, key.span().start)));
    }

    /// A bare name stays one, to be looked up in `PATH`. A path is made relative to the working directory, and not
    /// absolute, because reports show it.
    fn interpreter(&self, text: &str) -> PathBuf {
        let to_root = self.shown.parent().filter(|_| text.contains('/')).unwrap_or(Path::new(""));
        to_root.join(text)
    }

    fn string<'v>(&mut self, key: &str, value: &'v Spanned<DeValue>) -> Option<&'v str> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(key, value, "a string");
        }
        text
    }

    /// The strings of a list, each read by `read`.
    fn each<T>(
        &mut self,
        key: &str,
        list: &Spanned<DeValue>,
        wanted: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Option<Vec<T>> {
        let Some(items) = list.get_ref().as_array() else {
            self.wrong_type(key, list, wanted);
            return None;
        };
        let items: Vec<Option<T>> = items
            .iter()
            .map(|item| {
                let text = self.string(key, item)?;
                self.checked(key, item, read(text))
            })
            .collect();
        items.into_iter().collect()
    }

    fn checked<T>(&mut self, key: &str, value: &Spanned<DeValue>, read: Result<T, String>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(problem) => {
                let written = self.text.get(value.span()).unwrap_or_default();
                self.error(value.span(), "wrong-value", format!("`{key}` is {written}"), Some(problem));
                None
            }
        }
    }

    fn wrong_type(&mut self, key: &str, value: &Spanned<DeValue>, wanted: &str) {
        let is = value.get_ref().type_str();
        let message = format!("`{key}` is {} {is}", if is.starts_with(['a', 'i']) { "an" } else { "a" });
        self.error(value.span(), "wrong-type", message, Some(format!("It must be {wanted}.")));
    }

    fn unknown_key<K: AsRef<str>>(&mut self, key: &Spanned<K>, known: &[&str]) {
        let name = key.get_ref().as_ref();
        let hint = did_you_mean(&nearest(name, known.iter().copied(), 1))
            .unwrap_or_else(|| format!("The keys here are {}.", known.join(", ")));
        self.error(key.span(), "unknown-key", format!("unknown key `{name}`"), Some(hint));
    }

    fn error(&mut self, span: Range<usize>, code: &'static str, message: String, hint: Option<String>) {
        let place = Place::at(self.shown, self.text, span.start);
        self.found.push(Diagnostic { severity: Severity::Error, code, place, message, hint });
    }
}

/// A whole number; None where the value is something else, or out of the type's range.
fn whole<T: TryFrom<i64>>(value: &Spanned<DeValue>) -> Option<T> {
    let integer = value.get_ref().as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()?.try_into().ok()
}

fn number(value: &Spanned<DeValue>) -> Option<f64> {
    match value.get_ref() {
        DeValue::Float(float) => float.as_str().parse().ok(),
        DeValue::Integer(_) => whole::<i64>(value).map(|number| number as f64),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{Config, apply, is_trusted, locate};

    fn read(text: &str) -> Result<Config, String> {
        let root = Path::new("/w");
        let mut config = Config::defaults(root, true);
        apply(&mut config, root, Path::new("kumite.toml"), text)
            .map_err(|found| found.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
        Ok(config)
    }

    #[test]
    fn every_key_is_read_and_remembers_its_place() {
        let config = read(
            "python = \".venv/bin/python\"\nsolutions = \"mine\"\nproblems = [\"a\", \"/b\"]\njobs = 3\nisolation = \"process\"\n\
             pass_env = [\"TZ\"]\nrequire = [\"fs\", \"net\"]\nprocesses = 2\n[limits]\ntime_factor = 2\nmemory_factor = 1.5\n",
        )
        .unwrap();
        assert_eq!(config.python.value, Some(PathBuf::from(".venv/bin/python")));
        assert_eq!(config.solutions.value, Path::new("/w/mine"));
        assert_eq!(config.problems.value, [Path::new("/w/a"), Path::new("/b")]);
        assert_eq!((config.jobs.value.get(), config.processes.value), (3, 2));
        assert_eq!((config.time_factor.value, config.memory_factor.value), (2.0, 1.5));
        assert_eq!(config.isolation.origin.to_string(), "kumite.toml:5:1");
        assert_eq!(config.memory_factor.origin.to_string(), "kumite.toml:11:1");
    }

    #[test]
    fn an_interpreter_is_a_name_or_a_path_from_the_working_directory() {
        let named = |python: &str| {
            let mut config = Config::defaults(Path::new("/w"), true);
            let text = format!("python = \"{python}\"");
            apply(&mut config, Path::new("/w"), Path::new("../kumite.toml"), &text).unwrap();
            config.python.value.unwrap().display().to_string()
        };
        assert_eq!(named("python3.12"), "python3.12");
        assert_eq!(named(".venv/bin/python"), "../.venv/bin/python");
        assert_eq!(named("./python"), ".././python");
        assert_eq!(named("/usr/bin/python3"), "/usr/bin/python3");
    }

    #[test]
    fn what_somebody_else_left_above_does_not_decide() {
        assert!(is_trusted(1000, Some(1000)) && is_trusted(0, Some(1000)));
        assert!(!is_trusted(1001, Some(1000)) && !is_trusted(1001, None));
    }

    #[test]
    fn the_nearest_file_counts_up_to_the_repositorys_root() {
        let top = tempfile::tempdir().unwrap();
        let deep = top.path().join("repository/a/b");
        std::fs::create_dir_all(&deep).unwrap();
        let locate = |from: &Path| {
            locate(from, &|_| None).map(|file| file.strip_prefix(top.path()).unwrap().display().to_string())
        };
        std::fs::write(top.path().join("kumite.toml"), "").unwrap();
        assert_eq!(locate(&deep).as_deref(), Some("kumite.toml"));
        std::fs::create_dir(top.path().join("repository/.git")).unwrap();
        assert_eq!(locate(&deep), None);
        std::fs::write(top.path().join("repository/kumite.toml"), "").unwrap();
        assert_eq!(locate(&deep).as_deref(), Some("repository/kumite.toml"));
        std::fs::write(top.path().join("repository/a/kumite.toml"), "").unwrap();
        assert_eq!(locate(&deep).as_deref(), Some("repository/a/kumite.toml"));
    }

    #[test]
    fn everything_wrong_is_reported() {
        let wrong = "pyhton = 1\njobs = 0\nisolation = \"thread\"\nproblems = 3\nrequire = [\"fs\", \"fire\", 7]\npass_env = [\"A=B\"]\n\
                     processes = -1\npython = true\n[limits]\ntime = 2\ntime_factor = inf\n";
        insta::assert_snapshot!(read(wrong).unwrap_err(), @r#"
        kumite.toml:1:1: error: unknown key `pyhton` [unknown-key]
          hint: Did you mean `python`?
        kumite.toml:2:8: error: `jobs` is 0 [wrong-value]
          hint: It must be a whole number of at least 1.
        kumite.toml:3:13: error: `isolation` is "thread" [wrong-value]
          hint: It must be `fork` or `process`.
        kumite.toml:4:12: error: `problems` is an integer [wrong-type]
          hint: It must be a folder or a list of folders.
        kumite.toml:5:18: error: `require` is "fire" [wrong-value]
          hint: `fire` is not a guarantee. There are fs, net, processes, signals.
        kumite.toml:5:26: error: `require` is an integer [wrong-type]
          hint: It must be a string.
        kumite.toml:6:13: error: `pass_env` is "A=B" [wrong-value]
          hint: `A=B` is not the name of an environment variable.
        kumite.toml:7:13: error: `processes` is -1 [wrong-value]
          hint: It must be a whole number between 0 and 1000.
        kumite.toml:8:10: error: `python` is a boolean [wrong-type]
          hint: It must be a string.
        kumite.toml:10:1: error: unknown key `time` [unknown-key]
          hint: Did you mean `time_factor`?
        kumite.toml:11:15: error: `time_factor` is inf [wrong-value]
          hint: It must be a number between 0.01 and 1000.
        "#);
    }

    #[test]
    fn what_is_not_toml_is_said_once_per_place() {
        insta::assert_snapshot!(read("jobs = \npython = 'a\n").unwrap_err(), @"
        kumite.toml:1:8: error: not TOML: string values must be quoted, expected literal string [syntax]
        kumite.toml:2:12: error: not TOML: invalid literal string, expected `'` [syntax]
        ");
    }
}
