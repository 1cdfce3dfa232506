//! The report as a page for a browser: one file that needs nothing else, no network and no script.
//!
//! Everything is in the document as it is written; the script only filters, sorts and switches between light and dark.
//! The page's own rule (Content-Security-Policy) lets run and load nothing but the style and the script that are
//! written here, whatever else might be in it.

mod markup;
mod submission;

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::model::{RunReport, Stats, Verdict};

use super::quantity::{count, grouped, seconds};
use super::words::{sign, verdict};
use markup::{class_of, escaped, stacked_bar};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
/// Of so few submissions those that are not accepted are open from the start.
const FEW_SUBMISSIONS: usize = 5;

/// Writes the report as an HTML document.
pub fn render(report: &RunReport, out: &mut dyn io::Write) -> io::Result<()> {
    let (open, stats) = (report.submissions.len() <= FEW_SUBMISSIONS, report.stats());
    let (head, toolbar, footer) = (head(report, &stats), toolbar(&stats), footer(report));
    write!(out, "{head}<main>\n{toolbar}<div id=\"submissions\">\n")?;
    for (index, submission) in report.submissions.iter().enumerate() {
        out.write_all(submission::render(&submission, index, open).as_bytes())?;
    }
    let nothing = "<p id=\"nothing\" hidden>Nothing matches. <kbd>Esc</kbd> clears the filter.</p>";
    write!(out, "</div>\n{nothing}\n</main>\n{footer}")
}

fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

fn head(report: &RunReport, stats: &Stats) -> String {
    let accepted = format!("{} of {} accepted", grouped(stats.accepted), count(stats.submissions, "submission"));
    let cached = match stats.cached {
        0 => String::new(),
        cached => format!(", {} not run again", count(cached, "unchanged submission")),
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src {}; script-src {}; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>kumite: {accepted}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>{accepted}</h1>\n<p>{} of {} accepted in {}{cached}</p>\n{}{}</header>\n",
        hash(STYLE),
        hash(SCRIPT),
        grouped(stats.cases_accepted),
        count(stats.cases, "case"),
        seconds(report.wall),
        verdicts(stats),
        remarks(report, stats),
    )
}

/// How often each verdict was given, as a bar and in words.
fn verdicts(stats: &Stats) -> String {
    let counted: Vec<(Verdict, usize)> = stats.verdicts.iter().rev().map(|(of, number)| (*of, *number)).collect();
    if stats.submissions < 2 {
        return String::new();
    }
    let shares: Vec<(&str, usize)> = counted.iter().map(|(verdict, number)| (class_of(*verdict), *number)).collect();
    let words: Vec<String> = counted
        .iter()
        .map(|(of, number)| {
            format!("<li class=\"{}\">{} {} {}</li>", class_of(*of), sign(*of).0, grouped(*number), verdict(*of))
        })
        .collect();
    format!("{}<ul class=\"verdicts\">{}</ul>\n", stacked_bar(&shares), words.concat())
}

/// What there is to say of the run as a whole.
fn remarks(report: &RunReport, stats: &Stats) -> String {
    let mut remarks = Vec::new();
    if report.interrupted {
        remarks.push("Interrupted: what was not judged by then is skipped.".to_owned());
    }
    let missing = &report.environment.missing_protections;
    if !missing.is_empty() {
        remarks.push(format!("Without {}.", escaped(&missing.join(", "))));
    }
    if stats.noisy > 0 {
        remarks.push(format!("{} over the time limit by too little to tell.", count(stats.noisy, "case")));
    }
    remarks.iter().map(|remark| format!("<p class=\"remark\">{remark}</p>\n")).collect::<Vec<_>>().concat()
}

/// What only the script can do; hidden without it.
fn toolbar(stats: &Stats) -> String {
    let option = |of: &Verdict| format!("<option value=\"{}\">{}</option>", of.name(), verdict(*of));
    let options: Vec<String> = stats.verdicts.keys().map(option).collect();
    format!(
        "<form id=\"toolbar\" role=\"search\" aria-label=\"Filter and sort\" hidden>\n\
         <label class=\"filter\"><span>Filter</span> <input id=\"filter\" type=\"search\" \
         placeholder=\"path, problem, case or tag\" aria-keyshortcuts=\"/\" autocomplete=\"off\" spellcheck=\"false\"></label>\n\
         <label><span>Verdict</span> <select id=\"verdict\"><option value=\"\">all</option>\
         <option value=\"-accepted\">not accepted</option>{}</select></label>\n\
         <label><span>Order</span> <select id=\"order\"><option value=\"given\">as asked for</option>\
         <option value=\"worst\">worst first</option><option value=\"slowest\">slowest first</option>\
         <option value=\"path\">by path</option></select></label>\n\
         <label><span>Colours</span> <select id=\"theme\"><option value=\"\">as the system</option>\
         <option value=\"light\">light</option><option value=\"dark\">dark</option></select></label>\n\
         <button id=\"fold\" type=\"button\" aria-pressed=\"false\">Open all</button>\n\
         <p id=\"shown\" role=\"status\"></p>\n</form>\n",
        options.concat()
    )
}

fn footer(report: &RunReport) -> String {
    let environment = &report.environment;
    let protections = if environment.protections.is_empty() {
        "none".to_owned()
    } else {
        escaped(&environment.protections.join(", "))
    };
    format!(
        "<footer><p>kumite {}, Python {} ({}), {}; isolation by {}, protections: {protections}.</p></footer>\n\
         <script>{SCRIPT}</script>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION"),
        escaped(&environment.python),
        escaped(&environment.executable),
        escaped(&environment.platform),
        environment.isolation.name(),
    )
}
