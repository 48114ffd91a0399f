//! Changes of the code that no test noticed once. Each test here fails when the line that it is about
//! is taken out.

use super::keys::*;
use super::pair::Person;
use super::people::*;
use std::sync::atomic::Ordering;
use subrosa::messenger::{Action, Origin, Profile, Question, Setting, State, TextAction, Verdict};
use subrosa::vault::{Durability, Protection, Table, Vault};

/// Another handle on somebody's vault, as another process has one.
pub fn other_handle(somebody: &Somebody) -> Vault {
    let mut vault = Vault::open(&somebody.path).unwrap();
    vault.unlock(&Protection::HostKey(&[7; 32])).unwrap();
    vault
}

pub fn history() -> Origin {
    Origin { history: true, ..Origin::default() }
}

pub fn hear_as(somebody: &mut Somebody, from: &str, text: &str, origin: Origin) -> Seen {
    let outcome = somebody.messenger.incoming(ACCOUNT, from, text.as_bytes(), origin);
    somebody.see(&outcome, true)
}

/// The log of somebody's vault.
pub fn log_of(somebody: &Somebody) -> Vec<u8> {
    std::fs::read(format!("{}-wal", somebody.path.display())).unwrap()
}

/// Whether all that was committed survives the machine: an empty lasting commit writes to the log only
/// if something before it was not made to last.
pub fn lasts(somebody: &mut Somebody) -> bool {
    let before = log_of(somebody);
    somebody.messenger.begin_batch().unwrap();
    // Something to tell: a batch without it needs no disk.
    let nothing = somebody.messenger.outgoing("nowhere", "nobody", b"x", Origin::default());
    assert_eq!(nothing.verdict, Verdict::Refused);
    let ended = somebody.messenger.end_batch();
    assert!(ended.error.is_none() && !ended.events.is_empty());
    log_of(somebody) == before
}

/// A call that gives lines out, made once: they are there, and what they depend on lasts.
fn gives_out(
    somebody: &mut Somebody,
    what: &str,
    call: impl FnOnce(&mut Somebody) -> Seen,
) -> Seen {
    assert!(lasts(somebody) || lasts(somebody), "what was before lasts now");
    let before = log_of(somebody);
    let seen = call(somebody);
    assert!(!seen.lines.is_empty(), "{what} gives lines out");
    assert!(log_of(somebody) != before, "{what} writes something");
    assert!(lasts(somebody), "{what}: it lasts before a line leaves");
    seen
}

#[test]
fn what_only_came_in_is_left_to_the_system_to_write() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let line = a.say("bob", "hello").lines[0].1.clone();
    let _ = lasts(&mut b);
    assert!(lasts(&mut b));
    b.hear("alice", &line);
    assert!(!lasts(&mut b), "so that the tests below are tests");
}

#[test]
fn what_a_line_depends_on_lasts_before_it_is_given_out() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let sent = gives_out(&mut a, "a text", |a| a.say("bob", "hello"));
    b.hear("alice", &sent.lines[0].1);
    b.clock.advance(5_000);
    gives_out(&mut b, "an acknowledgement", Somebody::tick);
    a.messenger.set_known(ACCOUNT, "carol", true).unwrap();
    gives_out(&mut a, "an answer", |a| a.hear("carol", "?SR1?"));
    gives_out(&mut a, "a start", |a| a.do_with("dave", Action::Start));
    let long = "a long text\n".repeat(400);
    assert_eq!(a.say("bob", &long).verdict, Verdict::Taken);
    gives_out(&mut a, "a long text", |a| {
        let outcome = a.messenger.texts_do(ACCOUNT, "bob", TextAction::Send);
        assert!(outcome.error.is_none(), "{:?}", outcome.error);
        a.see(&outcome, true)
    });
    gives_out(&mut a, "an end", |a| a.do_with("bob", Action::End));
}

#[test]
fn what_lines_depend_on_lasts_when_the_connection_or_the_program_is_back() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    let _ = a.messenger.online(ACCOUNT, false);
    a.say("bob", "while offline");
    let outcome = a.messenger.online(ACCOUNT, true);
    assert!(!a.see(&outcome, true).lines.is_empty() && lasts(&mut a), "online");
    let _ = a.messenger.online(ACCOUNT, false);
    a.say("bob", "kept over night");
    let seen = a.restart(true);
    let told = if seen.lines.is_empty() { a.tick() } else { seen };
    assert!(!told.lines.is_empty() && lasts(&mut a), "after a restart");
}

#[test]
fn a_rename_lasts_before_the_host_is_told() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    let _ = lasts(&mut a);
    let before = log_of(&a);
    let outcome = a.messenger.rename(ACCOUNT, "bob", "bob_");
    assert!(outcome.error.is_none() && log_of(&a) != before);
    assert!(lasts(&mut a));
}

