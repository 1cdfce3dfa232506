//! The table of `kumite list`.

use crate::model::Difficulty;

use super::Style;
use super::page::Page;
use super::quantity::count;
use super::text::{Piece, Tone, columns, cut, pad, visible};

/// One problem of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListingRow {
    /// The problem's id.
    pub id: String,
    /// How hard it is.
    pub difficulty: Option<Difficulty>,
    /// What an interviewer would give.
    pub minutes: Option<u32>,
    /// Its topics, the folder's first.
    pub topics: Vec<String>,
    /// Its title.
    pub title: String,
}

/// Spaces between columns.
const GAP: usize = 2;
/// A title that must be cut is left out below this.
const LEAST_TITLE: usize = 12;

/// What to show, from everything down to what a narrow terminal has room for.
const PLANS: [Plan; 6] = [
    Plan { difficulty: true, minutes: true, topics: usize::MAX, title: Title::Whole },
    Plan { difficulty: true, minutes: true, topics: 1, title: Title::Cut },
    Plan { difficulty: true, minutes: true, topics: 1, title: Title::Dropped },
    Plan { difficulty: true, minutes: true, topics: 0, title: Title::Dropped },
    Plan { difficulty: true, minutes: false, topics: 0, title: Title::Dropped },
    Plan { difficulty: false, minutes: false, topics: 0, title: Title::Dropped },
];

struct Plan {
    difficulty: bool,
    minutes: bool,
    /// How many of a problem's topics.
    topics: usize,
    title: Title,
}

#[derive(PartialEq, Eq)]
enum Title {
    Whole,
    Cut,
    Dropped,
}

/// Cells below their heading, all of one width.
struct Column {
    cells: Vec<String>,
    width: usize,
}

impl Column {
    fn new(heading: &str, cells: impl Iterator<Item = String>) -> Self {
        let cells: Vec<String> = std::iter::once(heading.to_owned()).chain(cells).map(|cell| visible(&cell)).collect();
        let width = cells.iter().map(|cell| columns(cell)).max().unwrap_or_default();
        Self { cells, width }
    }
}

/// The problems as an aligned table. The title, which the id mostly says too, goes first where it is narrow.
pub fn render(rows: &[ListingRow], style: &Style) -> String {
    let mut page = Page::new(style);
    let table = PLANS.iter().find_map(|plan| plan.table(rows, page.width())).unwrap_or_else(|| {
        vec![Column { width: page.width(), ..Column::new("problem", rows.iter().map(|row| row.id.clone())) }]
    });
    for index in 0..=rows.len() {
        let cells = table.iter().map(|column| pad(&cut(&column.cells[index], column.width), column.width));
        let tone = if index == 0 { Tone::Faint } else { Tone::Plain };
        page.indented(0, vec![Piece::new(cells.collect::<Vec<_>>().join(&" ".repeat(GAP)), tone)]);
    }
    page.indented(0, vec![Piece::new(count(rows.len(), "problem"), Tone::Faint)]);
    page.finish()
}

impl Plan {
    /// The columns of this plan; None if they do not fit.
    fn table(&self, rows: &[ListingRow], width: usize) -> Option<Vec<Column>> {
        let mut table = vec![Column::new("problem", rows.iter().map(|row| row.id.clone()))];
        if self.difficulty {
            let name = |row: &ListingRow| row.difficulty.map_or("", Difficulty::name).to_owned();
            table.push(Column::new("difficulty", rows.iter().map(name)));
        }
        if self.minutes {
            let minutes = |row: &ListingRow| row.minutes.map_or_else(String::new, |minutes| format!("{minutes:>7}"));
            table.push(Column::new("minutes", rows.iter().map(minutes)));
        }
        if self.topics > 0 {
            let topics = |row: &ListingRow| row.topics[..row.topics.len().min(self.topics)].join(", ");
            table.push(Column::new("topics", rows.iter().map(topics)));
        }
        if self.title != Title::Dropped {
            table.push(Column::new("title", rows.iter().map(|row| row.title.clone())));
        }
        let total = table.iter().map(|column| column.width).sum::<usize>() + GAP * (table.len() - 1);
        let over = total.saturating_sub(width);
        match table.last_mut() {
            Some(title) if over > 0 && self.title == Title::Cut && title.width >= over + LEAST_TITLE => {
                title.width -= over;
            }
            _ if over > 0 => return None,
            _ => {}
        }
        Some(table)
    }
}
