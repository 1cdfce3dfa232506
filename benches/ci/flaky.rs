//! Cases placed around their time limit, judged again and again, with nothing else to do and with far too much.
//!
//! A case burns until its own CPU clock shows what it was placed at. A loop of known length would not do: cores share
//! more than the clock shows, and the same loop takes up to twice as much CPU time at one moment as at another, so that
//! its place would wander across the limit. Here the place is certain, and the verdict is held against it.

use std::fmt::Write as _;
use std::io::{self, Write as _};
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
/// Within this of the limit, or of the band's end, a case belongs to neither side: a part of the limit, two milliseconds.
/// A case costs about 1.1 ms besides its own work (its process, loading, its answer), and the judge takes off what one
/// empty case cost, 0.6 to 0.8 ms. What is left was seen to be up to 1.5 ms in four runs in a row on a loaded machine.
const EDGE: f64 = 0.1;

/// Burns so many microseconds, from the call on, by the clock that counts the process's own CPU time.
const SOLUTION: &str = "from time import process_time_ns\n\n\ndef burn(micros):\n    \
    end = process_time_ns() + micros * 1000\n    while process_time_ns() < end:\n        pass\n    return micros\n";

/// Where cases lie.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    InTime,
    Edge,
    Band,
    Above,
}

const PARTS: [(Part, &str); 4] = [
    (Part::InTime, "up to the limit"),
    (Part::Edge, "at an edge"),
    (Part::Band, "within the band"),
    (Part::Above, "above the band"),
];

/// What was seen of one case.
#[derive(Clone, Copy, Default)]
struct Seen {
    accepted: usize,
    noisy: usize,
    failed: usize,
    /// The most CPU time that counted, as a multiple of the limit.
    most: f64,
}

pub fn print(bench: &Bench, rounds: usize) {
    let dir = bench.dir.join("flaky");
    write(&dir.join("kumite.toml"), "");
    write(&dir.join("burn.py"), SOLUTION);
    let mut text = package("Burn", LIMIT, "def burn(micros: int) -> int");
    for case in 0..CASES {
        let micros = (placed(case) * LIMIT * 1e6) as usize;
        let _ = write!(text, "[[cases]]\nname = \"case-{case}\"\nargs = [{micros}]\nexpected = {micros}\n\n");
    }
    write(&dir.join("problems/burn/problem.toml"), &text);
    println!("{CASES} cases at 0.5 to 2 times a limit of {LIMIT} s, {rounds} rounds each, --jobs 1 and 2 by turns");
    let idle = judge(bench, &dir, rounds, "with nothing else to do");
    let burners = 2 * thread::available_parallelism().unwrap().get();
    let load = Load::start(&bench.python, burners);
    let loaded = judge(bench, &dir, rounds, &format!("beside {burners} busy processes"));
    drop(load);
    let all = || cases_of(&idle).chain(cases_of(&loaded));
    let wrong: usize = all().map(|(case, seen)| wrong(part(case), seen)).sum();
    let outside = all().filter(|(case, _)| matches!(part(*case), Part::InTime | Part::Above)).count() * rounds;
    println!("verdicts outside of the band other than they must be: {wrong} of {outside} (target 0)");
    let inside = || all().filter(|(case, _)| part(*case) == Part::Band).map(|(_, seen)| seen);
    let noisy: usize = inside().map(|seen| seen.noisy).sum();
    println!("verdicts within the band that were reported as noisy: {noisy} of {}", inside().count() * rounds);
}

/// Where a case lies, as a multiple of the limit.
fn placed(case: usize) -> f64 {
    0.5 + 1.5 * case as f64 / (CASES - 1) as f64
}

fn part(case: usize) -> Part {
    let placed = placed(case);
    if placed <= 1.0 - EDGE {
        Part::InTime
    } else if placed > BAND + EDGE {
        Part::Above
    } else if placed > 1.0 + EDGE && placed <= BAND - EDGE {
        Part::Band
    } else {
        Part::Edge
    }
}

/// How many verdicts on a case are other than its place demands.
fn wrong(part: Part, seen: &Seen) -> usize {
    match part {
        Part::InTime => seen.failed + seen.noisy,
        Part::Above => seen.accepted,
        Part::Edge | Part::Band => 0,
    }
}

fn cases_of(seen: &[Seen]) -> impl Iterator<Item = (usize, &Seen)> {
    seen.iter().enumerate()
}

/// Judges all cases so many times, and prints what came of it.
fn judge(bench: &Bench, dir: &Path, rounds: usize, name: &str) -> Vec<Seen> {
    let mut seen = vec![Seen::default(); CASES];
    for round in 0..rounds {
        let report = report(bench, dir, 1 + round % 2);
        for (case, found) in report["submissions"][0]["cases"].as_array().unwrap().iter().enumerate() {
            let once = seen_once(found);
            if wrong(part(case), &once) > 0 {
                eprintln!("{name}, round {}: placed at {:.3} times the limit: {found}", round + 1, placed(case));
            }
            let seen = &mut seen[case];
            seen.accepted += once.accepted;
            seen.noisy += once.noisy;
            seen.failed += once.failed;
            seen.most = seen.most.max(once.most);
        }
        eprintln!("{name}: round {} of {rounds} done", round + 1);
    }
    print_seen(name, rounds, &seen);
    seen
}

fn report(bench: &Bench, dir: &Path, jobs: usize) -> Json {
    let jobs = jobs.to_string();
    let args = ["burn.py", "--problem", "burn", "--jobs", &jobs, "--no-cache", "--format", "json"];
    let output = bench.kumite(dir, &args).stderr(Stdio::inherit()).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

fn seen_once(found: &Json) -> Seen {
    let (accepted, failed) = match found["verdict"].as_str().unwrap() {
        "accepted" => (1, 0),
        "time_limit_exceeded" => (0, 1),
        verdict => panic!("{verdict}: {found}"),
    };
    let noisy = usize::from(found.get("noisy").is_some());
    Seen { accepted, noisy, failed, most: found["cpu_seconds"].as_f64().unwrap() / LIMIT }
}

fn print_seen(name: &str, rounds: usize, seen: &[Seen]) {
    println!("{name}:");
    for (wanted, part_name) in PARTS {
        let part_of = || cases_of(seen).filter(|(case, _)| part(*case) == wanted);
        let sum = |of: fn(&Seen) -> usize| part_of().map(|(_, seen)| of(seen)).sum::<usize>();
        let beyond = part_of().map(|(case, seen)| seen.most - placed(case)).fold(f64::NEG_INFINITY, f64::max);
        println!(
            "  {part_name:<16} {:>4} cases: {:>5} of {:>5} accepted, {:>5} noisy, {:>5} failed; time that counts up to \
             {:.1} % of the limit above the place",
            part_of().count(),
            sum(|seen| seen.accepted),
            part_of().count() * rounds,
            sum(|seen| seen.noisy),
            sum(|seen| seen.failed),
            100.0 * beyond,
        );
    }
    io::stdout().flush().unwrap();
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
