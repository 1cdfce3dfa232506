//! A repository of solutions: judged for the first time, and again with nothing changed.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use kumite::model::Exit;

use crate::measure::{Cost, run};
use crate::{Bench, package, pythons, write};

const SOLUTIONS: usize = 2000;
/// A tenth of the solutions: memory must be the same.
const FEW: usize = 200;
const PROBLEMS: usize = 20;
const CASES: usize = 25;
/// Starts of an interpreter that are measured; a start for every case would take ten minutes.
const STARTS: usize = 200;
/// How often a process is asked for its memory.
const LOOK: Duration = Duration::from_millis(2);

/// What a run cost, and the most that the judge itself held, in MiB.
struct Figures {
    cost: Cost,
    memory: f64,
}

pub fn print(bench: &Bench) {
    let many = repository(bench, SOLUTIONS);
    let few = repository(bench, FEW);
    println!("{SOLUTIONS} solutions x {CASES} cases       CPU s    wall s   judge's peak MiB");
    let row = |name: &str, figures: &Figures| {
        let Figures { cost, memory } = figures;
        println!("{name:<32} {:>8.2} {:>9.2} {memory:>10.1}", cost.cpu / 1e3, cost.wall / 1e3);
    };
    let first = judge(bench, &many);
    row("first run", &first);
    let cached = judge(bench, &many);
    row("again, all cached", &cached);
    let few_first = judge(bench, &few);
    row(&format!("first run of {FEW} solutions"), &few_first);
    let few_cached = judge(bench, &few);
    row(&format!("again, {FEW} solutions"), &few_cached);
    for (name, python) in [("in a clean environment", bench.python.clone()), ("of this machine", pythons::real())] {
        let start = starts(&python) / STARTS as f64;
        let all = start * (SOLUTIONS * CASES) as f64;
        println!("a start of python3 {name}, of {STARTS}: {start:.1} ms of CPU; as many as cases: {:.0} s", all / 1e3);
        println!("{}", target("times less CPU than a start per case", all / first.cost.cpu, 12.0, true));
    }
    println!("{}", target("s of wall clock, all cached", cached.cost.wall / 1e3, 2.0, false));
    println!("{}", target("times the memory for ten times the solutions", first.memory / few_first.memory, 1.2, false));
    println!("{}", target("times the memory, all cached", cached.memory / few_cached.memory, 1.2, false));
}

fn target(what: &str, figure: f64, target: f64, at_least: bool) -> String {
    let is_met = if at_least { figure >= target } else { figure <= target };
    let (sign, met) = (if at_least { ">=" } else { "<=" }, if is_met { "met" } else { "NOT MET" });
    format!("{figure:>8.2} {what:<48} {sign} {target:<5} {met}")
}

/// A workspace with this many solutions of problems that many share.
fn repository(bench: &Bench, solutions: usize) -> PathBuf {
    let dir = bench.dir.join(format!("repository-{solutions}"));
    write(&dir.join("kumite.toml"), "");
    for problem in 0..PROBLEMS {
        let mut text = package(&format!("Sums {problem}"), 1.0, "def total(xs: list[int]) -> int");
        for case in 0..CASES {
            let xs: Vec<usize> = (problem..problem + 10 + case).collect();
            let sum: usize = xs.iter().sum();
            let _ = write!(text, "[[cases]]\nname = \"case-{case}\"\nargs = [{xs:?}]\nexpected = {sum}\n\n");
        }
        write(&dir.join(format!("problems/sums-{problem}/problem.toml")), &text);
    }
    for solution in 0..solutions {
        let problem = solution % PROBLEMS;
        let text = format!("# kumite: sums-{problem}\ndef total(xs):\n    return sum(xs)  # by {solution}\n");
        write(&dir.join(format!("solutions/by_{solution}.py")), &text);
    }
    dir
}

/// A run as CI does it, with a report for machines.
fn judge(bench: &Bench, repository: &Path) -> Figures {
    let report = repository.join("report.json");
    let mut command = bench.kumite(repository, &["--report", &format!("json={}", report.display())]);
    let figures = watch(&mut command);
    let report: serde_json::Value = serde_json::from_slice(&fs::read(report).unwrap()).unwrap();
    assert_eq!(report["stats"]["submissions"], report["stats"]["accepted"]);
    figures
}

/// Runs a command to its end, and looks at its memory meanwhile: what the kernel says at the end is the most of any of
/// its processes, those of Python included.
fn watch(command: &mut Command) -> Figures {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let started = Instant::now();
    // Waited for below, by the one call that tells what it used.
    #[allow(clippy::zombie_processes)]
    let child = command.spawn().unwrap();
    let ended = AtomicBool::new(false);
    let status = format!("/proc/{}/status", child.id());
    thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            let mut most = 0.0_f64;
            while !ended.load(Ordering::Relaxed) {
                most = most.max(peak_mib(&status).unwrap_or_default());
                thread::sleep(LOOK);
            }
            most
        });
        let (exit, cpu, _) = kumite::sandbox::wait(child.id().cast_signed()).unwrap();
        ended.store(true, Ordering::Relaxed);
        let wall = started.elapsed();
        assert_eq!(exit, Exit::Code(0), "{command:?} failed");
        let cost = Cost { cpu: cpu.as_secs_f64() * 1e3, wall: wall.as_secs_f64() * 1e3 };
        Figures { cost, memory: watcher.join().unwrap() }
    })
}

fn peak_mib(status: &str) -> Option<f64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? / 1024.0)
}

/// Milliseconds of CPU time that the starts of an interpreter take.
fn starts(python: &Path) -> f64 {
    (0..STARTS).map(|_| run(Command::new(python).args(["-c", "pass"]).env_clear()).cpu).sum()
}
