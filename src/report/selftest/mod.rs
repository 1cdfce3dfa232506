//! What `kumite selftest` found: by group what was tried, what happened, and what keeps it so on this machine.

pub mod json;

use crate::model::{Selftest, Surprise, Tried, TriedGroup, Verdict};

use super::Style;
use super::page::Page;
use super::quantity::{count, seconds};
use super::text::{Piece, Tone};
use super::words;

/// What the programs of each group try, and what meets them.
const GROUPS: [(&str, &str, &str); 18] = [
    ("answers", "returning what is no answer, or a strange one", "types, sizes and depths are checked"),
    ("crashes", "crashing the interpreter", "every case is a process of its own"),
    ("descriptors", "closing, exchanging, locking and refilling descriptors", "what a case had is set right after it"),
    ("entry", "defining the entry point strangely, or not at all", "it is looked for before the first case"),
    ("exits", "leaving before the time", "the kernel says how a case ended"),
    ("files", "changing files of others", "Landlock and system call filters"),
    ("forging", "forging answers, and changing the harness", "only the judge knows the expected answers"),
    ("imports", "importing what does harm, or what is not there", "a case loads its modules itself"),
    ("memory", "taking all memory", "limits of the kernel, and the judge's eye on them"),
    ("network", "reaching other machines and programs", "system call filters"),
    ("output", "printing and writing without end", "limits of the kernel, and the judge's eye on them"),
    ("processes", "starting processes and leaving them behind", "system call filters"),
    ("signals", "ending or stopping the judge, and minding no signal", "system call filters and Landlock scopes"),
    ("sources", "text that no compiler likes", "compiling is a process of its own"),
    ("spying", "looking for answers, secrets and other processes", "Landlock, and an environment made from nothing"),
    ("state", "leaving something for the next case", "a new process and an emptied folder for each case"),
    ("time", "running, sleeping and waiting without end", "the judge's eye on the kernel's clocks"),
    ("unusual", "doing nothing wrong in unusual ways", "none of it is in the way"),
];

/// Columns before what is said of a group.
const INDENT: usize = 14;

/// The findings by group; every program by name where `style` asks for all of them.
pub fn render(found: &Selftest, style: &Style) -> String {
    let mut page = Page::new(style);
    for group in &found.groups {
        self::group(&mut page, group, style.all_failures);
    }
    page.blank();
    let label = |page: &mut Page, label: &str, text: &str, tone| {
        page.paragraph(0, INDENT, &[Piece::new(format!("{label:INDENT$}"), Tone::Faint), Piece::new(text, tone)]);
    };
    label(&mut page, "protections", &found.environment.protections.join(", "), Tone::Plain);
    for missing in &found.environment.missing_protections {
        label(&mut page, "missing", missing, Tone::Caution);
    }
    for left in &found.left {
        label(&mut page, "left behind", left, Tone::Bad);
    }
    page.blank();
    page.paragraph(0, 0, &[conclusion(found)]);
    page.finish()
}

fn group(page: &mut Page, group: &TriedGroup, all: bool) {
    let surprising = group.programs.iter().filter(|tried| !tried.surprises.is_empty()).count();
    let (sign, tone) = if surprising == 0 { ("✓", Tone::Good) } else { ("✗", Tone::Bad) };
    let (_, tries, by) = GROUPS.iter().find(|(name, ..)| *name == group.name).unwrap_or(&("", "doing harm", "kumite"));
    let line = [
        Piece::new(format!("{sign} "), tone),
        Piece::new(format!("{:1$}", group.name, INDENT - 2), Tone::Strong),
        Piece::plain(format!("{tries}: {}", count(group.programs.len(), "program"))),
    ];
    page.paragraph(0, INDENT, &line);
    page.paragraph(INDENT, INDENT, &[Piece::new(format!("against it: {by}"), Tone::Faint)]);
    page.paragraph(INDENT, INDENT, &[Piece::new(verdicts(group), Tone::Faint)]);
    for tried in group.programs.iter().filter(|tried| all || !tried.surprises.is_empty()) {
        program(page, tried);
    }
}

