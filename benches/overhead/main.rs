//! What judging costs, held against its targets and against the ways people use today.
//!
//! `cargo bench --bench overhead` prints the table of `docs/performance.md`; `-- WORD` only the rows that hold the word.
//! Whole processes are measured, paired A B A B with a yardstick in the same run. It is no test: the exit code says
//! nothing about the figures.

// A benchmark is a program of its own: it starts processes, prints, and stops at the first surprise.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used, unreachable_pub)]

mod measure;
mod packages;
mod pythons;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use measure::{Cost, Pairs, run, run_at_once};

/// One fork of an interpreter that has imported nothing, a thousand times.
const FORKS: &str = "
import posix, sys
for _ in range(int(sys.argv[1])):
    pid = posix.fork()
    if pid == 0:
        posix._exit(0)
    posix.waitpid(pid, 0)
";

/// What a large value costs at least: read and written once.
const JSON: &str = "import json, sys; json.dumps(json.loads(open(sys.argv[1]).read()))";
const NO_JSON: &str = "import json, sys; open(sys.argv[1]).read()";

const SHELL: &str = "for i in $1/*.in; do $2 program.py < $i | diff - ${i%.in}.out || exit 1; done";

/// The place of the benchmark's files, and the interpreters.
struct Bench {
    dir: PathBuf,
    python: PathBuf,
    peers: Option<PathBuf>,
    wanted: Option<String>,
}

fn main() {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("overhead");
    for part in ["problems", "hundred", "cache"] {
        let _ = fs::remove_dir_all(dir.join(part));
    }
    packages::write_all(&dir);
    let real = pythons::real();
    let bench = Bench {
        python: pythons::clean(&real, &dir.join("clean")),
        peers: pythons::peers(&real, &dir.join("peers")),
        wanted: std::env::args().skip(1).find(|arg| !arg.starts_with('-')),
        dir,
    };
    println!("{:<58} {:>12} {:>12} {:>7} {:>8}", "", "kumite", "beside it", "ratio", "target");
    bench.targets();
    bench.peers();
}

impl Bench {
    fn targets(&self) {
        let cpu = |cost: Cost| cost.cpu;
        let wall = |cost: Cost| cost.wall;
        for (kind, most) in [("function", 2.5), ("stdin", 3.0)] {
            self.row(&format!("CPU per case, 1,000 {kind} cases; F"), Some(Target::AtMost(most)), "us", || {
                let judged = || per(1000.0, self.kumite(&format!("{kind}-1000"), &["--jobs", "1"]));
                let pairs = Pairs::run(7, judged, || self.fork());
                (pairs.first(cpu) * 1e3, pairs.second(cpu) * 1e3, pairs.ratio(cpu))
            });
        }
        self.row("wall clock of 1,000 cases, --jobs 1; --jobs 2", Some(Target::AtLeast(1.7)), "ms", || {
            let jobs = |jobs| move || self.kumite("function-1000", &["--jobs", jobs]);
            let pairs = Pairs::run(9, jobs("1"), jobs("2"));
            (pairs.first(wall), pairs.second(wall), pairs.ratio(wall))
        });
        // What the machine gives: processors that share a core, or a host, slow each other.
        self.row("wall clock of two such runs, in turn; at once", None, "ms", || {
            let one = || self.judging("function-1000", &["--jobs", "1"]);
            let in_turn = || twice(run(&mut one()));
            let pairs = Pairs::run(9, in_turn, || run_at_once(&mut [one(), one()]));
            (pairs.first(wall), pairs.second(wall), pairs.ratio(wall))
        });
        for kind in ["function", "stdin"] {
            self.row(&format!("CPU of a cold start, 20 {kind} cases; S"), Some(Target::AtMost(3.0)), "ms", || {
                let pairs = Pairs::run(21, || self.kumite(&format!("{kind}-20"), &[]), || self.start());
                (pairs.first(cpu), pairs.second(cpu), pairs.ratio(cpu))
            });
        }
        for value in ["argument", "answer"] {
            let name = format!("CPU of a 10 MB {value}; json.loads + json.dumps");
            self.row(&name, Some(Target::AtMost(3.0)), "ms", || {
                let large = || self.kumite(&format!("{value}-large"), &[]);
                let small = || self.kumite(&format!("{value}-small"), &[]);
                let pairs = Pairs::run(5, || less(large(), small()), || less(self.json(JSON), self.json(NO_JSON)));
                (pairs.first(cpu), pairs.second(cpu), pairs.ratio(cpu))
            });
        }
        self.row("wall clock of `kumite list`, 100 problems; 20 ms", Some(Target::AtMost(1.0)), "ms", || {
            // Without a PATH, so without a Python.
            let list = || run(self.command().args(["list", "--problems", "hundred"]).env("PATH", ""));
            let pairs = Pairs::run(21, list, || Cost { cpu: 20.0, wall: 20.0 });
            (pairs.first(wall), pairs.second(wall), pairs.ratio(wall))
        });
    }

