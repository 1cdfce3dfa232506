//! What a verdict depends on besides the solution and its problem: this program, the interpreter, the walls.
//!
//! When a file was written says nothing here, so that the results of one machine of a CI are known on the next one that
//! is made alike.

use std::env;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use super::embedded::COMPILER;
use super::interpreter::Interpreter;
use super::{Program, Setup};
use crate::workspace::{Cache, Fingerprint};

impl Setup {
    /// The fingerprint of everything that all cases of a run have in common. None: it cannot be told.
    ///
    /// Starts nothing.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        let Interpreter { executable, build, search_path, .. } = &self.interpreter;
        let packages: Vec<_> = search_path.iter().map(|folder| installed(folder)).collect();
        let python = (executable, build, search_path, packages);
        let protections = (self.protections.names(), self.protections.missing());
        let machine = (env::consts::OS, env::consts::ARCH);
        Fingerprint::of(&(this_build(&self.cache)?, python, self.isolation, protections, self.passed(), machine))
    }

    /// The name of a program's compiled code: what was compiled, how, and behind which walls, for without them another
    /// process may have meddled.
    pub(super) fn code_name(&self, program: &Program) -> Option<Fingerprint> {
        let walls = self.protections.names();
        Fingerprint::of(&(program.fingerprint(), &self.interpreter.build, COMPILER, walls, self.passed()))
    }

    /// The variables that candidates may see.
    fn passed(&self) -> Vec<(&String, Option<Vec<u8>>)> {
        self.pass_env.iter().map(|name| (name, variable(name))).collect()
    }
}

/// The program that is running.
fn this_build(cache: &Cache) -> Option<Fingerprint> {
    let program = env::current_exe().ok()?;
    if cfg!(debug_assertions) {
        // Large, slow to read without optimisation, and never on two machines.
        let facts = program.metadata().ok()?;
        return Fingerprint::of(&(facts.len(), facts.modified().ok()?));
    }
    cache.fingerprint_of_file(&program)
}

/// The packages in a folder of the search path, by the names of what lies there, versions among them.
fn installed(folder: &str) -> Vec<(Vec<u8>, u64)> {
    let is_for_packages = folder.ends_with("site-packages") || folder.ends_with("dist-packages");
    let Some(entries) = is_for_packages.then(|| fs::read_dir(Path::new(folder)).ok()).flatten() else {
        return Vec::new();
    };
    let mut found: Vec<_> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let facts = entry.metadata().ok()?;
            let bytes = if facts.is_file() { facts.len() } else { 0 };
            (entry.file_name() != "__pycache__").then(|| (entry.file_name().as_bytes().to_vec(), bytes))
        })
        .collect();
    found.sort();
    found
}

fn variable(name: &str) -> Option<Vec<u8>> {
    env::var_os(name).map(|value| value.as_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::{Interpreter, Setup};
    use super::installed;
    use crate::model::Isolation;
    use crate::sandbox::{Interrupt, Protections};
    use crate::workspace::Cache;

    fn setup() -> Setup {
        Setup {
            interpreter: Interpreter::find(None, &Cache::none()).unwrap(),
            protections: Protections::off(),
            isolation: Isolation::Fork,
            pass_env: Vec::new(),
            interrupt: Interrupt::default(),
            cache: Cache::none(),
        }
    }

    #[test]
    fn whatever_all_cases_have_in_common_counts() {
        let of = |setup: &Setup| setup.fingerprint().unwrap();
        let usual = setup();
        assert_eq!(of(&usual), of(&usual.clone()));
        let process = Setup { isolation: Isolation::Process, ..usual.clone() };
        let passing = Setup { pass_env: vec!["PATH".to_owned()], ..usual.clone() };
        let contained = Setup { protections: Protections::probe(), ..usual.clone() };
        let mut other = usual.clone();
        other.interpreter.build = "3.11.7 (main, Jan  1 2024, 00:00:00) [GCC 12.2.0]".to_owned();
        for changed in [process, passing, contained, other] {
            assert_ne!(of(&usual), of(&changed));
        }
    }

    #[test]
    fn a_package_that_is_updated_is_another_one() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("site-packages");
        fs::create_dir_all(folder.join("numpy-2.1.0.dist-info")).unwrap();
        fs::create_dir_all(folder.join("__pycache__")).unwrap();
        fs::write(folder.join("six.py"), "1.0").unwrap();
        let folder = folder.to_str().unwrap();
        assert_eq!(installed(folder), [(b"numpy-2.1.0.dist-info".to_vec(), 0), (b"six.py".to_vec(), 3)]);
        assert!(installed(dir.path().to_str().unwrap()).is_empty(), "a folder that is not for packages");
    }
}
