//! The recipe for mutt in docs/CLI.md, in mutt. `make test-cli` runs it where mutt is.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use rexpect::session::{PtySession, spawn_command};

use super::person::{Person, pair};

const MS: u64 = 20_000;

/// mutt of somebody, with the recipe and what a test needs besides.
fn mutt(person: &Person, words: &[&str], more: &str) -> Command {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let text = fs::read_to_string(root.join("docs/CLI.md")).unwrap();
    let recipe = text.split("```muttrc\n").nth(1).unwrap().split("```").next().unwrap();
    let common =
        "set folder=. quit=yes copy=no move=no abort_unmodified=no editor=true wait_key=yes\n";
    fs::write(person.path("muttrc"), format!("{recipe}{common}{more}\n")).unwrap();
    let program = assert_cmd::cargo::cargo_bin!("subrosa").parent().unwrap().to_owned();
    let mut command = Command::new("mutt");
    command.args(["-n", "-F", "muttrc"]).args(words).current_dir(person.folder()).env_clear();
    command.env("PATH", format!("{}:/usr/bin:/bin", program.display())).env("TERM", "xterm");
    command.env("HOME", person.folder()).env("XDG_DATA_HOME", person.folder().join("data"));
    command.env("LC_ALL", "C.UTF-8");
    command
}

/// Types keys, once mutt listens: what is typed before it asks is thrown away.
fn type_in(session: &mut PtySession, keys: &str) {
    sleep(Duration::from_millis(300));
    session.send(keys).unwrap();
    session.flush().unwrap();
}

#[test]
#[ignore = "needs mutt: make test-cli runs it where that is"]
fn the_recipe_for_mutt_seals_what_is_sent_and_opens_what_comes() {
    let (alice, bob) = pair();
    fs::write(alice.path("letter"), "Dear Bob\n").unwrap();
    fs::write(alice.path("sendmail"), "#!/bin/sh\ncat > sent\n").unwrap();
    fs::set_permissions(alice.path("sendmail"), fs::Permissions::from_mode(0o755)).unwrap();
    let sendmail = format!("set sendmail={}\n", alice.path("sendmail").display());
    let words = ["-s", "hello", "-i", "letter", "bob@example.org"];
    let mut sender = spawn_command(mutt(&alice, &words, &sendmail), Some(MS)).unwrap();
    let answers = [
        ("To: ", "\r"),
        ("ubject:", "\r"),
        ("Send", "\u{1b}s"),
        ("mail -r", "bob\r"),
        ("continue?", "y"),
        ("any key", " "),
    ];
    for (asked, answer) in answers {
        sender.exp_string(asked).unwrap();
        type_in(&mut sender, answer);
    }
    type_in(&mut sender, "y");
    sender.exp_eof().unwrap();
    let sent = fs::read_to_string(alice.path("sent")).unwrap();
    assert!(sent.contains("?SR1:") && !sent.contains("Dear Bob"), "{sent}");

    let from = "From alice@example.org Tue Dec  1 12:00:00 2026\n";
    fs::write(bob.path("box"), format!("{from}From: alice@example.org\n{sent}\n")).unwrap();
    let mut reader = spawn_command(mutt(&bob, &["-f", "box"], ""), Some(MS)).unwrap();
    reader.exp_string("hello").unwrap();
    type_in(&mut reader, "\u{1b}o");
    reader.exp_string("signed by alice").unwrap();
    reader.exp_string("Dear Bob").unwrap();
    type_in(&mut reader, "qq");
}