    /// The same cases by other means. Few rounds: a thousand starts of an interpreter take ten seconds.
    fn peers(&self) {
        let Some(programs) = &self.peers else {
            println!("online-judge-tools and pytest are left out: pip could not install benches/requirements.txt");
            return;
        };
        for (count, rounds) in [(20, 5), (1000, 1)] {
            let shell = || {
                let files = format!("files-{count}");
                run(Command::new("sh").args(["-c", SHELL, "sh", &files]).arg(&self.python).current_dir(&self.dir))
            };
            self.peer(&format!("{count} stdin cases, --jobs 1; a shell loop"), rounds, "stdin", count, "1", shell);
            let oj = || {
                let command = format!("{} program.py", self.python.display());
                let mut oj = Command::new(programs.join("oj"));
                oj.args(["test", "-j", "2", "-c", &command, "-d", &format!("files-{count}")]);
                run(oj.current_dir(&self.dir))
            };
            self.peer(&format!("{count} stdin cases, --jobs 2; oj test -j 2"), rounds, "stdin", count, "2", oj);
            let pytest = || {
                let mut pytest = Command::new(programs.join("python"));
                pytest.args(["-m", "pytest", "-q", "-p", "no:cacheprovider", &format!("pytest-{count}")]);
                run(pytest.current_dir(&self.dir))
            };
            let name = format!("{count} function cases, --jobs 1; pytest in-process");
            self.peer(&name, rounds, "function", count, "1", pytest);
        }
    }

    /// Two rows, CPU and wall clock: a peer has no target.
    fn peer(&self, name: &str, rounds: usize, kind: &str, count: usize, jobs: &str, peer: impl Fn() -> Cost) {
        if !self.is_wanted(name) {
            return;
        }
        let problem = format!("{kind}-{count}");
        let pairs = Pairs::run(rounds, || self.kumite(&problem, &["--jobs", jobs]), peer);
        for (what, of) in [("CPU", (|cost| cost.cpu) as fn(Cost) -> f64), ("wall clock", |cost| cost.wall)] {
            let figures = (pairs.first(of), pairs.second(of), pairs.ratio(of));
            print_row(&format!("{what} of {name}"), figures, "ms", None);
        }
    }

    fn is_wanted(&self, name: &str) -> bool {
        self.wanted.as_ref().is_none_or(|word| name.contains(word))
    }

    fn row(&self, name: &str, target: Option<Target>, unit: &str, figures: impl FnOnce() -> (f64, f64, f64)) {
        if self.is_wanted(name) {
            print_row(name, figures(), unit, target);
        }
    }

    /// The program under measurement, in a clean environment.
    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kumite"));
        command.current_dir(&self.dir).env_clear();
        command.env("PATH", "/usr/bin:/bin").env("KUMITE_CACHE_DIR", self.dir.join("cache"));
        command
    }

    /// The whole of `kumite test` on one problem.
    fn kumite(&self, problem: &str, args: &[&str]) -> Cost {
        run(&mut self.judging(problem, args))
    }

    fn judging(&self, problem: &str, args: &[&str]) -> Command {
        let kind = problem.split('-').next().unwrap_or_default();
        let solution = match kind {
            "function" => "total.py",
            "stdin" => "program.py",
            "argument" => "length.py",
            _ => "fill.py",
        };
        let mut command = self.command();
        command.args([
            "test",
            solution,
            "--problems",
            "problems",
            "--problem",
            problem,
            "--format",
            "json",
            "--no-cache",
        ]);
        command.args(args).arg("--python").arg(&self.python);
        command
    }

    fn python(&self, args: &[&str]) -> Cost {
        run(Command::new(&self.python).args(args).env_clear().current_dir(&self.dir))
    }

    /// S: the start of an interpreter.
    fn start(&self) -> Cost {
        self.python(&["-c", "pass"])
    }

    /// F: one fork of an interpreter that has imported nothing, its exit and the wait for it.
    fn fork(&self) -> Cost {
        let forks = |count| self.python(&["-I", "-S", "-c", FORKS, count]);
        per(1000.0, less(forks("1000"), forks("0")))
    }

    fn json(&self, code: &str) -> Cost {
        self.python(&["-c", code, "large.json"])
    }
}

fn per(count: f64, cost: Cost) -> Cost {
    Cost { cpu: cost.cpu / count, wall: cost.wall / count }
}

fn twice(cost: Cost) -> Cost {
    Cost { cpu: cost.cpu * 2.0, wall: cost.wall * 2.0 }
}

fn less(whole: Cost, part: Cost) -> Cost {
    Cost { cpu: whole.cpu - part.cpu, wall: whole.wall - part.wall }
}

/// What a ratio is held against.
#[derive(Clone, Copy)]
enum Target {
    AtMost(f64),
    AtLeast(f64),
}

fn print_row(name: &str, (figure, beside, ratio): (f64, f64, f64), unit: &str, target: Option<Target>) {
    let (target, met) = match target {
        Some(Target::AtMost(most)) => (format!("<= {most}"), if ratio <= most { "met" } else { "NOT MET" }),
        Some(Target::AtLeast(least)) => (format!(">= {least}"), if ratio >= least { "met" } else { "NOT MET" }),
        None => (String::new(), ""),
    };
    let (figure, beside) = (format!("{figure:.1} {unit}"), format!("{beside:.1} {unit}"));
    println!("{name:<58} {figure:>12} {beside:>12} {ratio:>7.3} {target:>8}  {met}");
}
