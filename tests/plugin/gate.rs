//! Where the vault cannot be opened there is a frontend all the same: it refuses, shows, says why,
//! and goes on when it can.

use crate::people::{Folder, TestClock, environment};
use crate::rig::{codes, say};
use std::path::PathBuf;
use subrosa::crypto::OsRandom;
use subrosa::messenger::{Messenger, Origin};
use subrosa::plugin::{Event, EventKind, Frontend, Hint, Outcome, Verdict};
use subrosa::vault::Vault;

const ACCOUNT: &str = "irc";

/// Somebody whose vault is at a path, and who begins and ends programs.
struct Owner {
    path: PathBuf,
    clock: TestClock,
    seed: u64,
}

impl Owner {
    fn new(folder: &Folder, name: &str, seed: u64) -> Self {
        Self { path: folder.0.join(name), clock: TestClock::new(), seed }
    }

    fn open(&mut self) -> Frontend {
        self.seed += 100;
        Frontend::open(&self.path, "", environment(&self.clock, self.seed)).unwrap()
    }

    fn attach(&mut self, host: &mut Frontend) -> Vec<Event> {
        let outcome = host.attach(ACCOUNT, "plain", "interval-ms=0");
        walk(host, outcome)
    }

    /// What stands in the folder of the vault for it.
    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let all = std::fs::read_dir(self.path.parent().unwrap()).unwrap();
        let name = self.path.file_name().unwrap().to_str().unwrap().to_owned();
        let mine = all.map(|entry| entry.unwrap().path()).filter(|path| {
            path.is_file() && path.file_name().unwrap().to_str().unwrap().starts_with(&name)
        });
        mine.map(|path| (path.clone(), std::fs::read(&path).unwrap())).collect()
    }

    /// Puts the database back as it was, and not the file beside it that tells of what followed.
    fn set_back(&self, files: &[(PathBuf, Vec<u8>)]) {
        let database = ["alice", "alice-wal", "alice-shm"];
        let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
        let kept = |path: &PathBuf| !database.contains(&name(path).as_str());
        for (path, _) in self.files().into_iter().filter(|(path, _)| !kept(path)) {
            std::fs::remove_file(path).unwrap();
        }
        for (path, bytes) in files.iter().filter(|(path, _)| !kept(path)) {
            std::fs::write(path, bytes).unwrap();
        }
    }
}

fn walk(host: &mut Frontend, mut outcome: Outcome) -> Vec<Event> {
    let mut seen = Vec::new();
    while let Some(event) = outcome.next(host) {
        seen.push(event.clone());
    }
    seen
}

fn lines(events: &[Event]) -> Vec<String> {
    let line = |event: &Event| match &event.kind {
        EventKind::Send(send) => Some(send.line.clone()),
        _ => None,
    };
    events.iter().filter_map(line).collect()
}

fn types(host: &mut Frontend, text: &str) -> (Verdict, Vec<Event>) {
    let outcome = host.outgoing(ACCOUNT, "bob", text.as_bytes(), Origin::default());
    (outcome.verdict, walk(host, outcome))
}

fn hears(host: &mut Frontend, text: &str) -> (Verdict, Vec<Event>) {
    let outcome = host.incoming(ACCOUNT, "bob", text.as_bytes(), Origin::default(), 0);
    (outcome.verdict, walk(host, outcome))
}

/// Alice's vault as it was before she asked to talk in private, while the file beside it knows more.
fn set_back(folder: &Folder) -> Owner {
    let mut alice = Owner::new(folder, "alice", 1);
    let mut host = alice.open();
    alice.attach(&mut host);
    drop(host);
    let before = alice.files();
    let mut host = alice.open();
    alice.attach(&mut host);
    let outcome = host.command(ACCOUNT, "carol", "start");
    walk(&mut host, outcome);
    drop(host);
    alice.set_back(&before);
    alice
}

#[test]
fn a_vault_that_was_set_back_refuses_what_is_typed_and_asks_at_once() {
    let folder = Folder::new();
    let mut alice = set_back(&folder);
    let mut host = alice.open();
    let outcome = host.opening();
    let said = walk(&mut host, outcome);
    let asked = said.iter().find_map(say).unwrap();
    assert_eq!((asked.code, asked.question != 0), ("ask-older", true));
    assert!(asked.sentence.contains("alice-generation"), "{}", asked.sentence);
    let words: Vec<_> = asked.choices.iter().map(|choice| (choice.word, choice.risk)).collect();
    assert_eq!(words, [("later", false), ("go-on", true)]);
    let said = alice.attach(&mut host);
    assert_eq!(codes(&said), ["ask-older"], "what is open is asked again at attach");
    assert!(host.messenger().is_err());
    let outcome = host.attach("second", "plain", "");
    walk(&mut host, outcome);
    let outcome = host.outgoing("second", "bob", b"secret?", Origin::default());
    assert_eq!(codes(&walk(&mut host, outcome)), ["refused-closed"], "also without settings");
    let (verdict, said) = types(&mut host, "secret?");
    assert_eq!((verdict, codes(&said)), (Verdict::Refused, vec!["refused-closed"]));
    assert_eq!(said.iter().find_map(say).unwrap().text.as_ref().unwrap().as_slice(), b"secret?");
    let notice = Origin { notice: true, ..Origin::default() };
    let mut outcome = host.outgoing(ACCOUNT, "bob", b"away", notice);
    assert!(outcome.verdict == Verdict::Refused && outcome.next(&mut host).is_none());
    assert!(!host.may_send(ACCOUNT, "bob", b"secret?"));
    let outcome = host.command(ACCOUNT, "bob", "start");
    assert_eq!(codes(&walk(&mut host, outcome)), ["ask-older"]);
    assert_eq!(hears(&mut host, "hello").0, Verdict::Pass);
    assert_eq!(hears(&mut host, "what does ?SR1? mean?").0, Verdict::Pass);
    assert_eq!(host.wake_ms(), None, "no tick helps");
}