#[test]
fn memory_that_is_doubted_is_loaded_anew() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let mut other = other_handle(&a);
    a.messenger.set(ACCOUNT, Setting::Mode, 3).unwrap();
    let transaction = other.begin(Durability::Process).unwrap();
    let required = transaction.get(Table::Account, &[], ACCOUNT.as_bytes()).unwrap().unwrap();
    drop(transaction);
    a.messenger.set(ACCOUNT, Setting::Mode, 2).unwrap();
    assert_eq!(a.say("bob", "in clear").verdict, Verdict::Pass);
    // The disk knows something that memory does not.
    let mut random = super::pair::SeededRandom::new(5);
    let mut transaction = other.begin(Durability::Process).unwrap();
    let key = ACCOUNT.as_bytes();
    transaction.put(Table::Account, &[], key, &required, &mut random).unwrap();
    transaction.commit().unwrap();
    a.messenger.doubt_memory();
    assert_eq!(a.say("bob", "held").verdict, Verdict::Held);
    assert_eq!(a.messenger.get(ACCOUNT, Setting::Mode).unwrap(), 3);
}

#[test]
fn what_a_call_that_failed_has_left_in_memory_is_loaded_anew() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    a.messenger.set(ACCOUNT, Setting::Mode, 3).unwrap();
    a.messenger.set(ACCOUNT, Setting::LongTextLines, 15).unwrap();
    a.draws.store(0, Ordering::Relaxed);
    assert!(a.messenger.set(ACCOUNT, Setting::LongTextLines, 27).is_err());
    assert!(a.messenger.set(ACCOUNT, Setting::Mode, 2).is_err());
    a.draws.store(u64::MAX, Ordering::Relaxed);
    assert_eq!(a.say("bob", "held").verdict, Verdict::Held);
    assert_eq!(a.messenger.get(ACCOUNT, Setting::LongTextLines).unwrap(), 15);
    assert_eq!(a.messenger.get(ACCOUNT, Setting::Mode).unwrap(), 3);
}

#[test]
fn lines_that_have_arrived_do_not_go_again_when_the_connection_is_back() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let sent = a.say("bob", "arrives");
    carry(&mut a, &mut b, vec![sent]);
    pass(&mut a, &mut b, 10);
    assert!(a.messenger.texts(ACCOUNT, None).events.is_empty(), "it is acknowledged");
    for online in [false, true] {
        let outcome = a.messenger.online(ACCOUNT, online);
        assert!(a.see(&outcome, true).lines.is_empty());
    }
    a.clock.advance(5_000);
    assert!(a.tick().lines.is_empty());
}

#[test]
fn what_comes_after_a_text_that_waits_is_not_shown_before_it() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let lines: Vec<String> =
        (0..2).map(|n| a.say("bob", &format!("text {n}")).lines[0].1.clone()).collect();
    let mut other = other_handle(&b);
    let busy = other.begin(Durability::Process).unwrap();
    assert_eq!(b.hear("alice", &lines[0]).verdict, Verdict::Taken);
    drop(busy);
    let seen = b.hear("alice", &lines[1]);
    assert_eq!((seen.verdict, seen.shown.len()), (Verdict::Taken, 0));
    b.clock.advance(1_000);
    assert_eq!(b.tick().texts(), ["text 0", "text 1"]);
}

#[test]
fn what_is_typed_after_a_text_that_waits_does_not_leave_before_it() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let mut other = other_handle(&a);
    let busy = other.begin(Durability::Process).unwrap();
    assert_eq!(a.say("bob", "first").verdict, Verdict::Held);
    drop(busy);
    let second = a.say("bob", "second");
    assert_eq!((second.verdict, second.lines.len()), (Verdict::Held, 0));
    a.clock.advance(1_000);
    let seen = a.tick();
    let (_, shown) = carry(&mut a, &mut b, vec![seen]);
    let texts: Vec<&str> = shown.iter().map(|show| show.text.as_str()).collect();
    assert_eq!(texts, ["first", "second"]);
}

#[test]
fn a_handshake_in_a_history_begins_nothing() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let mut b = Somebody::new(&folder, &a.clock, "bob", 2);
    a.do_with("bob", Action::Start);
    assert_eq!(a.say("bob", "held").verdict, Verdict::Held);
    let offer = offer_of(&mut b);
    assert!(hear_as(&mut a, "bob", &offer, history()).lines.is_empty());
    assert_eq!(a.state("bob"), State::Asked);
    for _ in 0..30 {
        a.clock.advance(1_000);
        assert!(a.tick().lines.is_empty());
    }
    assert_eq!(a.messenger.texts(ACCOUNT, Some("bob")).events.len(), 1, "it waits on");
}

