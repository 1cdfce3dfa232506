//! Foreign text, marked lines and bars as HTML.

use crate::model::Verdict;
use crate::report::explanation::{Body, Part};
use crate::report::text::{Line, NO_BREAK_SPACE, Piece, Tone, visible};
use crate::report::words::sign;

/// Foreign text as HTML, in an element or in a quoted attribute: what acts or hides is shown, nothing is markup.
pub(super) fn escaped(text: &str) -> String {
    entities(&visible(text))
}

fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            NO_BREAK_SPACE => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// The class that gives a verdict its colour.
pub(super) fn class_of(verdict: Verdict) -> &'static str {
    tone_class(sign(verdict).1)
}

fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "",
        Tone::Faint => "faint",
        Tone::Strong => "strong",
        Tone::Code => "code",
        Tone::Good => "good",
        Tone::Bad => "bad",
        Tone::Caution => "caution",
        Tone::MarkExpected | Tone::PointExpected => "expected",
        Tone::MarkGot | Tone::PointGot => "got",
    }
}

fn line(line: &Line) -> String {
    line.iter().map(piece).collect()
}

fn piece(piece: &Piece) -> String {
    let text = entities(piece.text());
    match piece.tone {
        Tone::Plain => text,
        Tone::MarkExpected | Tone::MarkGot => format!("<mark class=\"{}\">{text}</mark>", tone_class(piece.tone)),
        tone => format!("<span class=\"{}\">{text}</span>", tone_class(tone)),
    }
}

/// The parts of an explanation, each beside its label.
pub(super) fn explanation(parts: &[Part]) -> String {
    let parts = parts.iter().map(|part| {
        let body = match &part.body {
            Body::Prose(words) => format!("<p>{}</p>", line(words)),
            Body::Lines(lines) => {
                // What `^` points at is marked.
                let points =
                    |line: &&Line| line.iter().any(|piece| matches!(piece.tone, Tone::PointExpected | Tone::PointGot));
                let lines: Vec<String> = lines.iter().filter(|line| !points(line)).map(self::line).collect();
                // The first line feed of a block is none.
                format!("<pre>\n{}</pre>", lines.join("\n"))
            }
        };
        format!("<div class=\"part\"><span class=\"label\">{}</span>{body}</div>\n", part.label)
    });
    parts.collect()
}

/// A bar that is filled to this share of its length; a share over 1 is one over the limit.
pub(super) fn bar(share: f64) -> String {
    let class = if share > 1.0 {
        "over"
    } else if share >= 0.5 {
        "near"
    } else {
        "under"
    };
    let width = (share.clamp(0.0, 1.0) * 100.0).max(1.0);
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect class=\"rest\" width=\"100\" height=\"4\"/><rect class=\"{class}\" width=\"{width:.1}\" height=\"4\"/></svg>"
    )
}

/// Shares of a whole beside each other.
pub(super) fn stacked_bar(shares: &[(&str, usize)]) -> String {
    let total = shares.iter().map(|(_, number)| number).sum::<usize>().max(1) as f64;
    let mut start = 0.0;
    let mut parts = String::new();
    for (class, number) in shares {
        let width = *number as f64 / total * 100.0;
        // A gap keeps neighbours of one colour apart.
        parts.push_str(&part_of_bar(class, start, (width - 0.3).max(0.1)));
        start += width;
    }
    format!(
        "<svg class=\"shares\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">{parts}</svg>\n"
    )
}

fn part_of_bar(class: &str, start: f64, width: f64) -> String {
    format!("<rect class=\"{class}\" x=\"{start:.3}\" width=\"{width:.3}\" height=\"1\"/>")
}