#[test]
fn after_the_word_everything_that_was_told_meanwhile_counts() {
    let folder = Folder::new();
    let mut alice = set_back(&folder);
    let mut host = alice.open();
    alice.attach(&mut host);
    let outcome = host.set(ACCOUNT, "mode=automatic");
    walk(&mut host, outcome);
    let outcome = host.hint(ACCOUNT, "bob", Hint::Known, true);
    walk(&mut host, outcome);
    let (verdict, seen) = hears(&mut host, "?SR1? Shall we?");
    assert_eq!((verdict, seen.len()), (Verdict::Taken, 0), "a line of ours is hidden, and kept");
    let outcome = host.command(ACCOUNT, "", "go-on");
    let seen = walk(&mut host, outcome);
    assert!(codes(&seen).contains(&"gone-on"), "{seen:?}");
    assert_eq!(lines(&seen).len(), 1, "Bob is on the list, and is answered");
    assert_eq!(types(&mut host, "in clear").0, Verdict::Pass);
    let outcome = host.command(ACCOUNT, "", "go-on");
    assert_eq!(codes(&walk(&mut host, outcome)), ["nothing-to-decide"]);
    drop(host);
    let mut host = alice.open();
    assert!(codes(&alice.attach(&mut host)).is_empty(), "the next run asks nothing");
}

#[test]
fn the_button_does_what_the_word_does_and_later_leaves_everything_as_it_is() {
    let folder = Folder::new();
    let mut alice = set_back(&folder);
    let mut host = alice.open();
    let question = |seen: &[Event]| seen.iter().find_map(say).unwrap().question;
    let outcome = host.opening();
    let first = question(&walk(&mut host, outcome));
    let outcome = host.answer(first, "later");
    walk(&mut host, outcome);
    assert_eq!(types(&mut host, "still closed").0, Verdict::Refused);
    let again = question(&alice.attach(&mut host));
    let outcome = host.answer(again, "go-on");
    assert!(codes(&walk(&mut host, outcome)).contains(&"gone-on"));
    assert_eq!(types(&mut host, "open").0, Verdict::Pass);
}

#[test]
fn a_file_that_is_no_vault_any_more_leaves_a_frontend_that_refuses() {
    let folder = Folder::new();
    let mut alice = Owner::new(&folder, "alice", 1);
    drop(alice.open());
    let mut bytes = std::fs::read(&alice.path).unwrap();
    let middle = bytes.len() / 2;
    bytes.truncate(middle);
    bytes.iter_mut().skip(100).for_each(|byte| *byte ^= 0x5a);
    std::fs::write(&alice.path, bytes).unwrap();
    let mut host = alice.open();
    let outcome = host.opening();
    assert_eq!(codes(&walk(&mut host, outcome)).len(), 1);
    alice.attach(&mut host);
    assert_eq!(types(&mut host, "x").0, Verdict::Refused);
    let outcome = host.command(ACCOUNT, "", "go-on");
    assert!(
        !codes(&walk(&mut host, outcome)).contains(&"gone-on"),
        "there is nothing to go on with"
    );
    assert_eq!(types(&mut host, "x").0, Verdict::Refused);
}

#[test]
fn a_vault_that_is_busy_opens_with_a_later_tick_and_reads_what_came() {
    let folder = Folder::new();
    let mut alice = Owner::new(&folder, "alice", 1);
    drop(alice.open());
    let lock = exclusive(&alice.path);
    let mut host = alice.open();
    let outcome = host.opening();
    assert_eq!(codes(&walk(&mut host, outcome)), ["closed-busy"]);
    alice.attach(&mut host);
    let outcome = host.hint(ACCOUNT, "bob", Hint::Known, true);
    walk(&mut host, outcome);
    assert_eq!(hears(&mut host, "?SR1?").0, Verdict::Taken);
    assert!(host.wake_ms().is_some_and(|wait| wait <= 50), "{:?}", host.wake_ms());
    alice.clock.advance(50);
    let outcome = host.tick();
    assert!(walk(&mut host, outcome).is_empty(), "the same reason is said once");
    drop(lock);
    alice.clock.advance(1_000);
    let outcome = host.tick();
    let seen = walk(&mut host, outcome);
    assert_eq!((codes(&seen), lines(&seen).len()), (vec!["opened"], 1));
    assert_eq!(types(&mut host, "hello").0, Verdict::Pass);
}

