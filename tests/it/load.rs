//! Many submissions at once, some of them hostile: every verdict as if it were alone, and the judge as it was.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use kumite::model::Verdict;
use kumite::selftest::{HostileProgram, Place, programs};
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::hostile::processes_of;

const SUBMISSIONS: usize = 200;
const CASES: usize = 50;
/// The case whose input makes a hostile program attack.
const ATTACKED: usize = 25;
/// Every tenth submission is one of these.
const HOSTILE: [&str; 20] = [
    "crashes/abort.py",
    "crashes/null_pointer.py",
    "descriptors/closes_everything.py",
    "descriptors/other_file_in_place_of_the_reply.py",
    "exits/os_exit.py",
    "forging/finished.py",
    "forging/noise.py",
    "memory/grows.py",
    "memory/shared_mapping.py",
    "output/does_not_take_no.py",
    "output/fills_the_scratch_folder.py",
    "processes/fork_bomb.py",
    "processes/thirty_two_bit.py",
    "signals/ignores_everything_and_sleeps.py",
    "signals/kills_itself.py",
    "signals/stops_itself.py",
    "state/threads.py",
    "time/endless_loop.py",
    "time/sleeps.py",
    "unusual/thirty_threads.py",
];
/// What a report keeps of a case: its input, its answer and what is said of it.
const REPORT_BYTES: u64 = 1 << 10;
const KILLS: usize = 50;
/// Nothing is killed before so many servers (two lanes have four) have lived for so long. Else a slow machine would never
/// get anything done.
const SERVERS: usize = 3;
const SPARED: Duration = Duration::from_millis(50);

/// A folder with a problem of many cases, and many solutions of it.
struct Load {
    dir: TempDir,
    place: Place,
    expected: HashMap<String, Vec<Verdict>>,
}

impl Load {
    fn new() -> Self {
        let load = Self { dir: tempfile::tempdir().unwrap(), place: Place::new().unwrap(), expected: HashMap::new() };
        load.filled()
    }

    fn filled(mut self) -> Self {
        let dir = self.dir.path();
        fs::create_dir_all(dir.join("problems/load")).unwrap();
        fs::create_dir_all(dir.join("temporary")).unwrap();
        fs::write(dir.join("problems/load/problem.toml"), problem()).unwrap();
        let known: HashMap<String, HostileProgram> =
            programs().into_iter().map(|one| (one.path.clone(), one)).collect();
        let honest = fs::read(self.place.programs().join("entry/lambda.py")).unwrap();
        for number in 0..SUBMISSIONS {
            let (name, source, attacked) = if number % 10 == 9 {
                let program = &known[HOSTILE[number / 10]];
                let verdict = program.cases.as_ref().map_or(program.verdicts[0], |cases| cases[1]);
                (program.name(), fs::read(self.place.programs().join(&program.path)).unwrap(), verdict)
            } else {
                ("honest", honest.clone(), Verdict::Accepted)
            };
            let name = format!("{number:03}_{name}.py");
            fs::write(dir.join(&name), source).unwrap();
            let mut verdicts = vec![Verdict::Accepted; CASES];
            verdicts[ATTACKED] = attacked;
            self.expected.insert(name, verdicts);
        }
        self
    }

    /// Judges all of it, by a judge in a session of its own.
    fn start(&self) -> Child {
        let mut names: Vec<&String> = self.expected.keys().collect();
        names.sort();
        #[allow(clippy::disallowed_methods)]
        let mut command = Command::new("setsid");
        command.arg(env!("CARGO_BIN_EXE_kumite"));
        command.args(["test", "--problems", "problems", "--problem", "load", "--jobs", "2", "--format", "json"]);
        command.args(names).current_dir(self.dir.path()).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", self.dir.path());
        command.env("TMPDIR", self.dir.path().join("temporary"));
        let out = fs::File::create(self.dir.path().join("report.json")).unwrap();
        command.stdin(Stdio::null()).stdout(out).stderr(Stdio::inherit()).spawn().unwrap()
    }

