//! Children: a test that needs another process starts this program again, with one ignored test.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

const PLACE: &str = "SUBROSA_TEST_VAULT";
const REPORT: &str = "child: ";

/// The path that the parent gave.
pub(crate) fn place() -> PathBuf {
    PathBuf::from(env::var_os(PLACE).expect("runs as the child of another test"))
}

/// Tells the parent something.
pub(crate) fn report(what: impl std::fmt::Display) {
    // The harness may have begun a line, and a whole line is written at once.
    println!("\n{REPORT}{what}");
}

/// The command that runs an ignored test in a process of its own.
pub(crate) fn command(test: &str, place: &Path) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(arguments(test)).env(PLACE, place);
    command
}

/// The arguments of that command.
pub(crate) fn arguments(test: &str) -> [&str; 4] {
    ["--ignored", "--exact", "--nocapture", test]
}

/// A child whose reports are read.
pub(crate) struct Reporting {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Reporting {
    pub(crate) fn start(test: &str, place: &Path) -> Self {
        let mut child =
            command(test, place).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// The next report; none when the child has ended.
    pub(crate) fn next(&mut self) -> Option<String> {
        self.lines.find_map(|line| Some(line.ok()?.strip_prefix(REPORT)?.to_owned()))
    }

    /// Kills the child; gives what it had still reported.
    pub(crate) fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        let reports = std::iter::from_fn(|| self.next()).collect();
        assert!(!self.child.wait().unwrap().success(), "the child was killed");
        reports
    }

    /// Waits until the child has ended well.
    pub(crate) fn join(mut self) -> Vec<String> {
        let reports = std::iter::from_fn(|| self.next()).collect();
        assert!(self.child.wait().unwrap().success());
        reports
    }
}
