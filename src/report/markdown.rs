//! Markdown as terminal text: headings, paragraphs, lists, code, tables, quotes.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::page::Page;
use super::text::{Line, Piece, Tone, line_columns, lines, wrap};

/// Columns that code stands in from the text around it.
const CODE_INDENT: usize = 4;
/// Spaces between the columns of a table.
const TABLE_GAP: usize = 2;
/// A column of a table is not made narrower than this.
const LEAST_COLUMN: usize = 6;

/// Writes the text to the page. A first heading that only repeats `title` is left out.
pub(super) fn write(page: &mut Page, markdown: &str, title: &str) {
    let mut writer = Writer {
        page,
        title: Some(title),
        inline: Line::new(),
        tones: Vec::new(),
        lists: Vec::new(),
        marker: None,
        quotes: 0,
        code: None,
        link: None,
        table: Table::default(),
    };
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        writer.event(event);
    }
    writer.flush();
}

struct Writer<'p> {
    page: &'p mut Page,
    /// What a first heading must say to be left out; None once anything was written.
    title: Option<&'p str>,
    /// The text of the block that is being read.
    inline: Line,
    /// The tones of the markup around it, innermost last.
    tones: Vec<Tone>,
    /// The lists around it, innermost last.
    lists: Vec<List>,
    /// `- ` or `1. `, until the first line of the item is written.
    marker: Option<String>,
    quotes: usize,
    /// The text of the code block that is being read.
    code: Option<String>,
    /// Where the link that is being read leads.
    link: Option<String>,
    table: Table,
}

struct List {
    /// The number of the next item; None: bullets.
    next: Option<u64>,
    /// Columns of the marker.
    indent: usize,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    rows: Vec<Vec<Line>>,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.push(&text),
            },
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.inline.push(Piece::new(format!("`{text}`"), Tone::Code).kept_together());
            }
            Event::Html(text) | Event::InlineHtml(text) => self.push(&text),
            Event::SoftBreak => self.push(" "),
            Event::HardBreak => self.flush(),
            Event::Rule => self.page.blank(),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn push(&mut self, text: &str) {
        self.inline.push(Piece::new(text, self.tones.last().copied().unwrap_or(Tone::Plain)));
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { .. } => {
                self.page.blank();
                self.tones.push(Tone::Strong);
            }
            Tag::Paragraph if self.marker.is_none() => self.page.blank(),
            Tag::Strong | Tag::Emphasis => self.tones.push(Tone::Strong),
            Tag::Link { dest_url, .. } => self.link = Some(dest_url.into_string()),
            Tag::List(first) => {
                self.flush();
                if self.lists.is_empty() {
                    self.page.blank();
                }
                self.lists.push(List { next: first, indent: 0 });
            }
            Tag::Item => {
                if let Some(list) = self.lists.last_mut() {
                    let marker = match &mut list.next {
                        Some(number) => {
                            *number += 1;
                            format!("{}. ", *number - 1)
                        }
                        None => "- ".to_owned(),
                    };
                    list.indent = marker.len();
                    self.marker = Some(marker);
                }
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                self.flush();
                self.page.blank();
                self.code = Some(String::new());
            }
            Tag::BlockQuote(_) => {
                self.page.blank();
                self.quotes += 1;
            }
            Tag::Table(alignments) => {
                self.page.blank();
                self.table = Table { alignments, rows: Vec::new() };
            }
            Tag::TableHead => {
                self.tones.push(Tone::Strong);
                self.table.rows.push(Vec::new());
            }
            Tag::TableRow => self.table.rows.push(Vec::new()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.tones.pop();
                let repeats = self.title.is_some_and(|title| plain_text(&self.inline) == title);
                if repeats {
                    self.inline.clear();
                }
                self.flush();
                self.page.blank();
            }
            TagEnd::Paragraph => {
                self.flush();
                self.page.blank();
            }
            TagEnd::Strong | TagEnd::Emphasis | TagEnd::TableHead => {
                self.tones.pop();
            }
            TagEnd::Link => {
                if let Some(url) = self.link.take().filter(|url| !plain_text(&self.inline).ends_with(url.as_str())) {
                    self.inline.push(Piece::new(format!(" ({url})"), Tone::Faint));
                }
            }
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.page.blank();
                }
            }
            TagEnd::Item => {
                self.flush();
                self.marker = None;
            }
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::BlockQuote(_) => {
                self.quotes -= 1;
                self.page.blank();
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.inline);
                if let Some(row) = self.table.rows.last_mut() {
                    row.push(cell);
                }
            }
            TagEnd::Table => {
                let table = std::mem::take(&mut self.table);
                table.write(self.page, self.indent());
                self.title = None;
                self.page.blank();
            }
            _ => {}
        }
    }

    /// Columns that lists and quotes put before a line.
    fn indent(&self) -> usize {
        self.lists.iter().map(|list| list.indent).sum::<usize>() + 2 * self.quotes
    }

    /// Writes the text that was read as a paragraph.
    fn flush(&mut self) {
        if self.inline.is_empty() {
            return;
        }
        self.title = None;
        let hanging = self.indent();
        let mut line = std::mem::take(&mut self.inline);
        let first = match self.marker.take() {
            Some(marker) => {
                let indent = hanging - marker.len();
                line.insert(0, Piece::plain(marker));
                indent
            }
            None => hanging,
        };
        self.page.paragraph(first, hanging, &line);
    }

    fn code_block(&mut self) {
        let indent = self.indent() + CODE_INDENT;
        for line in lines(&self.code.take().unwrap_or_default()) {
            self.page.paragraph(indent, indent, &[Piece::plain(line)]);
        }
        self.title = None;
        self.page.blank();
    }
}

fn plain_text(line: &[Piece]) -> String {
    line.iter().map(Piece::text).collect()
}

impl Table {
    fn write(&self, page: &mut Page, indent: usize) {
        let columns = self.alignments.len();
        let cell_width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| line_columns(cell)).max().unwrap_or_default()
        };
        let mut widths: Vec<usize> = (0..columns).map(cell_width).collect();
        let room = page.width().saturating_sub(indent + TABLE_GAP * columns.saturating_sub(1));
        // The widest column gives way, cell by cell of width.
        while widths.iter().sum::<usize>() > room {
            match widths.iter_mut().max() {
                Some(widest) if *widest > LEAST_COLUMN => *widest -= 1,
                _ => break,
            }
        }
        for row in &self.rows {
            for line in self.row_lines(row, &widths) {
                page.indented(indent, line);
            }
        }
    }

    /// The lines of one row: its cells are wrapped, and stand beside each other.
    fn row_lines(&self, row: &[Line], widths: &[usize]) -> Vec<Line> {
        let cells: Vec<Vec<Line>> = row.iter().zip(widths).map(|(cell, width)| wrap(cell, *width)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or_default();
        let line = |index: usize| {
            let mut out = Line::new();
            let mut owed = 0;
            for ((cell, width), alignment) in cells.iter().zip(widths).zip(&self.alignments) {
                let part = cell.get(index).cloned().unwrap_or_default();
                let free = width.saturating_sub(line_columns(&part));
                let before = match alignment {
                    Alignment::Right => free,
                    Alignment::Center => free / 2,
                    Alignment::None | Alignment::Left => 0,
                };
                out.push(Piece::plain(" ".repeat(owed + before)));
                out.extend(part);
                owed = free - before + TABLE_GAP;
            }
            out
        };
        (0..height).map(line).collect()
    }
}
