//! Cases placed around their time limit, judged again and again, with nothing else to do and with far too much.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use serde_json::Value as Json;

use crate::{Bench, package, write};

const CASES: usize = 300;
/// Seconds. Short, because a round runs most of the cases four times.
const LIMIT: f64 = 0.02;
/// The band of docs/verdicts.md.
const BAND: f64 = 1.3;
/// Rounds of a plain loop in the calibration.
const CALIBRATION: usize = 400_000;

/// A loop of so many rounds; it reads no clock, so what disturbs the machine disturbs it.
const SOLUTION: &str = "def count(rounds):\n    n = 0\n    while n < rounds:\n        n += 1\n    return n\n";

/// What was seen of one case.
#[derive(Default)]
struct Seen {
    accepted: usize,
    noisy: usize,
    failed: usize,
    /// CPU seconds that counted, smallest and largest.
    least: f64,
    most: f64,
}

pub fn print(bench: &Bench, rounds: usize) {
    let dir = bench.dir.join("flaky");
    write(&dir.join("kumite.toml"), "");
    write(&dir.join("count.py"), SOLUTION);
    let pace = calibrate(bench, &dir);
    let mut text = package("Count", LIMIT, "def count(rounds: int) -> int");
    for case in 0..CASES {
        let rounds = (placed(case) * LIMIT / pace) as usize;
        let _ = write!(text, "[[cases]]\nname = \"case-{case}\"\nargs = [{rounds}]\nexpected = {rounds}\n\n");
    }
    write(&dir.join("problems/count/problem.toml"), &text);
    println!("{CASES} cases at 0.5 to 2 times a limit of {LIMIT} s, {rounds} rounds each, --jobs 1 and 2 by turns");
    let idle = judge(bench, &dir, rounds);
    print_seen("with nothing else to do", rounds, &idle);
    let cores = thread::available_parallelism().unwrap().get();
    let load = Load::start(&bench.python, 2 * cores);
    let loaded = judge(bench, &dir, rounds);
    drop(load);
    print_seen(&format!("beside {} busy processes", 2 * cores), rounds, &loaded);
    let changed = (0..CASES).filter(|&case| is_outside(case, &idle) && both(&idle[&case], &loaded[&case])).count();
    println!("verdicts outside of the band that changed: {changed}");
}

/// Where a case lies, as a multiple of the limit.
fn placed(case: usize) -> f64 {
    0.5 + 1.5 * case as f64 / (CASES - 1) as f64
}

/// Whether a case lies outside of the band, by the least that it was ever seen to need with nothing else to do.
fn is_outside(case: usize, idle: &BTreeMap<usize, Seen>) -> bool {
    let of_limit = idle[&case].least / LIMIT;
    of_limit <= 1.0 || of_limit > BAND
}

fn both(idle: &Seen, loaded: &Seen) -> bool {
    idle.accepted + loaded.accepted > 0 && idle.failed + loaded.failed > 0
}

/// Seconds that a round of the loop takes, the least of some runs.
fn calibrate(bench: &Bench, dir: &Path) -> f64 {
    let mut text = package("Pace", 10.0, "def count(rounds: int) -> int");
    for case in 0..20 {
        let _ = write!(text, "[[cases]]\nname = \"case-{case}\"\nargs = [{CALIBRATION}]\nexpected = {CALIBRATION}\n\n");
    }
    write(&dir.join("problems/pace/problem.toml"), &text);
    let report = report(bench, dir, "pace", 1);
    let least = cases(&report).map(|case| case["cpu_seconds"].as_f64().unwrap()).fold(f64::INFINITY, f64::min);
    least / CALIBRATION as f64
}

fn cases(report: &Json) -> impl Iterator<Item = &Json> {
    report["submissions"][0]["cases"].as_array().unwrap().iter()
}

fn report(bench: &Bench, dir: &Path, problem: &str, jobs: usize) -> Json {
    let jobs = jobs.to_string();
    let args = ["count.py", "--problem", problem, "--jobs", &jobs, "--no-cache", "--format", "json"];
    let output = bench.kumite(dir, &args).stderr(Stdio::inherit()).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

fn judge(bench: &Bench, dir: &Path, rounds: usize) -> BTreeMap<usize, Seen> {
    let mut seen: BTreeMap<usize, Seen> = BTreeMap::new();
    for round in 0..rounds {
        for (case, found) in cases(&report(bench, dir, "count", 1 + round % 2)).enumerate() {
            let seen = seen.entry(case).or_insert_with(|| Seen { least: f64::INFINITY, ..Seen::default() });
            let cpu = found["cpu_seconds"].as_f64().unwrap();
            (seen.least, seen.most) = (seen.least.min(cpu), seen.most.max(cpu));
            match (found["verdict"].as_str().unwrap(), found.get("noisy")) {
                ("accepted", None) => seen.accepted += 1,
                ("accepted", Some(_)) => {
                    seen.accepted += 1;
                    seen.noisy += 1;
                }
                ("time_limit_exceeded", _) => seen.failed += 1,
                (verdict, _) => panic!("{verdict}: {found}"),
            }
        }
    }
    seen
}

fn print_seen(name: &str, rounds: usize, seen: &BTreeMap<usize, Seen>) {
    println!("{name}:");
    for (part, from, to) in
        [("up to the limit", 0.0, 1.0), ("within the band", 1.0, BAND), ("above the band", BAND, 9.0)]
    {
        let part_of =
            || seen.iter().filter(|(case, _)| placed(**case) > from && placed(**case) <= to).map(|(_, seen)| seen);
        let sum = |of: fn(&Seen) -> usize| part_of().map(of).sum::<usize>();
        let spread = part_of().map(|seen| seen.most / seen.least).fold(0.0, f64::max);
        println!(
            "  {part:<16} {:>4} cases: {:>5} of {:>5} accepted, {:>5} of them noisy, {:>5} failed; time that counts up to \
             {spread:.2} times the least",
            part_of().count(),
            sum(|seen| seen.accepted),
            part_of().count() * rounds,
            sum(|seen| seen.noisy),
            sum(|seen| seen.failed),
        );
    }
}

/// Processes that only burn.
struct Load(Vec<Child>);

impl Load {
    fn start(python: &PathBuf, number: usize) -> Self {
        let burn = "while True: sum(range(100000))";
        Self((0..number).map(|_| Command::new(python).args(["-c", burn]).spawn().unwrap()).collect())
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        for child in &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
