//! The integration tests, one binary.

// A test may panic: that is how it fails.
#![allow(clippy::unwrap_used)]

mod breakdowns;
mod catalog;
mod checking;
mod ci;
mod cli_baseline;
mod cli_cache;
mod cli_changed;
mod cli_doctor;
mod cli_growth;
mod cli_help;
mod cli_init;
mod cli_problems;
mod cli_reports;
mod cli_repro;
mod cli_selftest;
mod cli_shard;
mod cli_shell;
mod cli_stress;
mod cli_test;
mod documents;
mod hostile;
mod judge_matrix;
mod load;
mod near_limits;
mod problems;
mod reports;
mod second_run;
mod shrink_quality;
mod solutions;
mod starter;
mod support;
mod tidy;
mod verify;
mod walls;
