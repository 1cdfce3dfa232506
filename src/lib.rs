//! kumite judges a candidate's Python solution against a problem's test cases, on this machine.
//!
//! The modules form layers; a module imports only from layers below its own.
//! `tests/it/tidy.rs` holds this, `docs/architecture.md` explains it.
//!
//! | layer | modules |
//! |---|---|
//! | 0 | [`model`] |
//! | 1 | [`event`], [`check`], [`catalog`], [`sandbox`], [`workspace`] |
//! | 2 | [`harness`], [`report`], [`repository`] |
//! | 3 | [`judge`] |
//! | 4 | [`search`] |
//! | 5 | [`stress`], [`growth`], [`verify`], [`selftest`] |
//! | 6 | [`cli`] |

pub mod catalog;
pub mod check;
pub mod cli;
pub mod event;
pub mod growth;
pub mod harness;
pub mod judge;
pub mod model;
pub mod report;
pub mod repository;
pub mod sandbox;
pub mod search;
pub mod selftest;
pub mod stress;
pub mod verify;
pub mod workspace;
