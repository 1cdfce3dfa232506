//! Inputs as a person would write them: a Python call, a script of calls, a block of text.

use crate::model::{CaseInput, Entry, Param, Type, Value, python_literal};

use super::quantity::{bytes, count, grouped, more};
use super::text::{Line, Piece, Tone, columns, cut, keep_groups_together, line_columns, lines, wrap};

/// Rows that a call may take.
const CALL_ROWS: usize = 4;
/// Calls of a class case that are shown.
const CALLS: usize = 6;
/// Lines of a text that are shown.
const TEXT_LINES: usize = 10;

/// An input in lines of at most `width` columns. `failing`: the call of a class case that went wrong, from 0; the
/// script ends with it.
pub(super) fn input(input: &CaseInput, entry: &Entry, failing: Option<usize>, width: usize) -> Vec<Line> {
    match (input, entry) {
        (CaseInput::Call(args), Entry::Function { name, params, .. }) => call_lines(name, args, params, width),
        (CaseInput::Class { init, calls }, Entry::Class { name, .. }) => script(name, init, calls, failing, width),
        (CaseInput::Call(args), _) => call_lines("", args, &[], width),
        (CaseInput::Class { init, calls }, _) => script("", init, calls, failing, width),
        (CaseInput::Stdin(text), _) => text_block(&String::from_utf8_lossy(text), width),
    }
}

/// An input that is too long to be in the report as a whole. `text` is a part of it: the text itself for a program,
/// else JSON, for a function the list of its arguments.
/// `size` is that of the whole, in bytes.
pub(super) fn cut_input(text: &str, size: usize, entry: &Entry, width: usize) -> Vec<Line> {
    let mut rows = match entry {
        Entry::Stdin => {
            let mut rows: Vec<Line> = lines(text).take(TEXT_LINES).map(|line| one_row(line, width)).collect();
            rows.push(vec![Piece::new(format!("... {} in all", bytes(size as u64)), Tone::Faint)]);
            return rows;
        }
        Entry::Function { name, .. } => {
            let args = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
            wrap(&[Piece::plain(format!("{name}({args})"))], width)
        }
        Entry::Class { .. } => wrap(&[Piece::plain(text)], width),
    };
    if rows.len() > CALL_ROWS {
        rows.truncate(CALL_ROWS);
        rows.push(vec![Piece::new("...", Tone::Faint)]);
    }
    comment(&mut rows, "as JSON, cut", width);
    rows
}

/// A function's call in a few rows. Arguments that had to be cut have their size behind it.
pub(super) fn call_lines(name: &str, args: &[Value], params: &[Param], width: usize) -> Vec<Line> {
    let budget = (CALL_ROWS * width).saturating_sub(columns(name) + width / 2);
    let literals = share(args, budget, |index, value, room| match params.get(index).map(|param| &param.ty) {
        Some(Type::Iterator(_)) => format!("iter({})", python_literal(value, room)),
        _ => python_literal(value, room),
    });
    let code: Vec<&str> = literals.iter().map(|literal| literal.text.as_str()).collect();
    let mut line = vec![Piece::plain(format!("{name}({})", code.join(", ")))];
    keep_groups_together(&mut line);
    let mut rows = wrap(&line, width);
    let sizes: Vec<String> = literals
        .iter()
        .zip(args)
        .enumerate()
        .filter(|(_, (literal, _))| literal.cut)
        .filter_map(|(index, (_, value))| {
            let size = size(value)?;
            Some(params.get(index).map_or_else(|| size.clone(), |param| format!("{}: {size}", param.name)))
        })
        .collect();
    if !sizes.is_empty() {
        comment(&mut rows, &sizes.join(", "), width);
    }
    rows
}

/// Puts a comment behind the last row, or on a row of its own where it does not fit there.
fn comment(rows: &mut Vec<Line>, words: &str, width: usize) {
    let words = cut(&format!("# {words}"), width);
    match rows.last_mut() {
        Some(last) if line_columns(last) + 2 + columns(&words) <= width => {
            last.extend([Piece::plain("  "), Piece::new(words, Tone::Faint)]);
        }
        _ => rows.push(vec![Piece::new(words, Tone::Faint)]),
    }
}

/// How large a value is, where a person would count it.
fn size(value: &Value) -> Option<String> {
    match value {
        Value::Str(text) => Some(count(text.chars().count(), "character")),
        Value::Bytes(bytes) => Some(count(bytes.len(), "byte")),
        Value::Dict(pairs) => Some(count(pairs.len(), "key")),
        value => value.items().map(|items| count(items.len(), "item")),
    }
}

struct Literal {
    text: String,
    cut: bool,
}

