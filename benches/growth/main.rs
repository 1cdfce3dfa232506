//! Whether `kumite growth` tells classes apart, on functions whose class is known, idle and under load.
//!
//! `cargo bench --bench growth` prints the table of `docs/growth.md`; `-- idle` or `-- loaded` one half of it. The load is
//! started here: a process for each core that does nothing but compute.

// A benchmark is a program of its own: it starts processes, prints, and stops at the first surprise.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used, unreachable_pub)]

mod functions;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use serde_json::Value as Json;

use functions::{KNOWN, Known, Takes, band};

const BANDS: [&str; 5] = ["flat", "linear", "quadratic", "cubic", "exponential"];
const GENERATOR: &str = "
def inputs(rng, n):
    return [made(rng, n)]
";

fn main() {
    let wanted = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("growth");
    let _ = fs::remove_dir_all(&dir);
    for takes in [Takes::Numbers, Takes::Ordered, Takes::Text, Takes::Size] {
        write_package(&dir, takes);
    }
    for known in KNOWN {
        let body = known.3.replace('\n', "\n    ");
        fs::write(solution(&dir, known.0), format!("def f(x):\n    {body}\n")).unwrap();
    }
    let is_wanted = |name: &str| wanted.as_deref().is_none_or(|wanted| wanted == name);
    if is_wanted("idle") {
        table("nothing else runs", &dir);
    }
    if is_wanted("loaded") {
        let load = Load::start();
        table(&format!("beside {} processes that compute", load.0.len()), &dir);
    }
}

/// Runs everything once and prints what came out.
fn table(setting: &str, dir: &Path) {
    println!("\n{setting}\n\n| function | is | measured | exponent | largest n | |\n|---|---|---|---|---|---|");
    let (mut right, mut far) = (0, 0);
    for known in KNOWN {
        let report = grown(dir, known);
        let found = report["growth"]["band"].as_str();
        let place = |of: &str| BANDS.iter().position(|band| *band == of).unwrap();
        let off = found.map(|found| place(found).abs_diff(place(band(known.1))));
        right += usize::from(off == Some(0));
        far += usize::from(off > Some(1));
        let mark = match off {
            Some(0) => "",
            Some(1) => "one band off",
            Some(_) => "**far off**",
            None => "not told",
        };
        let exponent = &report["growth"]["exponent"];
        let largest = report["solution"].as_array().and_then(|points| points.last()).map(|point| point["size"].clone());
        println!(
            "| {} | {} | {} | {:.2} ± {:.2} | {} | {mark} |",
            known.0,
            known.1,
            report["growth"]["text"].as_str().unwrap(),
            exponent["value"].as_f64().unwrap_or_default(),
            exponent["give"].as_f64().unwrap_or_default(),
            largest.unwrap_or_default(),
        );
    }
    let all = KNOWN.len();
    println!("\n{right} of {all} in the right band, {far} more than one band off");
}

fn grown(dir: &Path, known: Known) -> Json {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kumite"));
    command.current_dir(dir).env("KUMITE_CACHE_DIR", dir.join("cache"));
    command.args(["growth", "--format", "json", "--problem", id(known.2)]).arg(solution(dir, known.0));
    let output = command.output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{known:?}: {output:?}"))
}

fn solution(dir: &Path, name: &str) -> PathBuf {
    let name: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    dir.join(format!("{name}.py"))
}

fn id(takes: Takes) -> &'static str {
    match takes {
        Takes::Numbers => "numbers",
        Takes::Ordered => "ordered",
        Takes::Text => "text",
        Takes::Size => "size",
    }
}

/// A package whose inputs are of one kind. Its reference only goes through them.
fn write_package(dir: &Path, takes: Takes) {
    let folder = dir.join("problems").join(id(takes));
    fs::create_dir_all(folder.join("submissions/accepted")).unwrap();
    let (ty, one, made, reference) = match takes {
        Takes::Numbers => ("list[int]", "[1]", "[rng.randrange(10 ** 6) for _ in range(n)]", "sum(x)"),
        Takes::Ordered => ("list[int]", "[1]", "sorted(rng.sample(range(10 ** 6), n))", "sum(x)"),
        Takes::Text => ("str", "\"a\"", "''.join(rng.choices('abcdefghij', k=n))", "len(x.split('a'))"),
        Takes::Size => ("int", "1", "n", "x"),
    };
    let problem = format!(
        "format_version = 1\ntitle = \"{}\"\n\n[entry]\nkind = \"function\"\nsignature = \"def f(x: {ty}) -> int\"\n\n\
         [growth]\nfunction = \"inputs\"\nparameter = \"n\"\ntarget = \"n\"\n\n\
         [[cases]]\nname = \"one\"\nargs = [{one}]\nexpected = 1\n",
        id(takes)
    );
    fs::write(folder.join("problem.toml"), problem).unwrap();
    let generator = format!("def made(rng, n):\n    return {made}\n{GENERATOR}");
    fs::write(folder.join("generator.py"), generator).unwrap();
    let reference = format!("def f(x):\n    return {reference}\n");
    fs::write(folder.join("submissions/accepted/reference.py"), reference).unwrap();
}

/// Processes that compute until this is dropped.
struct Load(Vec<Child>);

impl Load {
    fn start() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let burner = || Command::new("python3").args(["-c", "while True: pass"]).spawn().unwrap();
        Self((0..cores).map(|_| burner()).collect())
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        for child in &mut self.0 {
            child.kill().ok();
            child.wait().ok();
        }
    }
}
