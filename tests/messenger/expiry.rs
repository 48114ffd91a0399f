//! Keys die on time, whatever the process does: opened and closed daily, or quiet for weeks.

use super::noticed::other_handle;
use super::pair::Person;
use super::people::*;
use super::records::Fields;
use subrosa::identity::FullCard;
use subrosa::messenger::Action;
use subrosa::vault::{Durability, Table};

const DAY: u64 = 86_400_000;

/// How long the content of a row of the vault is.
fn row(somebody: &Somebody, table: Table, key: &[u8]) -> usize {
    let mut vault = other_handle(somebody);
    let transaction = vault.begin(Durability::Process).unwrap();
    let row = transaction.get(table, ACCOUNT.as_bytes(), key).unwrap().unwrap();
    Fields::read(&row).bytes("content").len()
}

/// How many bytes of stored keys the vault has of somebody.
fn stored_keys(somebody: &Somebody, who: &[u8]) -> usize {
    let mut vault = other_handle(somebody);
    let transaction = vault.begin(Durability::Process).unwrap();
    let group = [ACCOUNT.as_bytes(), &[0xff], who].concat();
    let pieces = transaction.scan(Table::Piece, &group).unwrap();
    let pieces = pieces.iter().map(|row| Fields::read(row));
    pieces.filter(|piece| piece.bytes("key")[0] == 1).map(|keys| keys.bytes("content").len()).sum()
}

/// What an installation without prekeys takes: its layout, id, time and count.
const NO_PREKEYS: usize = 1 + 4 + 8 + 8 + 1;

fn installation(somebody: &Somebody) -> usize {
    row(somebody, Table::Installation, &[])
}

/// The process does nothing but what it is woken for.
fn be_quiet(somebody: &mut Somebody, ms: u64) {
    let end = somebody.clock.now() + ms;
    while let Some(wait) = somebody.messenger.wake_ms()
        && somebody.clock.now() + wait <= end
    {
        somebody.clock.advance(wait.max(1));
        somebody.tick();
    }
    somebody.clock.0.store(end, std::sync::atomic::Ordering::Relaxed);
}

trait Now {
    fn now(&self) -> u64;
}

impl Now for TestClock {
    fn now(&self) -> u64 {
        self.0.load(std::sync::atomic::Ordering::Relaxed)
    }
}

/// Somebody's Init on the reusable card of the first day, after so many days on each of which the
/// vault was opened and closed.
fn init_after(days: u64) -> (Folder, Somebody, String) {
    let folder = Folder::in_memory();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    a.messenger.set_known(ACCOUNT, "bob", true).unwrap();
    let now = a.clock.now() / 1_000;
    let card = a.messenger.card(ACCOUNT).unwrap();
    let card = FullCard::verify(&card.to_bytes(), now).unwrap();
    let mut bob = Person::new(2);
    bob.now = now;
    let init = bob.with(|peer, cx| peer.start(cx, card.card(), None)).unwrap().lines.remove(0);
    for _ in 0..days {
        a.clock.advance(DAY);
        a.restart(true);
        a.tick();
    }
    (folder, a, init)
}

#[test]
fn an_init_on_a_reusable_card_is_read_for_13_days_of_daily_restarts_and_not_after_14() {
    let (_folder, mut a, init) = init_after(13);
    assert_eq!(a.hear("bob", &init).lines.len(), 1);
    let (_folder, mut a, init) = init_after(14);
    assert!(a.hear("bob", &init).lines.is_empty());
    assert_eq!(installation(&a), NO_PREKEYS, "it is not on the disk either");
}

#[test]
fn after_a_year_of_daily_restarts_the_first_card_is_worth_nothing() {
    let (_folder, mut a, init) = init_after(365);
    assert_eq!(installation(&a), NO_PREKEYS);
    assert!(a.hear("bob", &init).lines.is_empty());
}

#[test]
fn the_prekey_of_an_unanswered_offer_lives_48_hours_in_a_quiet_process() {
    let folder = Folder::in_memory();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    a.messenger.set_known(ACCOUNT, "bob", true).unwrap();
    assert_eq!(a.hear("bob", "?SR1?").lines.len(), 1);
    be_quiet(&mut a, 47 * DAY / 24);
    assert!(installation(&a) > NO_PREKEYS);
    be_quiet(&mut a, DAY / 24 + 60_000);
    assert_eq!(installation(&a), NO_PREKEYS);
}

/// Alice waits for a hundred lines of Bob that were withheld.
fn waiting(folder: &Folder) -> (Somebody, Vec<u8>) {
    let (mut a, mut b) = private_pair(folder);
    for _ in 0..2 {
        let (said, back) = (a.say("bob", "hello"), b.say("alice", "hello"));
        carry(&mut a, &mut b, vec![said, back]);
    }
    let bob = b.messenger.identity().unwrap().fingerprint().as_bytes().to_vec();
    assert_eq!(stored_keys(&a, &bob), 0);
    for _ in 0..100 {
        let _withheld = b.say("alice", "withheld");
    }
    let last = b.say("alice", "arrives");
    assert_eq!(a.hear("bob", &last.lines[0].1).texts(), ["arrives"]);
    assert!(stored_keys(&a, &bob) > 3_200);
    (a, bob)
}

#[test]
fn the_keys_of_missing_lines_live_7_days_in_a_quiet_process() {
    let folder = Folder::in_memory();
    let (mut a, bob) = waiting(&folder);
    be_quiet(&mut a, 6 * DAY);
    assert!(stored_keys(&a, &bob) > 3_200);
    be_quiet(&mut a, DAY + 60_000);
    assert_eq!(stored_keys(&a, &bob), 0);
}

#[test]
fn the_keys_of_missing_lines_live_7_days_of_daily_restarts_also_of_a_peer_that_is_not_heard() {
    let folder = Folder::in_memory();
    let (mut a, bob) = waiting(&folder);
    a.do_with("carol", Action::Start);
    for day in 1..=7 {
        assert!(stored_keys(&a, &bob) > 3_200, "day {day}");
        a.clock.advance(DAY);
        a.restart(true);
        a.tick();
    }
    assert_eq!(stored_keys(&a, &bob), 0);
}
