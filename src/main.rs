//! The `kumite` command: hands the arguments to [`kumite::cli`] and ends with its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    kumite::cli::main()
}