/// Another program that has the vault for itself.
pub fn exclusive(path: &std::path::Path) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(path).unwrap();
    connection.pragma_update(None, "locking_mode", "exclusive").unwrap();
    connection.execute_batch("begin exclusive").unwrap();
    connection
}

#[test]
fn an_account_that_was_given_back_while_the_vault_was_closed_is_not_used() {
    let folder = Folder::new();
    let mut alice = set_back(&folder);
    let mut host = alice.open();
    alice.attach(&mut host);
    let outcome = host.rename_account(ACCOUNT, "other");
    walk(&mut host, outcome);
    let outcome = host.detach("other");
    assert!(outcome.error.is_none());
    walk(&mut host, outcome);
    let outcome = host.command("other", "", "go-on");
    walk(&mut host, outcome);
    let attached = host.messenger().unwrap().attached().count();
    assert_eq!(attached, 0);
}

#[test]
fn a_vault_with_a_passphrase_that_was_set_back_asks_when_it_is_unlocked() {
    let folder = Folder::new();
    let mut alice = Owner::new(&folder, "alice", 1);
    let protect = |path: &std::path::Path, clock: &TestClock| {
        let mut messenger = Messenger::open(path, None, environment(clock, 7)).unwrap();
        messenger.protect(&subrosa::vault::Protection::Passphrase(b"word")).unwrap();
    };
    protect(&alice.path, &alice.clock);
    let before = alice.files();
    let mut vault = Vault::open(&alice.path).unwrap();
    vault.unlock(&subrosa::vault::Protection::Passphrase(b"word")).unwrap();
    let mut tx = vault.begin(subrosa::vault::Durability::Power).unwrap();
    tx.put(subrosa::vault::Table::Account, &[], b"x", b"y", &mut OsRandom).unwrap();
    tx.restricts();
    tx.commit().unwrap();
    drop(vault);
    alice.set_back(&before);
    let mut host = alice.open();
    let said = alice.attach(&mut host);
    assert_eq!(codes(&said), ["ask-unlock"]);
    let unlock = |host: &mut Frontend| {
        let outcome = host.command(ACCOUNT, "", "unlock word");
        walk(host, outcome);
        let mut said = Vec::new();
        for _ in 0..2_000 {
            let outcome = host.tick();
            said.extend(codes(&walk(host, outcome)));
            if !said.is_empty() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        said
    };
    assert_eq!(unlock(&mut host), ["ask-older"]);
    let outcome = host.command(ACCOUNT, "", "go-on");
    assert_eq!(codes(&walk(&mut host, outcome)), ["gone-on", "ask-unlock"]);
    assert_eq!(unlock(&mut host), ["unlocked"]);
    assert_eq!(types(&mut host, "open").0, Verdict::Pass);
}

#[test]
fn raw_lines_wait_for_the_vault_and_for_the_server() {
    let folder = Folder::new();
    let mut alice = Owner::new(&folder, "alice", 1);
    drop(alice.open());
    let lock = exclusive(&alice.path);
    let mut host = alice.open();
    let outcome = host.attach("net", "irc", "interval-ms=0");
    walk(&mut host, outcome);
    let out = |host: &mut Frontend, line: &str| {
        let outcome = host.irc_out("net", line.as_bytes());
        (outcome.verdict, walk(host, outcome))
    };
    for (line, expected) in [
        ("NICK alice", Verdict::Pass),
        ("USER alice 0 * :Alice", Verdict::Pass),
        ("PRIVMSG #room :hello", Verdict::Pass),
        ("PRIVMSG bob :secret", Verdict::Refused),
        ("PRIVMSG bob,carol :secret", Verdict::Refused),
        ("X bob :secret", Verdict::Refused),
        ("TAGMSG bob", Verdict::Refused),
    ] {
        assert_eq!(out(&mut host, line).0, expected, "{line}");
    }
    let read = |host: &mut Frontend, line: &str| {
        let outcome = host.irc_in("net", line.as_bytes(), 0);
        (outcome.verdict, lines(&walk(host, outcome)).len())
    };
    assert_eq!(read(&mut host, ":bob!b@h PRIVMSG alice :hello").0, Verdict::Pass);
    drop(lock);
    alice.clock.advance(1_000);
    let outcome = host.tick();
    walk(&mut host, outcome);
    let (_, seen) = out(&mut host, "SUBROSA start bob");
    let mut sent = lines(&seen);
    for _ in 0..5 {
        alice.clock.advance(2_000);
        let outcome = host.tick();
        sent.extend(lines(&walk(&mut host, outcome)));
    }
    assert!(sent.is_empty(), "the server has not greeted: {sent:?}");
    let greeted = read(&mut host, ":s 001 alice :Welcome");
    alice.clock.advance(2_000);
    let outcome = host.tick();
    assert_eq!(greeted.1 + lines(&walk(&mut host, outcome)).len(), 1);
}
