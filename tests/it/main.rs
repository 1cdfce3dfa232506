//! The integration tests, one binary.

// A test may panic: that is how it fails.
#![allow(clippy::unwrap_used)]

mod catalog;
mod checking;
mod reports;
mod solutions;
mod starter;
mod tidy;