/// `17 accepted, 3 run-time error`.
fn verdicts(group: &TriedGroup) -> String {
    let number = |verdict: Verdict| group.programs.iter().filter(|tried| tried.verdict == verdict).count();
    let kinds = Verdict::ALL.into_iter().rev().map(|verdict| (number(verdict), words::verdict(verdict)));
    kinds
        .filter(|(number, _)| *number > 0)
        .map(|(number, words)| format!("{number} {words}"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn program(page: &mut Page, tried: &Tried) {
    let fine = tried.surprises.is_empty();
    let line = [
        Piece::new(if fine { "✓ " } else { "✗ " }, if fine { Tone::Good } else { Tone::Bad }),
        Piece::new(&tried.name, Tone::Strong),
        Piece::new(format!(" {}: ", words::verdict(tried.verdict)), Tone::Faint),
        Piece::plain(&tried.about),
    ];
    page.paragraph(INDENT, INDENT + 2, &line);
    for surprise in &tried.surprises {
        page.paragraph(INDENT + 2, INDENT + 4, &[Piece::new(self::surprise(surprise), Tone::Bad)]);
    }
}

/// A surprise in words.
fn surprise(surprise: &Surprise) -> String {
    let list = |verdicts: &[Verdict]| verdicts.iter().map(|verdict| verdict.short()).collect::<Vec<_>>().join(" ");
    match surprise {
        Surprise::Verdicts { expected, got } => {
            format!("cases judged {}, where {} is right", list(got), list(expected))
        }
        Surprise::Breach(said) => format!("not contained: {said}"),
        Surprise::Secret(line) => format!("a secret was seen: {line}"),
    }
}

fn conclusion(found: &Selftest) -> Piece {
    let (all, fine) = found.counts();
    let time = seconds(found.wall);
    if found.interrupted {
        Piece::new("Interrupted before everything was tried.", Tone::Caution)
    } else if found.is_fine() {
        Piece::new(format!("All {all} programs were contained and judged right, in {time}."), Tone::Good)
    } else {
        let wrong = format!("{} of {all} programs came out otherwise than they must, in {time}.", all - fine);
        Piece::new(format!("{wrong} Do not judge the solutions of strangers on this machine."), Tone::Bad)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::model::{Environment, Isolation};

    fn tried(name: &str, verdict: Verdict, surprises: Vec<Surprise>) -> Tried {
        Tried { name: name.to_owned(), about: "Does what it should not.".to_owned(), verdict, surprises }
    }

    fn found(programs: Vec<Tried>, left: &[&str], missing: &[&str]) -> Selftest {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let environment = Environment {
            python: "3.11.7".to_owned(),
            executable: "python3".to_owned(),
            platform: "linux-x86_64".to_owned(),
            isolation: Isolation::Fork,
            protections: texts(&["landlock", "rlimits"]),
            missing_protections: texts(missing),
            memory_method: String::new(),
        };
        let sleeps = tried("sleeps", Verdict::IdlenessLimitExceeded, Vec::new());
        let groups = vec![
            TriedGroup { name: "network".to_owned(), programs },
            TriedGroup { name: "time".to_owned(), programs: vec![sleeps] },
        ];
        Selftest { environment, groups, left: texts(left), wall: Duration::from_secs(21), interrupted: false }
    }

    fn style(all_failures: bool) -> Style {
        Style { width: 80, color: false, all_failures }
    }

    #[test]
    fn a_machine_that_contains_everything() {
        let found = found(vec![tried("connects", Verdict::RunTimeError, Vec::new())], &[], &[]);
        insta::assert_snapshot!(render(&found, &style(false)), @r"
        ✓ network     reaching other machines and programs: 1 program
                      against it: system call filters
                      1 run-time error
        ✓ time        running, sleeping and waiting without end: 1 program
                      against it: the judge's eye on the kernel's clocks
                      1 idleness limit exceeded

        protections   landlock, rlimits

        All 2 programs were contained and judged right, in 21.0 s.
        ");
        insta::assert_snapshot!(render(&found, &style(true)), @r"
        ✓ network     reaching other machines and programs: 1 program
                      against it: system call filters
                      1 run-time error
                      ✓ connects run-time error: Does what it should not.
        ✓ time        running, sleeping and waiting without end: 1 program
                      against it: the judge's eye on the kernel's clocks
                      1 idleness limit exceeded
                      ✓ sleeps idleness limit exceeded: Does what it should not.

        protections   landlock, rlimits

        All 2 programs were contained and judged right, in 21.0 s.
        ");
    }

    #[test]
    fn a_machine_that_does_not() {
        use Verdict::{Accepted, RunTimeError};
        let surprises = vec![
            Surprise::Verdicts { expected: vec![Accepted, RunTimeError], got: vec![Accepted, Accepted] },
            Surprise::Breach("BREACH: it has reached \u{1b}[31m".to_owned()),
            Surprise::Secret("what-nobody-may-read".to_owned()),
        ];
        let programs = vec![tried("connects", Accepted, surprises), tried("listens", RunTimeError, Vec::new())];
        let found = found(programs, &["process 4711"], &["network and processes: no filters here"]);
        insta::assert_snapshot!(render(&found, &style(false)), @r"
        ✗ network     reaching other machines and programs: 2 programs
                      against it: system call filters
                      1 accepted, 1 run-time error
                      ✗ connects accepted: Does what it should not.
                        cases judged AC AC, where AC RTE is right
                        not contained: BREACH: it has reached \x1b[31m
                        a secret was seen: what-nobody-may-read
        ✓ time        running, sleeping and waiting without end: 1 program
                      against it: the judge's eye on the kernel's clocks
                      1 idleness limit exceeded

        protections   landlock, rlimits
        missing       network and processes: no filters here
        left behind   process 4711

        1 of 3 programs came out otherwise than they must, in 21.0 s. Do not judge the
        solutions of strangers on this machine.
        ");
    }

    #[test]
    fn every_group_has_its_words() {
        let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/hostile");
        let mut groups: Vec<String> = std::fs::read_dir(dir)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.contains('.') && name != "problems")
            .collect();
        groups.sort();
        assert_eq!(groups, GROUPS.map(|(name, ..)| name));
    }
}
