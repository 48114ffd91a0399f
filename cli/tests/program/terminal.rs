//! The program in a pseudo-terminal, and interrupted.

use std::fs::{self, File};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rexpect::session::{PtySession, spawn_command};

use super::person::{Person, pair};

const MS: u64 = 60_000;

fn terminal(person: &Person, words: &[&str]) -> PtySession {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("subrosa"));
    command.args(words).current_dir(person.folder()).env_clear().env("TERM", "xterm");
    command.env("HOME", person.folder()).env("XDG_DATA_HOME", person.folder().join("data"));
    spawn_command(command, Some(MS)).unwrap()
}

#[test]
fn a_passphrase_is_asked_for_twice_and_not_shown() {
    let somebody = Person::without_key();
    fs::write(somebody.path("letter"), "Dear all").unwrap();
    let mut seal = terminal(&somebody, &["seal", "-p", "letter", "-o", "sealed"]);
    let mut seen = seal.exp_string("Passphrase of the document: ").unwrap();
    seal.send_line("correct horse").unwrap();
    seen.push_str(&seal.exp_string("The same again: ").unwrap());
    seal.send_line("correct horse").unwrap();
    seen.push_str(&seal.exp_eof().unwrap());
    assert!(!seen.contains("horse"), "{seen}");
    let mut open = terminal(&somebody, &["open", "-p", "sealed"]);
    open.exp_string("Passphrase of the document: ").unwrap();
    open.send_line("correct horse").unwrap();
    assert!(open.exp_eof().unwrap().contains("Dear all"));
}

#[test]
fn what_is_opened_does_nothing_to_a_terminal() {
    let (alice, bob) = pair();
    let sealed = |content: &[u8]| {
        let run = alice.run(&["seal", "-r", "bob"]).write_stdin(content).assert().success();
        fs::write(bob.path("sealed"), &run.get_output().stdout).unwrap();
    };
    sealed(b"\x1b[31mred\x1b]0;title\x07 \xc2\x9b32m end");
    let seen = terminal(&bob, &["open", "sealed"]).exp_eof().unwrap();
    assert!(seen.contains("\\u{1b}[31mred") && seen.contains("end"), "{seen}");
    assert!(!seen.contains(['\x1b', '\x07', '\u{9b}']), "{seen}");
    sealed(b"\xff\x00binary");
    let seen = terminal(&bob, &["open", "sealed"]).exp_eof().unwrap();
    assert!(seen.contains("-o FILE") && !seen.contains("binary"), "{seen}");
}

#[test]
fn what_is_sealed_does_not_fill_a_terminal() {
    let (alice, _bob) = pair();
    fs::write(alice.path("letter"), "Dear Bob").unwrap();
    let seen = terminal(&alice, &["seal", "letter", "-r", "bob"]).exp_eof().unwrap();
    assert!(seen.contains("--armor"), "{seen}");
    let seen = terminal(&alice, &["seal", "letter", "-r", "bob", "--armor"]).exp_eof().unwrap();
    assert!(seen.contains("?SR1:"), "{seen}");
}

#[test]
fn progress_is_shown_on_a_terminal_alone() {
    let (alice, _bob) = pair();
    File::create(alice.path("large")).unwrap().set_len(1 << 24).unwrap();
    let words = ["seal", "large", "-r", "bob", "-o", "sealed", "--force"];
    let seen = terminal(&alice, &words).exp_eof().unwrap();
    assert!(seen.contains("16.00 MiB") && seen.contains("left"), "{seen}");
    alice.run(&words).assert().success().stdout("").stderr("");
}

#[test]
fn an_interrupted_job_leaves_nothing_behind() {
    let (alice, _bob) = pair();
    // Larger than what can be sealed until the signal comes, and it takes no room.
    File::create(alice.path("large")).unwrap().set_len(1 << 40).unwrap();
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("subrosa"));
    command.args(["seal", "large", "-r", "bob", "-o", "sealed"]).current_dir(alice.folder());
    command.env("HOME", alice.folder()).env("XDG_DATA_HOME", alice.folder().join("data"));
    let mut child = command.stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    let entries = || fs::read_dir(alice.folder()).unwrap().count();
    let before = 3;
    while entries() == before {
        assert!(begun.elapsed().as_millis() < u128::from(MS), "it does not begin");
        sleep(Duration::from_millis(2));
    }
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(entries(), before);
}

#[test]
fn an_interrupted_prompt_gives_the_terminal_its_echo_back() {
    let somebody = Person::without_key();
    fs::write(somebody.path("letter"), "x").unwrap();
    let program = assert_cmd::cargo::cargo_bin!("subrosa");
    let prompt = format!("echo $$ > pid; exec {} seal -p letter -o sealed", program.display());
    // Typed, and sent from elsewhere.
    for by_key in [true, false] {
        let mut shell = Command::new("sh");
        shell.current_dir(somebody.folder()).env("HOME", somebody.folder()).args(["-c"]);
        shell.arg(format!("trap : INT; stty echo; sh -c '{prompt}'; echo code $?; stty -a"));
        let mut shell = spawn_command(shell, Some(MS)).unwrap();
        shell.exp_string("Passphrase of the document: ").unwrap();
        // The prompt stands before it is listened to.
        sleep(Duration::from_millis(200));
        if by_key {
            shell.send_control('c').unwrap();
        } else {
            let pid = fs::read_to_string(somebody.path("pid")).unwrap();
            assert!(Command::new("kill").arg(pid.trim()).status().unwrap().success());
        }
        let seen = shell.exp_eof().unwrap();
        assert!(seen.contains("code 130") && seen.contains(" echo "), "{by_key}: {seen}");
        assert!(!somebody.path("sealed").exists());
    }
}
