//! The profile by which macOS keeps an interpreter from everything but its own files and its scratch folder.
//!
//! Of the rules that fit an operation the last one holds. What is read is allowed by default and denied where people
//! keep their own: a complete list of what the system's libraries read changes with every release.

use std::path::{Path, PathBuf};

/// The same for every interpreter: no network, no other process, no service of the system that could act for it.
const FIXED: &str = "\
(version 1)
(allow default)
(deny network*)
(deny system-socket)
(deny process-fork)
(deny process-exec*)
(deny process-info*)
(allow process-info* (target self))
(deny signal)
(allow signal (target self))
(deny mach-lookup)
(deny mach-register)
(deny ipc-posix*)
(deny ipc-sysv*)
(deny file-write*)
";

/// Where people keep their files, and programs their temporary ones; the terminal. Rules see paths without links only.
const PRIVATE: [&str; 7] =
    ["/Users", "/Volumes", "/private/tmp", "/private/var/folders", "/private/var/root", "/private/var/tmp", "/dev/tty"];

/// The text for `sandbox-exec -p`: the programs that may be executed, what may be read of the private folders, and the
/// one folder that may be written to. A path stands for all that lies below it.
pub(super) fn profile(execute: &[PathBuf], read: &[PathBuf], write: &Path) -> String {
    let mut rules = FIXED.to_owned();
    let mut rule = |action: &str, paths: &mut dyn Iterator<Item = &Path>| {
        rules.extend(["(", action]);
        rules.extend(paths.map(|path| format!("\n  (subpath {})", quoted(path))));
        rules.push_str(")\n");
    };
    rule("allow process-exec*", &mut execute.iter().map(AsRef::as_ref));
    rule("deny file-read-data", &mut PRIVATE.iter().map(Path::new));
    rule("allow file-read-data", &mut execute.iter().chain(read).map(AsRef::as_ref));
    rule("allow file-read* file-write*", &mut [write, Path::new("/dev/null")].into_iter());
    rules
}

/// As a string of the profile's language.
fn quoted(path: &Path) -> String {
    format!("\"{}\"", path.to_string_lossy().replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_but_the_interpreter_and_the_scratch_folder_is_denied() {
        let prefix = Path::new("/Users/me/.pyenv/versions/3.12.1");
        let execute = [prefix.join("bin/python3.12"), prefix.join("Resources")];
        let read = [prefix.join("lib"), PathBuf::from("/Users/me/a \"b\\c/site-packages")];
        insta::assert_snapshot!(profile(&execute, &read, Path::new("/private/var/folders/x/kumite-scratch-1")), @r#"
        (version 1)
        (allow default)
        (deny network*)
        (deny system-socket)
        (deny process-fork)
        (deny process-exec*)
        (deny process-info*)
        (allow process-info* (target self))
        (deny signal)
        (allow signal (target self))
        (deny mach-lookup)
        (deny mach-register)
        (deny ipc-posix*)
        (deny ipc-sysv*)
        (deny file-write*)
        (allow process-exec*
          (subpath "/Users/me/.pyenv/versions/3.12.1/bin/python3.12")
          (subpath "/Users/me/.pyenv/versions/3.12.1/Resources"))
        (deny file-read-data
          (subpath "/Users")
          (subpath "/Volumes")
          (subpath "/private/tmp")
          (subpath "/private/var/folders")
          (subpath "/private/var/root")
          (subpath "/private/var/tmp")
          (subpath "/dev/tty"))
        (allow file-read-data
          (subpath "/Users/me/.pyenv/versions/3.12.1/bin/python3.12")
          (subpath "/Users/me/.pyenv/versions/3.12.1/Resources")
          (subpath "/Users/me/.pyenv/versions/3.12.1/lib")
          (subpath "/Users/me/a \"b\\c/site-packages"))
        (allow file-read* file-write*
          (subpath "/private/var/folders/x/kumite-scratch-1")
          (subpath "/dev/null"))
        "#);
    }
}
