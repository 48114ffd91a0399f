//! A user with a folder of their own.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

pub struct Person {
    folder: TempDir,
}

impl Person {
    pub fn without_key() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    pub fn new() -> Self {
        let person = Self::without_key();
        person.run(&["key", "new"]).assert().success();
        person
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    /// The program as this user types it, in their folder.
    pub fn run(&self, words: &[&str]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("subrosa"));
        command.args(words).current_dir(self.folder()).env_clear();
        command.env("HOME", self.folder()).env("XDG_DATA_HOME", self.folder().join("data"));
        command
    }

    /// What it printed, having succeeded.
    pub fn read(&self, words: &[&str]) -> String {
        let output = self.run(words).assert().success().get_output().stdout.clone();
        String::from_utf8(output).unwrap()
    }

    pub fn read_json(&self, words: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.read(&[words, &["--json"]].concat())).unwrap()
    }

    /// The program in a line for the shell, which has redirections.
    pub fn shell(&self, line: &str) -> Command {
        let program = assert_cmd::cargo::cargo_bin!("subrosa");
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("{} {line}", program.display()));
        command.current_dir(self.folder()).env_clear();
        command.env("HOME", self.folder()).env("XDG_DATA_HOME", self.folder().join("data"));
        command
    }

    /// Learns somebody's card under a name.
    pub fn learn(&self, name: &str, other: &Self) {
        let card = other.read(&["card", "show"]);
        fs::write(self.path(&format!("{name}.card")), &card).unwrap();
        self.run(&["card", "import", "--name", name]).write_stdin(card).assert().success();
    }
}

/// Alice and Bob, who have each other's cards.
pub fn pair() -> (Person, Person) {
    let (alice, bob) = (Person::new(), Person::new());
    alice.learn("bob", &bob);
    bob.learn("alice", &alice);
    fs::remove_file(bob.path("alice.card")).unwrap();
    (alice, bob)
}