    /// Holds every verdict against what it is when the submission is judged alone.
    fn check(&self, session: u32) {
        let text = fs::read(self.dir.path().join("report.json")).unwrap();
        let document: Json = serde_json::from_slice(&text).unwrap();
        let reports = document["submissions"].as_array().unwrap();
        assert_eq!(reports.len(), SUBMISSIONS);
        let mut wrong = Vec::new();
        for report in reports {
            let cases = report["cases"].as_array().unwrap();
            let verdict = |case: &Json| Verdict::from_name(case["verdict"].as_str().unwrap()).unwrap();
            let got: Vec<Verdict> = cases.iter().map(verdict).collect();
            let path = report["path"].as_str().unwrap();
            for (case, (got, expected)) in got.iter().zip(&self.expected[path]).enumerate() {
                if got != expected {
                    wrong.push(format!("{path}: {got:?}, not {expected:?}: {}", cases[case]));
                }
            }
            assert_eq!(got.len(), CASES, "{path}: {}", report["message"]);
        }
        wrong.extend(processes_of(session));
        let temporary = fs::read_dir(self.dir.path().join("temporary")).unwrap();
        wrong.extend(temporary.map(|entry| entry.unwrap().path().display().to_string()));
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

fn problem() -> String {
    let mut text = "format_version = 1\ntitle = \"Load\"\n[entry]\nkind = \"function\"\n\
                    signature = \"def weigh(values: list[int]) -> int\"\n[limits]\ntime_seconds = 0.3\n\
                    idle_seconds = 0.5\nmemory_mib = 64\noutput_kib = 256\n"
        .to_owned();
    for case in 0..CASES as u64 {
        let first = if case == ATTACKED as u64 { 666 } else { case };
        let expected = (first + 2 * 7 + 3 * case) * 1_000_003 % 998_244_353;
        writeln!(text, "[[cases]]\nname = \"{case}\"\nargs = [[{first}, 7, {case}]]\nexpected = {expected}").unwrap();
    }
    text
}

/// What is seen of a judge while it works.
#[derive(Debug, Default)]
struct Seen {
    /// Bytes of resident memory, one figure per look.
    memory: Vec<u64>,
    /// Open descriptors.
    descriptors: Vec<usize>,
    /// Child processes.
    children: Vec<usize>,
}

impl Seen {
    fn look(&mut self, pid: u32) {
        let Ok(statm) = fs::read_to_string(format!("/proc/{pid}/statm")) else { return };
        let pages: u64 = statm.split(' ').nth(1).and_then(|pages| pages.parse().ok()).unwrap_or_default();
        let Ok(descriptors) = fs::read_dir(format!("/proc/{pid}/fd")) else { return };
        self.memory.push(pages * 4096);
        self.descriptors.push(descriptors.count());
        self.children.push(children_of(pid).len());
    }
}

fn children_of(pid: u32) -> Vec<u32> {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().filter_map(Result::ok);
    let lists = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>()).collect()
}

/// Of these children of a judge those that serve. Each harness is a process group, and its case is the newest in it.
fn servers(children: Vec<u32>) -> Vec<u32> {
    let mut groups: HashMap<String, Vec<(u64, u32)>> = HashMap::new();
    for pid in children {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        // The name in parentheses may hold anything. Behind it: the state, the parent, the group; and 20th the start.
        let Some((_, rest)) = stat.rsplit_once(')') else { continue };
        let fields: Vec<&str> = rest.split_whitespace().collect();
        groups.entry(fields[2].to_owned()).or_default().push((fields[19].parse().unwrap(), pid));
    }
    let without_newest = groups.into_values().flat_map(|mut members| {
        members.sort_unstable();
        members.pop();
        members
    });
    without_newest.map(|(_, pid)| pid).collect()
}

#[test]
fn every_verdict_is_the_same_as_alone_and_the_judge_as_it_was() {
    let load = Load::new();
    let mut judge = load.start();
    let mut seen = Seen::default();
    while judge.try_wait().unwrap().is_none() {
        seen.look(judge.id());
        thread::sleep(Duration::from_millis(20));
    }
    load.check(judge.id());
    // From the second quarter on everything runs that will ever run.
    let steady = seen.memory.len() / 4..seen.memory.len() - 1;
    assert!(steady.len() > 10, "the run was too short to be looked at");
    let (memory, descriptors) = (&seen.memory[steady.clone()], &seen.descriptors[steady]);
    let more = memory[memory.len() - 1].saturating_sub(memory[0]);
    assert!(more < (SUBMISSIONS * CASES) as u64 * REPORT_BYTES, "the judge grew by {more} bytes");
    assert!(descriptors.iter().all(|&open| open < descriptors[0] + 8), "{descriptors:?}");
    // A lane has two servers and a case, and for a moment some that end while others begin.
    assert!(seen.children.iter().all(|&children| children <= 2 * 5), "{:?}", seen.children);
}

#[test]
fn a_harness_that_is_killed_changes_no_verdict() {
    let mut kills = 0;
    // A fast machine may be done before so many have lived for long enough; then it is all judged once more.
    while kills < KILLS {
        let before = kills;
        judge_and_kill(&mut kills);
        assert!(kills > before, "the run was over before anything was killed");
    }
}

/// Judges the load, and ends servers at random meanwhile until there have been enough kills.
fn judge_and_kill(kills: &mut usize) {
    let load = Load::new();
    let mut judge = load.start();
    let mut first_seen: HashMap<u32, Instant> = HashMap::new();
    while judge.try_wait().unwrap().is_none() {
        thread::sleep(Duration::from_millis(20));
        let now = Instant::now();
        let children = servers(children_of(judge.id()));
        first_seen.retain(|pid, _| children.contains(pid));
        for &pid in &children {
            first_seen.entry(pid).or_insert(now);
        }
        let victims: Vec<u32> = children.into_iter().filter(|pid| now - first_seen[pid] > SPARED).collect();
        if *kills < KILLS && victims.len() >= SERVERS {
            let random = RandomState::new().build_hasher().finish() as usize;
            kill(victims[random % victims.len()]);
            *kills += 1;
        }
    }
    load.check(judge.id());
}

fn kill(pid: u32) {
    #[allow(clippy::disallowed_methods)]
    let mut command = Command::new("kill");
    // That it has ended by itself is no matter.
    command.args(["-KILL", &pid.to_string()]).stderr(Stdio::null()).status().unwrap();
}