#[test]
fn what_waits_for_somebody_absent_goes_when_the_host_says_that_they_are_there() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    a.say("bob", "into the void");
    a.messenger.set_present(ACCOUNT, "bob", false).unwrap();
    for _ in 0..5 {
        a.clock.advance(60_000);
        assert!(a.tick().lines.is_empty());
    }
    a.messenger.set_present(ACCOUNT, "bob", true).unwrap();
    assert!(a.messenger.wake_ms().unwrap() <= 1_000, "at once");
    a.clock.advance(1_000);
    let seen = a.tick();
    let (_, shown) = carry(&mut a, &mut b, vec![seen]);
    assert_eq!(shown[0].text, "into the void");
}

#[test]
fn a_card_that_was_given_in_an_earlier_run_is_not_given_again() {
    let folder = Folder::new();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    let mut b = Somebody::new(&folder, &clock, "bob", 2);
    for somebody in [&mut a, &mut b] {
        somebody.profile = Profile::by_name("xmpp").unwrap();
        somebody.restart(true);
        somebody.messenger.set(ACCOUNT, Setting::ShareCard, 1).unwrap();
        somebody.messenger.set(ACCOUNT, Setting::IntervalMs, 0).unwrap();
    }
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let start = a.do_with("bob", Action::Start);
    carry(&mut a, &mut b, vec![start]);
    pass(&mut a, &mut b, 120);
    assert!(contact(&mut b, "alice")[0].sealable, "the card has come");
    assert!(a.messenger.texts(ACCOUNT, None).events.is_empty());
    let again = a.restart(true);
    assert!(again.lines.is_empty());
    // Alice reads a line of Bob's, which would have her give her card if she had not.
    let line = b.say("alice", "good morning").lines[0].1.clone();
    let mut lines = a.hear("bob", &line).lines;
    for _ in 0..10 {
        a.clock.advance(1_000);
        lines.extend(a.tick().lines);
    }
    assert_eq!(lines.len(), 1, "the acknowledgement, and nothing else");
}

/// Bob's state runs on two machines, and each has sent Alice a text. She has not read the second one,
/// which proves it.
pub fn forked_vault(folder: &Folder) -> (Somebody, Somebody, String) {
    let (mut a, mut b) = private_pair(folder);
    let copy = folder.0.join("copy.vault");
    for suffix in ["", "-wal", "-generation"] {
        let of = |path: &std::path::Path| format!("{}{suffix}", path.display());
        std::fs::copy(of(&b.path), of(&copy)).unwrap();
    }
    let mut restored = Somebody::on(&b.clock, copy, "bob", 99);
    let first = b.say("alice", "from the first").lines[0].1.clone();
    a.hear("bob", &first);
    let evidence = restored.say("alice", "from the copy").lines[0].1.clone();
    (a, b, evidence)
}

/// A stranger who has an Offer of Alice's, and texts of theirs: each is one line, an Init.
fn stranger(a: &mut Somebody, name: &str, seed: u64, text: usize, count: usize) -> Vec<String> {
    a.messenger.set_known(ACCOUNT, name, true).unwrap();
    let offer = a.hear(name, "?SR1?").lines[0].1.clone();
    a.messenger.set_known(ACCOUNT, name, false).unwrap();
    let mut stranger = Person::new(seed);
    stranger.peer.set_line_limit(16_384).unwrap();
    stranger.hear([&offer]);
    let mut line = |n: usize| {
        let lines = stranger.send(&format!("{n} {}", "x".repeat(text)));
        assert_eq!(lines.len(), 1);
        lines[0].clone()
    };
    (0..count).map(&mut line).collect()
}

/// The lines come before the user decides.
fn invite(a: &mut Somebody, name: &str, lines: &[String]) {
    let mut told = 0;
    for line in lines {
        let seen = a.hear(name, line);
        assert!(seen.shown.is_empty() && seen.lines.is_empty());
        told += asked(&seen, Question::Invited).len();
        a.clock.advance(30_000);
    }
    assert_eq!(told, 1, "asked once");
}

/// How many of the texts that came with an invitation are shown when it is accepted.
fn kept(a: &mut Somebody, name: &str) -> usize {
    a.do_with(name, Action::Accept).shown.len()
}

#[test]
fn so_many_lines_of_an_invitation_are_kept_and_no_more() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let lines = stranger(&mut a, "stranger", 7, 10, 12);
    invite(&mut a, "stranger", &lines);
    assert_eq!(kept(&mut a, "stranger"), 8);
}

#[test]
fn so_many_bytes_of_all_invitations_are_kept_and_no_more() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let names = ["one", "two", "three"];
    let mut size = 0;
    for (seed, name) in (7..).zip(names) {
        let lines = stranger(&mut a, name, seed, 11_500, 8);
        // Four characters for three bytes.
        size = (lines[0].trim_start_matches("?SR1:").trim_end_matches('.').len() * 3) / 4;
        invite(&mut a, name, &lines);
    }
    let room = 262_144 / size - 16;
    assert!((1..8).contains(&room), "{size} bytes a line");
    assert_eq!(names.map(|name| kept(&mut a, name)), [8, 8, room]);
}
