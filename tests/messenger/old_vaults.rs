//! Vaults of earlier builds, and what a later build has put into one.
//!
//! `tests/vault/messenger-1` is from the first build whose records are in CBOR, `messenger-2` from one
//! that keeps the last texts shown with their peer (layout 2), `messenger-3` from the first that
//! acknowledges by receipts (layout 4). They never change. The next one is written by
//! `SUBROSA_WRITE_FIXTURE=4 cargo test --test messenger old_vaults -- --ignored`.

use super::noticed::other_handle;
use super::people::*;
use super::records::{Fields, text};
use cbor4ii::core::Value;
use std::path::{Path, PathBuf};
use std::{env, fs};
use subrosa::messenger::{
    Action, EventKind, MessengerError, Mode, Notice, Origin, Setting, Stage, State, Trust, Verdict,
};
use subrosa::vault::{Durability, Table};

const FILES: [&str; 5] =
    ["alice.vault", "alice.vault-generation", "bob.vault", "bob.vault-generation", "lines.txt"];

fn fixture(number: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/vault/messenger-{number}"))
}

/// Alice with everything that a vault can hold, and Bob, whom she talks with. Gives lines of Bob: one
/// that she waits for, one that she has read, and the end of a long text.
fn make(folder: &Folder) -> [String; 3] {
    let (mut a, mut b) = private_pair(folder);
    for who in [&mut a, &mut b] {
        who.messenger.set(ACCOUNT, Setting::Burst, 1_000).unwrap();
    }
    a.messenger.set(ACCOUNT, Setting::LongTextLines, 20).unwrap();
    let cards = vec![a.do_with("bob", Action::ShareCard), b.do_with("alice", Action::ShareCard)];
    carry(&mut a, &mut b, cards);
    pass(&mut a, &mut b, 5);

    // One line arrives twenty before it.
    let mut lines = |words: &str| b.say("alice", words).lines.into_iter().map(|(_, line)| line);
    let missing = lines("it was missing").next().unwrap();
    for _ in 0..20 {
        let _lost = lines("lost");
    }
    let read = lines("read and confirmed").next().unwrap();
    assert_eq!(a.hear("bob", &read).texts(), ["read and confirmed"]);
    let mut long: Vec<String> = lines(&"long ".repeat(400)).collect();
    let last = long.pop().unwrap();
    for line in &long {
        a.hear("bob", line);
    }
    let line = lines("not confirmed").next().unwrap();
    let outcome = a.messenger.incoming(ACCOUNT, "bob", line.as_bytes(), Origin::default());
    assert_eq!(a.see(&outcome, false).texts(), ["not confirmed"]);

    let mut carol = Somebody::new(folder, &a.clock, "carol", 3);
    let mut dave = Somebody::new(folder, &a.clock, "dave", 4);
    let mut erin = Somebody::new(folder, &a.clock, "erin", 5);
    for other in [&mut carol, &mut dave, &mut erin] {
        other.messenger.set_known(ACCOUNT, "alice", true).unwrap();
        let start = a.do_with(&other.address.clone(), Action::Start);
        carry(&mut a, other, vec![start]);
    }
    verify(&mut a, "carol", &carol);
    a.do_with("dave", Action::Block);
    assert_eq!(a.say("carol", "never arrives").verdict, Verdict::Taken);
    let ended = carol.do_with("alice", Action::End);
    carry(&mut a, &mut carol, vec![ended]);
    let elsewhere = Folder::new();
    let mut other = Somebody::new(&elsewhere, &a.clock, "erin", 6);
    let ended = erin.do_with("alice", Action::End);
    carry(&mut a, &mut erin, vec![ended]);
    a.clock.advance(100_000);
    other.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    a.hear("erin", &other.hear("alice", "?SR1?").lines[0].1);
    a.messenger.set_mode(ACCOUNT, "grace", Some(Mode::Required)).unwrap();
    assert_eq!(a.say("grace", "held until it is private").verdict, Verdict::Held);
    a.do_with("frank", Action::Start);

    let _own = a.messenger.give_identity("work", None);
    a.messenger.set("work", Setting::Mode, Mode::Required as i64).unwrap();
    a.messenger.set("work", Setting::CaseMapping, 2).unwrap();
    let _gone = a.messenger.online(ACCOUNT, false);
    assert_eq!(a.say("bob", "written while offline").verdict, Verdict::Taken);
    [missing, read, last]
}

#[test]
#[ignore = "writes a fixture, where SUBROSA_WRITE_FIXTURE says which"]
fn write_a_fixture() {
    let Some(number) = env::var_os("SUBROSA_WRITE_FIXTURE") else { return };
    let to = fixture(&number.to_string_lossy());
    let folder = Folder::new();
    let lines = make(&folder);
    fs::write(folder.0.join("lines.txt"), lines.join("\n")).unwrap();
    fs::create_dir_all(&to).unwrap();
    for file in FILES {
        let log = folder.0.join(format!("{file}-wal"));
        if log.exists() {
            // What was long was left to the next run. Closing moves it.
            let vault = rusqlite::Connection::open(folder.0.join(file)).unwrap();
            vault.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
        }
        assert!(!log.exists());
        fs::copy(folder.0.join(file), to.join(file)).unwrap();
    }
}

