//! Configuration: every setting with its value and where the value came from.
//!
//! The command line comes before the environment, the environment before `kumite.toml`, the file before the defaults.
//! [`Config`] starts with the defaults; each source writes over it in turn, the strongest last.

use std::ffi::OsString;
use std::fmt;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;

use crate::model::{Guarantee, Isolation, Place};

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// An option of the command line: `--jobs`.
    CommandLine(&'static str),
    /// An environment variable: `KUMITE_JOBS`.
    Environment(&'static str),
    /// A key of `kumite.toml`.
    File(Place),
    /// Nobody said anything.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine(name) | Self::Environment(name) => f.write_str(name),
            Self::File(place) => place.fmt(f),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A value, and where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting<T> {
    /// The value in force.
    pub value: T,
    /// Where it came from.
    pub origin: Origin,
}

impl<T> Setting<T> {
    fn default(value: T) -> Self {
        Self { value, origin: Origin::Default }
    }

    /// Writes over the value, if `value` holds one.
    pub fn set(&mut self, value: Option<T>, origin: Origin) {
        if let Some(value) = value {
            *self = Self { value, origin };
        }
    }
}

/// Everything that can be configured.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The interpreter as it was asked for: a path, relative to the working directory, or a name to look up in `PATH`.
    /// None: the harness looks for one.
    pub python: Setting<Option<PathBuf>>,
    /// The folder with the user's solutions.
    pub solutions: Setting<PathBuf>,
    /// The folders with the workspace's own problems; one that does not exist is fine as a default only.
    pub problems: Setting<Vec<PathBuf>>,
    /// How many cases may run at the same time.
    pub jobs: Setting<NonZeroUsize>,
    /// How cases are kept apart.
    pub isolation: Setting<Isolation>,
    /// Every time limit is multiplied by this.
    pub time_factor: Setting<f64>,
    /// Every memory limit is multiplied by this.
    pub memory_factor: Setting<f64>,
    /// Names of environment variables that a candidate may see.
    pub pass_env: Setting<Vec<String>>,
    /// Guarantees without which nothing is judged.
    pub require: Setting<Vec<Guarantee>>,
    /// Processes that a case may start besides its own, where the problem allows fewer.
    pub processes: Setting<u32>,
}

/// A variable that is set to something it cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadVariable {
    /// The variable.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// What it must be.
    pub rule: String,
}

/// Looks up an environment variable.
pub type Variables<'a> = &'a dyn Fn(&str) -> Option<OsString>;

impl Config {
    /// The defaults of a workspace in `root`, or of a folder that is none.
    pub(super) fn defaults(root: &Path, is_workspace: bool) -> Self {
        let solutions = if is_workspace { root.join("solutions") } else { root.to_owned() };
        Self {
            python: Setting::default(None),
            solutions: Setting::default(solutions),
            problems: Setting::default(vec![root.join("problems")]),
            jobs: Setting::default(thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)),
            isolation: Setting::default(Isolation::default()),
            time_factor: Setting::default(1.0),
            memory_factor: Setting::default(1.0),
            pass_env: Setting::default(Vec::new()),
            require: Setting::default(Vec::new()),
            processes: Setting::default(0),
        }
    }

    /// Writes the environment over what is there. Paths are relative to `working_dir`.
    pub(super) fn apply_environment(&mut self, variables: Variables, working_dir: &Path) -> Result<(), BadVariable> {
        let path = |name: &'static str| raw(variables, name).map(|value| working_dir.join(value));
        let python = raw(variables, "KUMITE_PYTHON").map(|value| Some(value.into()));
        self.python.set(python, Origin::Environment("KUMITE_PYTHON"));
        self.solutions.set(path("KUMITE_SOLUTIONS"), Origin::Environment("KUMITE_SOLUTIONS"));
        let problems = raw(variables, "KUMITE_PROBLEMS")
            .map(|value| std::env::split_paths(&value).map(|dir| working_dir.join(dir)).collect());
        self.problems.set(problems, Origin::Environment("KUMITE_PROBLEMS"));

        from_variable(variables, "KUMITE_JOBS", &mut self.jobs, |text| jobs(text.parse().ok()))?;
        from_variable(variables, "KUMITE_ISOLATION", &mut self.isolation, isolation)?;
        from_variable(variables, "KUMITE_TIME_FACTOR", &mut self.time_factor, |text| factor(text.parse().ok()))?;
        from_variable(variables, "KUMITE_MEMORY_FACTOR", &mut self.memory_factor, |text| factor(text.parse().ok()))?;
        from_variable(variables, "KUMITE_PASS_ENV", &mut self.pass_env, |text| {
            comma_separated(text).map(variable_name).collect()
        })?;
        from_variable(variables, "KUMITE_REQUIRE", &mut self.require, guarantees)?;
        from_variable(variables, "KUMITE_PROCESSES", &mut self.processes, |text| processes(text.parse().ok()))
    }
}

/// The variable's value; one that is set to nothing counts as not set.
fn raw(variables: Variables, name: &str) -> Option<OsString> {
    variables(name).filter(|value| !value.is_empty())
}