/// The literals of some values in about `budget` characters together: short ones whole, long ones cut to equal shares
/// of what is left.
fn share(values: &[Value], budget: usize, literal: impl Fn(usize, &Value, usize) -> String) -> Vec<Literal> {
    let whole: Vec<String> =
        values.iter().enumerate().map(|(index, value)| literal(index, value, usize::MAX)).collect();
    let mut lengths: Vec<usize> = whole.iter().map(|text| text.chars().count() + 2).collect();
    lengths.sort_unstable();
    let mut left = budget;
    let mut room = usize::MAX;
    for (index, length) in lengths.iter().enumerate() {
        let equal = left / (lengths.len() - index);
        if *length > equal {
            room = equal.saturating_sub(2);
            break;
        }
        left -= length;
    }
    whole
        .into_iter()
        .enumerate()
        .map(|(index, text)| {
            if text.chars().count() <= room {
                Literal { text, cut: false }
            } else {
                Literal { text: literal(index, &values[index], room), cut: true }
            }
        })
        .collect()
}

/// `counter.add('a', 2)`, in one row.
pub(super) fn call(receiver: &str, args: &[Value], width: usize) -> String {
    let literals =
        share(args, width.saturating_sub(columns(receiver) + 2), |_, value, room| python_literal(value, room));
    let code: Vec<&str> = literals.iter().map(|literal| literal.text.as_str()).collect();
    cut(&format!("{receiver}({})", code.join(", ")), width)
}

/// A class case: the constructor, and the calls up to the one that went wrong.
fn script(
    class: &str,
    init: &[Value],
    calls: &[(String, Vec<Value>)],
    failing: Option<usize>,
    width: usize,
) -> Vec<Line> {
    let object = object_name(class);
    let end = failing.map_or(calls.len().min(CALLS), |call| (call + 1).min(calls.len()));
    let start = end.saturating_sub(CALLS);
    let code = |text: String| vec![Piece::plain(text)];
    let aside = |text: String| vec![Piece::new(text, Tone::Faint)];
    let assigned = format!("{object} = ");
    let mut out = vec![code(format!("{assigned}{}", call(class, init, width.saturating_sub(columns(&assigned)))))];
    if start > 0 {
        out.push(aside(cut(&format!("# ... {}", count(start, "call")), width)));
    }
    for (method, args) in &calls[start..end] {
        out.push(code(call(&format!("{object}.{method}"), args, width)));
    }
    if let Some(call) = failing {
        comment(&mut out, &format!("call {} of {}", grouped(call + 1), grouped(calls.len())), width);
    }
    if failing.is_none() && end < calls.len() {
        out.push(aside(cut(&format!("# ... {}", more(calls.len() - end, "call")), width)));
    }
    out
}

/// A variable for an object of this class: `top_titles` for `TopTitles`.
pub(super) fn object_name(class: &str) -> String {
    let mut out = String::new();
    let mut after_lower = false;
    for c in class.chars() {
        if c.is_uppercase() && after_lower {
            out.push('_');
        }
        after_lower = c.is_lowercase() || c.is_numeric();
        out.extend(c.to_lowercase());
    }
    // A class whose name is in lower case would be hidden by the variable.
    if out == class { format!("{out}_") } else { out }
}

/// The first lines of a text.
pub(super) fn text_block(text: &str, width: usize) -> Vec<Line> {
    if text.is_empty() {
        return vec![vec![Piece::new("(empty)", Tone::Faint)]];
    }
    let total = lines(text).count();
    // One line more instead of a note that one line is left out.
    let shown = if total <= TEXT_LINES + 1 { total } else { TEXT_LINES };
    let mut out: Vec<Line> = lines(text).take(shown).map(|line| one_row(line, width)).collect();
    if shown < total {
        out.push(vec![Piece::new(format!("... {}", more(total - shown, "line")), Tone::Faint)]);
    }
    out
}

/// A line of foreign text, cut to the width.
pub(super) fn one_row(line: &str, width: usize) -> Line {
    let piece = Piece::plain(line);
    vec![Piece::plain(cut(piece.text(), width))]
}

/// The last lines of a text, for what was printed.
pub(super) fn text_tail(text: &str, shown: usize, width: usize) -> Vec<Line> {
    let total = lines(text).count();
    let shown = if total <= shown + 1 { total } else { shown };
    let mut out = Vec::new();
    if shown < total {
        out.push(vec![Piece::new(format!("... {} above", more(total - shown, "line")), Tone::Faint)]);
    }
    out.extend(lines(text).skip(total - shown).map(|line| one_row(line, width)));
    out
}
