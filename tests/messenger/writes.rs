//! How much is written for a line, whatever its sender has left unfinished.

use super::noticed::other_handle;
use super::pair::Person;
use super::people::*;
use std::collections::BTreeMap;
use subrosa::identity::FullCard;
use subrosa::messenger::{Action, Clock, Origin, Setting};
use subrosa::vault::{Durability, Table};

/// Somebody in private with a contact who can say more than a messenger would.
struct Talk {
    a: Somebody,
    bob: Person,
}

impl Talk {
    fn new(folder: &Folder) -> Self {
        let mut a = Somebody::new(folder, &TestClock::new(), "alice", 1);
        a.messenger.set(ACCOUNT, Setting::Burst, 1_000).unwrap();
        let mut bob = Person::new(2);
        bob.now = a.clock.now_ms() / 1_000;
        a.messenger.set_known(ACCOUNT, "bob", true).unwrap();
        let card = FullCard::verify(&a.messenger.card(ACCOUNT).unwrap().to_bytes(), bob.now);
        let card = card.unwrap();
        let init = bob.with(|peer, cx| peer.start(cx, card.card(), None)).unwrap().lines.remove(0);
        let seen = a.hear("bob", &init);
        let mut talk = Self { a, bob };
        talk.carry_back(&seen);
        assert_eq!(talk.say("hello"), ["hello"]);
        talk
    }

    /// A short text of Bob, which is read, confirmed and acknowledged.
    fn say(&mut self, text: &str) -> Vec<String> {
        let line = self.bob.send(text).remove(0);
        let seen = self.a.hear("bob", &line);
        self.carry_back(&seen);
        seen.texts().into_iter().map(str::to_owned).collect()
    }

    fn carry_back(&mut self, seen: &Seen) {
        for (_, line) in &seen.lines {
            drop(self.bob.receive(line));
        }
    }

    /// Of four texts of 64 KiB all but the last line, which is given; a thousand lines are missing
    /// behind that, of which the first is given too.
    fn leave_unfinished(&mut self) -> (Vec<String>, String) {
        let mut last = Vec::new();
        for _ in 0..4 {
            let lines = self.bob.send(&"x".repeat(65_536));
            for line in &lines[..lines.len() - 1] {
                let seen = self.a.hear("bob", line);
                self.carry_back(&seen);
            }
            last.extend(lines.last().cloned());
        }
        let first = self.bob.send("the first that is missing").remove(0);
        for _ in 0..990 {
            let _lost = self.bob.send("lost");
        }
        assert_eq!(self.say("behind it"), ["behind it"]);
        (last, first)
    }

    /// How many bytes of rows one line writes.
    fn cost(&mut self) -> usize {
        let before = rows(&self.a);
        let line = self.bob.send("one more").remove(0);
        let outcome = self.a.messenger.incoming(ACCOUNT, "bob", line.as_bytes(), Origin::default());
        let seen = self.a.see(&outcome, false);
        assert_eq!(seen.texts(), ["one more"]);
        let after = rows(&self.a);
        let written = after.iter().filter(|(name, sealed)| before.get(*name) != Some(sealed));
        written.map(|(_, sealed)| sealed.len()).sum()
    }
}

/// All rows of a vault, by their names. A row that is written has other bytes than before.
fn rows(somebody: &Somebody) -> BTreeMap<Vec<u8>, Vec<u8>> {
    let vault = rusqlite::Connection::open(&somebody.path).unwrap();
    let mut query =
        vault.prepare("SELECT CAST(group_id || key_id AS BLOB), sealed FROM row").unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn a_line_costs_the_same_whatever_its_sender_has_left_unfinished() {
    let folder = Folder::in_memory();
    let mut talk = Talk::new(&folder);
    let small = talk.cost();
    let (last, missing) = talk.leave_unfinished();
    let large = talk.cost();
    assert!(large < small + 2 * 1_024 && large < 4 * 1_024, "{small} bytes, then {large}");
    // It is there all the same, also after a restart.
    talk.a.restart(true);
    for line in &last {
        assert_eq!(talk.a.hear("bob", line).texts(), ["x".repeat(65_536)]);
    }
    assert_eq!(talk.a.hear("bob", &missing).texts(), ["the first that is missing"]);
    talk.a.restart(true);
    for line in last.iter().chain([&missing]) {
        assert!(talk.a.hear("bob", line).texts().is_empty(), "it is read once");
    }
}

/// How many pieces an account keeps of Bob.
fn pieces(talk: &Talk, account: &str) -> usize {
    let who = *talk.bob.installation.identity().fingerprint();
    let mut vault = other_handle(&talk.a);
    let transaction = vault.begin(Durability::Process).unwrap();
    let group = [account.as_bytes(), &[0xff], who.as_bytes()].concat();
    transaction.scan(Table::Piece, &group).unwrap().len()
}

/// Twenty lines are missing; the first of them is given.
fn with_missing(folder: &Folder) -> (Talk, String) {
    let mut talk = Talk::new(folder);
    let missing = talk.bob.send("the first that is missing").remove(0);
    for _ in 0..20 {
        let _lost = talk.bob.send("lost");
    }
    assert_eq!(talk.say("behind it"), ["behind it"]);
    assert_eq!(pieces(&talk, ACCOUNT), 2, "keys, in two");
    (talk, missing)
}

#[test]
fn nothing_is_kept_of_a_contact_who_is_forgotten() {
    let folder = Folder::in_memory();
    let (mut talk, _) = with_missing(&folder);
    let who = *talk.bob.installation.identity().fingerprint();
    let outcome = talk.a.messenger.contact_do(ACCOUNT, "bob", Action::Forget, Some(&who));
    assert!(outcome.error.is_none(), "{:?}", outcome.error);
    assert_eq!(pieces(&talk, ACCOUNT), 0);
}

#[test]
fn an_account_that_is_called_otherwise_takes_what_it_keeps_along() {
    let folder = Folder::in_memory();
    let (mut talk, missing) = with_missing(&folder);
    let outcome = talk.a.messenger.rename_account(ACCOUNT, "another");
    assert!(outcome.error.is_none(), "{:?}", outcome.error);
    assert_eq!((pieces(&talk, ACCOUNT), pieces(&talk, "another")), (0, 2));
    let outcome =
        talk.a.messenger.incoming("another", "bob", missing.as_bytes(), Origin::default());
    assert_eq!(talk.a.see(&outcome, false).texts(), ["the first that is missing"]);
}

#[test]
fn nothing_is_kept_of_an_account_that_has_become_another_one() {
    let folder = Folder::in_memory();
    let (mut talk, _) = with_missing(&folder);
    let _ = talk.a.messenger.attach("another", plain()).unwrap();
    let outcome = talk.a.messenger.rename_account(ACCOUNT, "another");
    assert!(outcome.error.is_none(), "{:?}", outcome.error);
    assert_eq!((pieces(&talk, ACCOUNT), pieces(&talk, "another")), (0, 0));
}
