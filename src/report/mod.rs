//! Words and colours: every renderer is a pure function of the finished report.
//!
//! Everything that a person or a machine reads of a run is made here, and nowhere else.
//! A renderer knows neither the terminal nor the environment: what it needs to know of them is in [`Style`].
//!
//! Foreign text (what a candidate or an author wrote) reaches a terminal only through `text::Piece`, which
//! makes control characters visible, and `page::Page`, which adds the only escape sequences there are: the colours.

mod advice;
pub mod checkup;
pub mod diagnostics;
mod difference;
pub mod events;
mod explanation;
mod failing;
mod figures;
mod findings;
pub mod github;
pub mod gitlab;
pub mod growth;
pub mod html;
mod input;
pub mod json;
pub mod junit;
pub mod listing;
mod markdown;
pub mod notice;
mod page;
pub mod progress;
mod quantity;
pub mod selftest;
pub mod statement;
pub mod storage;
pub mod stored;
pub mod stress;
pub mod summary;
pub mod terminal;
mod text;
mod traceback;
pub mod verification;
mod warning;
mod words;

pub use page::Style;