fn from_variable<T>(
    variables: Variables,
    name: &'static str,
    setting: &mut Setting<T>,
    read: impl FnOnce(&str) -> Result<T, String>,
) -> Result<(), BadVariable> {
    let Some(value) = raw(variables, name) else { return Ok(()) };
    let value = value.to_string_lossy();
    let read = read(&value).map_err(|rule| BadVariable { name, value: value.clone().into_owned(), rule })?;
    setting.set(Some(read), Origin::Environment(name));
    Ok(())
}

// What a value may be: the same rules for the file, the environment and the command line. The error says what it must be.

/// A number of jobs.
pub(super) fn jobs(number: Option<usize>) -> Result<NonZeroUsize, String> {
    number.and_then(NonZeroUsize::new).ok_or_else(|| "It must be a whole number of at least 1.".to_owned())
}

/// A name of an isolation.
pub(super) fn isolation(name: &str) -> Result<Isolation, String> {
    Isolation::from_name(name).ok_or_else(|| "It must be `fork` or `process`.".to_owned())
}

/// A factor on a limit. Bounded, so that a limit times a factor is always a sensible duration.
pub(super) fn factor(number: Option<f64>) -> Result<f64, String> {
    number
        .filter(|factor| (0.01..=1000.0).contains(factor))
        .ok_or_else(|| "It must be a number between 0.01 and 1000.".to_owned())
}

/// A number of processes.
pub(super) fn processes(number: Option<u32>) -> Result<u32, String> {
    number.filter(|&number| number <= 1000).ok_or_else(|| "It must be a whole number between 0 and 1000.".to_owned())
}

/// The name of an environment variable.
pub(super) fn variable_name(name: &str) -> Result<String, String> {
    if name.is_empty() || name.contains(['=', '\0']) {
        return Err(format!("`{name}` is not the name of an environment variable."));
    }
    Ok(name.to_owned())
}

/// A list of guarantees, separated by commas.
fn guarantees(list: &str) -> Result<Vec<Guarantee>, String> {
    comma_separated(list).map(guarantee).collect()
}

/// A name of a guarantee.
pub(super) fn guarantee(name: &str) -> Result<Guarantee, String> {
    Guarantee::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = Guarantee::ALL.into_iter().map(Guarantee::name).collect();
        format!("`{name}` is not a guarantee. There are {}.", names.join(", "))
    })
}

fn comma_separated(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::path::Path;

    use super::{BadVariable, Config, Origin};
    use crate::model::{Guarantee, Isolation};

    fn from(set: &[(&str, &str)]) -> Result<Config, BadVariable> {
        let mut config = Config::defaults(Path::new("/w"), true);
        let variables = |name: &str| set.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value));
        config.apply_environment(&variables, Path::new("/w/sub")).map(|()| config)
    }

    #[test]
    fn every_variable_is_read() {
        let config = from(&[
            ("KUMITE_PYTHON", "./python"),
            ("KUMITE_SOLUTIONS", "mine"),
            ("KUMITE_PROBLEMS", "a:/b"),
            ("KUMITE_JOBS", "7"),
            ("KUMITE_ISOLATION", "process"),
            ("KUMITE_TIME_FACTOR", "2"),
            ("KUMITE_MEMORY_FACTOR", "0.5"),
            ("KUMITE_PASS_ENV", "TZ, LANGUAGE"),
            ("KUMITE_REQUIRE", "fs,net"),
            ("KUMITE_PROCESSES", "3"),
        ])
        .unwrap();
        assert_eq!(config.python.value.as_deref(), Some(Path::new("./python")));
        assert_eq!(config.solutions.value, Path::new("/w/sub/mine"));
        assert_eq!(config.problems.value, [Path::new("/w/sub/a"), Path::new("/b")]);
        assert_eq!((config.jobs.value.get(), config.processes.value), (7, 3));
        assert_eq!(config.isolation.value, Isolation::Process);
        assert_eq!(
            [config.time_factor.value, config.memory_factor.value].map(f64::to_bits),
            [2.0, 0.5].map(f64::to_bits)
        );
        assert_eq!(config.pass_env.value, ["TZ", "LANGUAGE"]);
        assert_eq!(config.require.value, [Guarantee::Files, Guarantee::Network]);
        assert_eq!(config.processes.origin, Origin::Environment("KUMITE_PROCESSES"));
    }

    #[test]
    fn what_a_variable_cannot_be_is_an_error_and_nothing_is_not_set() {
        for (name, value) in [
            ("KUMITE_JOBS", "0"),
            ("KUMITE_ISOLATION", "Fork"),
            ("KUMITE_TIME_FACTOR", "nan"),
            ("KUMITE_MEMORY_FACTOR", "1e9"),
            ("KUMITE_PASS_ENV", "A=B"),
            ("KUMITE_REQUIRE", "fs,fire"),
            ("KUMITE_PROCESSES", "-1"),
        ] {
            assert_eq!(from(&[(name, value)]).unwrap_err().name, name, "{value}");
            assert_eq!(from(&[(name, "")]).unwrap(), from(&[]).unwrap());
        }
    }
}
