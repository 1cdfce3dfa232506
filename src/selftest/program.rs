//! The hostile programs as they come with kumite, each with what must come out.

use include_dir::{Dir, File, include_dir};

use crate::model::Verdict;

/// The programs and their problems.
static FIXTURES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/tests/fixtures/hostile");
/// The folder of the problems among those of the programs.
pub(super) const PROBLEMS: &str = "problems";
/// Where a program names a folder of ours, which it must not reach.
pub(super) const CANARY: &str = "@CANARY@";
/// What a program prints when something worked that must not.
pub(super) const BREACH: &str = "BREACH";
/// A file that cannot say itself what must come out (an empty one) has the words beside it.
const BESIDE: &str = "expect";

/// A program that attacks, or looks as if it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostileProgram {
    /// What it is about: the folder that it lies in.
    pub group: String,
    /// The file, relative to [`super::Place::programs`].
    pub path: String,
    /// The problem that it claims to solve.
    pub problem: String,
    /// What it does, in a sentence.
    pub about: String,
    /// The verdicts that are right; more than one where it depends on the Python or on chance.
    pub verdicts: Vec<Verdict>,
    /// The verdict of each case, in order; None: whatever gives the submission its verdict.
    pub cases: Option<Vec<Verdict>>,
    /// Whether the file itself names its problem.
    pub names_its_problem: bool,
}

impl HostileProgram {
    /// The file's name without its ending: `fork_bomb`.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().and_then(|name| name.strip_suffix(".py")).unwrap_or(&self.path)
    }
}

/// All programs, by group and name. Files without a verdict are modules that others import.
pub fn programs() -> Vec<HostileProgram> {
    let mut found: Vec<_> = groups().flat_map(|group| group.files().filter_map(program)).collect();
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn groups() -> impl Iterator<Item = &'static Dir<'static>> {
    FIXTURES.dirs().filter(|dir| !dir.path().ends_with(PROBLEMS))
}

/// The files of programs and problems: path and content.
pub(super) fn files() -> Vec<(&'static str, &'static [u8])> {
    let (mut waiting, mut found): (Vec<_>, Vec<_>) = (vec![&FIXTURES], Vec::new());
    while let Some(dir) = waiting.pop() {
        waiting.extend(dir.dirs());
        found.extend(dir.files().filter_map(|file| Some((file.path().to_str()?, file.contents()))));
    }
    found
}

fn program(file: &'static File<'static>) -> Option<HostileProgram> {
    if file.path().extension()? != "py" {
        return None;
    }
    let beside = FIXTURES.get_file(file.path().with_extension(BESIDE));
    let header = String::from_utf8_lossy(beside.unwrap_or(file).contents());
    let comments: Vec<&str> =
        header.trim_start_matches('\u{feff}').lines().map_while(|line| line.strip_prefix('#')).map(str::trim).collect();
    let says = |key: &str| comments.iter().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
    let about =
        comments.iter().find(|line| !line.is_empty() && !line.split(' ').next().unwrap_or_default().ends_with(':'));
    Some(HostileProgram {
        group: file.path().parent()?.to_str()?.to_owned(),
        path: file.path().to_str()?.to_owned(),
        problem: says("kumite")?.to_owned(),
        about: (*about?).to_owned(),
        verdicts: says("verdict")?.split(" | ").map(Verdict::from_name).collect::<Option<_>>()?,
        cases: match says("cases") {
            Some(cases) => Some(cases.split(' ').map(verdict_from_short).collect::<Option<_>>()?),
            None => None,
        },
        names_its_problem: beside.is_none(),
    })
}

fn verdict_from_short(short: &str) -> Option<Verdict> {
    Verdict::ALL.into_iter().find(|verdict| verdict.short() == short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_that_names_a_verdict_is_read() {
        let named = files().into_iter().filter(|(path, content)| {
            !path.starts_with(PROBLEMS) && String::from_utf8_lossy(content).contains("# verdict: ")
        });
        let programs = programs();
        assert_eq!(programs.len(), named.count());
        assert!(programs.len() >= 110);
        let groups: std::collections::BTreeSet<_> = programs.iter().map(|program| program.group.as_str()).collect();
        assert!(groups.len() >= 18, "{groups:?}");
    }

    #[test]
    fn a_program_says_what_must_come_out() {
        let programs = programs();
        let get = |path: &str| programs.iter().find(|program| program.path == path).unwrap();
        let sleeps = get("time/sleeps.py");
        assert_eq!((sleeps.name(), sleeps.problem.as_str()), ("sleeps", "hostile-function"));
        assert_eq!(sleeps.about, "Sleeps for a minute.");
        assert_eq!(sleeps.verdicts, [Verdict::IdlenessLimitExceeded]);
        assert_eq!(sleeps.cases.as_ref().unwrap()[1], Verdict::IdlenessLimitExceeded);
        assert_eq!(get("memory/deep_recursion.py").verdicts.len(), 3);
        assert!(!get("sources/empty.py").names_its_problem);
        assert_eq!(get("sources/byte_order_mark.py").verdicts, [Verdict::Accepted]);
    }
}
