//! A problem as `kumite show` presents it: statement, signature, samples, limits.

use crate::model::{
    Answer, CaseInput, CaseSource, Difficulty, Entry, Group, LimitsSpec, Problem, TestCase, python_literal,
};

use super::Style;
use super::input::{call, call_lines, object_name, text_block};
use super::markdown;
use super::page::Page;
use super::quantity::{bytes, limit_seconds};
use super::text::{Piece, Tone, keep_groups_together, pad};
use super::words::signature;

/// What Python's prompt puts before a call.
const PROMPT: &str = ">>> ";
/// Columns before a sample.
const INDENT: usize = 4;

/// The problem as terminal text. `markdown` is its `statement.md`; empty where there is none.
pub fn render(markdown: &str, problem: &Problem, style: &Style) -> String {
    let mut page = Page::new(style);
    page.paragraph(0, 2, &[Piece::new(&problem.title, Tone::Strong)]);
    page.paragraph(0, 2, &[Piece::new(facts(problem).join(", "), Tone::Faint)]);
    page.blank();
    markdown::write(&mut page, markdown, &problem.title);
    heading(&mut page, "Your solution");
    to_write(&mut page, problem);
    samples(&mut page, problem);
    heading(&mut page, "Limits");
    for (what, limit) in limits(problem) {
        page.paragraph(INDENT, INDENT + 8, &[Piece::new(pad(what, 8), Tone::Faint), Piece::plain(limit)]);
    }
    page.finish()
}

fn facts(problem: &Problem) -> Vec<String> {
    let mut facts = vec![problem.id.clone()];
    facts.extend(problem.difficulty.map(|difficulty| Difficulty::name(difficulty).to_owned()));
    facts.extend(problem.minutes.map(|minutes| format!("{minutes} minutes")));
    facts.extend(problem.topics.iter().cloned());
    facts
}

fn heading(page: &mut Page, text: &str) {
    page.blank();
    page.paragraph(0, 0, &[Piece::new(text, Tone::Strong)]);
    page.blank();
}

/// What the candidate's file must hold.
fn to_write(page: &mut Page, problem: &Problem) {
    let code = |page: &mut Page, indent: usize, text: String| {
        page.paragraph(indent, indent + 4, &[Piece::new(text, Tone::Code)]);
    };
    match &problem.entry {
        Entry::Function { name, params, returns, mutates } => {
            code(page, INDENT, signature(name, params, Some(returns), false));
            if let Some(param) = mutates.and_then(|index| params.get(index)) {
                let words = format!("The answer is what `{}` holds after the call.", param.name);
                page.blank();
                page.paragraph(2, 2, &[Piece::plain(words)]);
            }
        }
        Entry::Class { name, init, methods } => {
            code(page, INDENT, format!("class {name}:"));
            code(page, INDENT + 4, signature("__init__", init, None, true));
            for method in methods {
                code(page, INDENT + 4, signature(&method.name, &method.params, Some(&method.returns), true));
            }
        }
        Entry::Stdin => {
            let words = "A program that reads standard input and prints the answer.";
            page.paragraph(2, 2, &[Piece::plain(words)]);
        }
    }
}

fn samples(page: &mut Page, problem: &Problem) {
    let mut cases = problem.cases.iter().filter(|case| case.group == Group::Sample).peekable();
    if cases.peek().is_some() {
        heading(page, "Samples");
    }
    for case in cases {
        page.blank();
        let mut title = vec![Piece::new(&case.name, Tone::Strong)];
        if let Some(why) = &case.why {
            title.push(Piece::plain(format!(": {why}")));
        }
        page.paragraph(2, 2, &title);
        page.blank();
        sample(page, case, &problem.entry);
    }
}

/// The input as calls at Python's prompt with their answers, or as text with what is to be printed.
fn sample(page: &mut Page, case: &TestCase, entry: &Entry) {
    let CaseSource::Given(input) = &case.source else { return };
    let width = page.width() - INDENT;
    match (&**input, entry, case.expected.as_deref()) {
        (CaseInput::Call(args), Entry::Function { name, params, mutates, .. }, expected) => {
            for (index, mut line) in call_lines(name, args, params, width - PROMPT.len()).into_iter().enumerate() {
                let prompt = if index == 0 { PROMPT } else { "... " };
                line.insert(0, Piece::new(prompt, Tone::Faint));
                page.indented(INDENT, line);
            }
            if let Some(Answer::Returned(value)) = expected {
                let mut line = vec![Piece::plain(python_literal(value, width * 3))];
                if let Some(param) = mutates.and_then(|index| params.get(index)) {
                    line.push(Piece::new(format!("  # {} after the call", param.name), Tone::Faint));
                }
                keep_groups_together(&mut line);
                page.paragraph(INDENT, INDENT, &line);
            }
        }
        (CaseInput::Class { init, calls }, Entry::Class { name, .. }, expected) => {
            let prompted = |page: &mut Page, code: String| {
                page.indented(INDENT, vec![Piece::new(PROMPT, Tone::Faint), Piece::plain(code)]);
            };
            let object = object_name(name);
            let room = width - PROMPT.len();
            prompted(page, format!("{object} = {}", call(name, init, room.saturating_sub(object.len() + 3))));
            let answers = match expected {
                Some(Answer::Returned(value)) => value.items().unwrap_or_default(),
                _ => &[],
            };
            for (index, (method, args)) in calls.iter().enumerate() {
                prompted(page, call(&format!("{object}.{method}"), args, room));
                // Python's prompt shows nothing for None.
                if let Some(answer) = answers.get(index).filter(|answer| **answer != crate::model::Value::None) {
                    page.paragraph(INDENT, INDENT, &[Piece::plain(python_literal(answer, width * 2))]);
                }
            }
        }
        (CaseInput::Stdin(text), _, expected) => {
            text_sample(page, "input", text);
            if let Some(Answer::Printed(text)) = expected {
                text_sample(page, "output", text);
            }
        }
        _ => {}
    }
}

fn text_sample(page: &mut Page, label: &str, text: &[u8]) {
    page.paragraph(INDENT, INDENT, &[Piece::new(label, Tone::Faint)]);
    for line in text_block(&String::from_utf8_lossy(text), page.width() - INDENT - 2) {
        page.indented(INDENT + 2, line);
    }
}

fn limits(problem: &Problem) -> [(&'static str, String); 3] {
    let time = problem.limits.time.map_or_else(
        || {
            let least = limit_seconds(LimitsSpec::DEFAULT_TIME);
            format!("five times the reference's CPU time, at least {least}, per case")
        },
        |time| format!("{} of CPU time per case", limit_seconds(time)),
    );
    [("time", time), ("memory", bytes(problem.limits.memory_bytes)), ("output", bytes(problem.limits.output_bytes))]
}
