//! Plan, run, classify: from a solution and a problem to verdicts.