/// The vaults of a fixture in a folder of their own, some minutes later, and Bob's lines.
fn copy(number: &str, folder: &Folder) -> (Somebody, Somebody, Vec<String>) {
    for file in FILES {
        fs::copy(fixture(number).join(file), folder.0.join(file)).unwrap();
    }
    let lines = fs::read_to_string(folder.0.join("lines.txt")).unwrap();
    let clock = TestClock::new();
    clock.advance(600_000);
    let open = |name: &str, seed| {
        Somebody::opened(&clock, folder.0.join(format!("{name}.vault")), name, seed)
    };
    (open("alice", 901), open("bob", 902), lines.lines().map(str::to_owned).collect())
}

fn verify(a: &mut Somebody, peer: &str, other: &Somebody) {
    let who = *other.messenger.identity().unwrap().fingerprint();
    let outcome = a.messenger.contact_do(ACCOUNT, peer, Action::Verify, Some(&who));
    assert!(outcome.error.is_none(), "{:?}", outcome.error);
}

fn trust(somebody: &mut Somebody, peer: &str) -> Trust {
    match &somebody.messenger.contact(ACCOUNT, peer).events[0].kind {
        EventKind::Contact(info) => info.trust,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_vault_of_every_earlier_build_opens_and_has_all_that_was_in_it() {
    for number in ["1", "2", "3"] {
        let folder = Folder::new();
        let (mut a, mut b, lines) = copy(number, &folder);
        let _ = b.attach();
        let seen = a.attach();
        assert_eq!(seen.texts(), ["not confirmed"]);
        assert!(seen.shown[0].repeated);
        let states = [
            ("bob", State::Private, Trust::FirstUse),
            ("carol", State::Ended, Trust::Verified),
            ("dave", State::Blocked, Trust::FirstUse),
            ("erin", State::Alarm, Trust::Changed),
            ("frank", State::Asked, Trust::None),
        ];
        for (peer, state, trusted) in states {
            assert_eq!((a.state(peer), trust(&mut a, peer)), (state, trusted), "{peer}");
        }
        assert_eq!(a.messenger.get(ACCOUNT, Setting::Burst).unwrap(), 1_000);
        assert_eq!(a.messenger.get(ACCOUNT, Setting::LongTextLines).unwrap(), 20);

        let texts = a.messenger.texts(ACCOUNT, None);
        let stages: Vec<(&str, Stage)> = texts.events.iter().filter_map(stage).collect();
        assert!(stages.contains(&("grace", Stage::Held)), "{stages:?}");
        assert!(stages.contains(&("carol", Stage::Lost)), "{stages:?}");
        assert!(stages.iter().any(|(peer, _)| *peer == "bob"), "{stages:?}");
        assert_eq!(a.say("grace", "nothing in clear").verdict, Verdict::Held);

        // Keys that were stored, and those that are gone.
        assert_eq!(a.hear("bob", &lines[0]).texts(), ["it was missing"]);
        assert!(a.hear("bob", &lines[1]).texts().is_empty());
        assert_eq!(a.hear("bob", &lines[2]).texts(), ["long ".repeat(400)]);
        // The session goes on, both ways.
        let first = vec![seen, a.tick(), a.say("bob", "and on")];
        let (_, to_bob) = carry(&mut a, &mut b, first);
        let words: Vec<&str> = to_bob.iter().map(|show| show.text.as_str()).collect();
        assert!(words.contains(&"written while offline") && words.contains(&"and on"), "{words:?}");
        let said = b.say("alice", "back");
        let (to_alice, _) = carry(&mut a, &mut b, vec![said]);
        assert_eq!(to_alice.last().unwrap().text, "back");
        // What is sent from now on is acknowledged, what was on its way comes again and is shown once.
        pass(&mut a, &mut b, 5);
        let waiting = a.messenger.texts(ACCOUNT, Some("bob")).events;
        let mut waiting = waiting.iter().filter_map(|event| match &event.kind {
            EventKind::Progress(progress) => progress.text.as_deref(),
            _ => None,
        });
        assert!(waiting.all(|text| text != b"and on"), "it is delivered at once");
        let mut seen: Vec<Seen> = Vec::new();
        let mut shown = Vec::new();
        for _ in 0..20 {
            a.clock.advance(10_000);
            seen.extend([a.tick(), b.tick()]);
            let first = seen.drain(..).inspect(|seen| assert!(!told_of_a_copy(seen))).collect();
            let (to_alice, to_bob) = carry(&mut a, &mut b, first);
            shown.extend(to_alice.into_iter().chain(to_bob));
        }
        assert!(shown.iter().all(|show| show.text.starts_with("lost")), "{shown:?}");
        for (somebody, peer) in [(&mut a, "bob"), (&mut b, "alice")] {
            let waiting = somebody.messenger.texts(ACCOUNT, Some(peer)).events;
            assert!(waiting.is_empty(), "{peer}: {waiting:?}");
        }

        // A document can be sealed to Bob, and the other account is another person.
        let bob = *b.messenger.identity().unwrap().fingerprint();
        assert!(a.messenger.recipient(ACCOUNT, "bob").is_ok_and(|to| *to.fingerprint() == bob));
        let own = *a.messenger.identity().unwrap().fingerprint();
        assert_ne!(*a.messenger.identity_of("work").unwrap().fingerprint(), own);
        let _ = a.messenger.attach("work", plain()).unwrap();
        assert_eq!(a.messenger.get("work", Setting::Mode).unwrap(), Mode::Required as i64);
        assert_eq!(a.messenger.get("work", Setting::CaseMapping).unwrap(), 2);
    }
}

fn told_of_a_copy(seen: &Seen) -> bool {
    let copy = |event: &subrosa::messenger::Event| {
        matches!(event.kind, EventKind::Notice(Notice::CopyOfOurs | Notice::CopyOfTheirs))
    };
    seen.events.iter().any(copy)
}

fn stage(event: &subrosa::messenger::Event) -> Option<(&str, Stage)> {
    match &event.kind {
        EventKind::Progress(progress) => Some((event.peer.as_str(), progress.stage)),
        _ => None,
    }
}

/// Changes a record as a later build might have written it.
fn change(somebody: &Somebody, place: &Place, with: impl FnOnce(&mut Fields)) {
    let (table, group, key) = place;
    let mut vault = other_handle(somebody);
    let mut transaction = vault.begin(Durability::Power).unwrap();
    let mut record = Fields::read(&transaction.get(*table, group, key).unwrap().unwrap());
    with(&mut record);
    let random = &mut super::pair::SeededRandom::new(77);
    transaction.put(*table, group, key, &record.row(), random).unwrap();
    transaction.commit().unwrap();
}

fn record(somebody: &Somebody, (table, group, key): &Place) -> Fields {
    let mut vault = other_handle(somebody);
    let transaction = vault.begin(Durability::Process).unwrap();
    Fields::read(&transaction.get(*table, group, key).unwrap().unwrap())
}

/// Table, group and key.
type Place = (Table, Vec<u8>, Vec<u8>);

#[test]
fn what_a_later_build_has_added_to_a_record_is_there_after_it_was_written_anew() {
    let folder = Folder::new();
    let (mut a, b, _) = copy("1", &folder);
    let bob = b.messenger.identity().unwrap().fingerprint().as_bytes().to_vec();
    let account = ACCOUNT.as_bytes().to_vec();
    let places: [Place; 5] = [
        (Table::Account, Vec::new(), account.clone()),
        (Table::Contact, Vec::new(), bob.clone()),
        (Table::Address, account.clone(), b"bob".to_vec()),
        (Table::Peer, account.clone(), bob),
        (Table::Installation, account, Vec::new()),
    ];
    let later = Value::Map(vec![(text("colour"), Value::Array(vec![text("red"), Value::Null]))]);
    for place in &places {
        change(&a, place, |record| record.set("later", later.clone()));
    }
    let before = places.clone().map(|place| record(&a, &place));
    a.attach();
    a.messenger.set(ACCOUNT, Setting::Burst, 7).unwrap();
    verify(&mut a, "bob", &b);
    a.messenger.set_mode(ACCOUNT, "bob", Some(Mode::Required)).unwrap();
    a.say("bob", "a text");
    a.messenger.set_known(ACCOUNT, "heidi", true).unwrap();
    assert_eq!(a.hear("heidi", "?SR1?").lines.len(), 1);
    for (place, before) in places.iter().zip(before) {
        let after = record(&a, place);
        assert_eq!(after.get("later"), Some(&later), "{place:?}");
        assert_ne!(after.row(), before.row(), "{place:?} is written anew");
    }
}

#[test]
fn a_record_of_a_newer_version_lets_nothing_out_in_clear() {
    for table in [Table::Account, Table::Address] {
        let folder = Folder::new();
        let (mut a, _, _) = copy("1", &folder);
        let account = ACCOUNT.as_bytes().to_vec();
        let place = match table {
            Table::Account => (table, Vec::new(), account),
            _ => (table, account, b"bob".to_vec()),
        };
        change(&a, &place, |record| record.version = 2);
        let attached = a.messenger.attach(ACCOUNT, plain());
        let error = attached.map(|outcome| outcome.error);
        let is_newer =
            |error: &MessengerError| matches!(error, MessengerError::NewerRecord { found: 2, .. });
        match &error {
            Err(error) | Ok(Some(error)) => assert!(is_newer(error), "{error:?}"),
            Ok(None) => panic!("{table:?} was read"),
        }
        let said = a.say("bob", "in clear?");
        assert_ne!(said.verdict, Verdict::Pass, "{table:?}");
    }
}
