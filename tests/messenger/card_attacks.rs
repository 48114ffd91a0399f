//! What a hostile peer sends as a card in a session: learned only if it is its own.

use super::pair::{Person, START, SeededRandom};
use super::people::*;
use subrosa::identity::{FullCard, Identity};
use subrosa::messenger::{Action, EventKind, Notice};
use subrosa::session::{Content, Event, Installation};

/// An identity with a sealing key that the seed gives.
fn with_key(identity: &Identity, seed: u64) -> Identity {
    let mut identity = identity.clone();
    identity.add_sealing_key(&mut SeededRandom::new(seed)).unwrap();
    identity
}

/// A full card of an identity, issued at a time.
fn card(identity: &Identity, now: u64, seed: u64) -> FullCard {
    let mut random = SeededRandom::new(seed);
    let mut installation = Installation::new(identity.clone(), now, &mut random).unwrap();
    let card = installation.card(now, &mut random).unwrap();
    FullCard::new(card, identity.recipient().unwrap().key().clone()).unwrap()
}

/// Somebody with a messenger, in a private conversation with somebody who does what it likes.
struct Attacked {
    alice: Somebody,
    mallory: Person,
    notices: usize,
}

impl Attacked {
    fn new(folder: &Folder) -> Self {
        let mut alice = Somebody::new(folder, &TestClock::new(), "alice", 1);
        let mallory = Person::new(66);
        alice.do_with("mallory", Action::Start);
        let mut attacked = Self { alice, mallory, notices: 0 };
        let offer = attacked.mallory.offer();
        attacked.say(vec![offer]);
        attacked
    }

    /// Gives Alice lines, and Mallory what she answers; tells how many texts she has acknowledged.
    fn say(&mut self, mut lines: Vec<String>) -> usize {
        let mut delivered = 0;
        while !lines.is_empty() {
            let mut back = Vec::new();
            for line in lines {
                let seen = self.alice.hear("mallory", &line);
                assert!(seen.shown.is_empty(), "a card is not shown");
                let can_seal = EventKind::Notice(Notice::CanSeal);
                self.notices += seen.events.iter().filter(|event| event.kind == can_seal).count();
                back.extend(seen.lines);
            }
            self.alice.clock.advance(3_000);
            back.extend(self.alice.tick().lines);
            lines = Vec::new();
            for (_, line) in back {
                for event in self.mallory.receive(&line) {
                    match event {
                        Event::Send(line) => lines.push(line),
                        Event::Delivered(_) => delivered += 1,
                        _ => {}
                    }
                }
            }
        }
        delivered
    }

    fn send_card(&mut self, bytes: &[u8]) -> usize {
        let send = |bytes: &[u8], mallory: &mut Person| {
            mallory.with(|peer, cx| peer.send(cx, Content::FullCard, bytes, None)).unwrap().lines
        };
        let lines = send(bytes, &mut self.mallory);
        self.say(lines)
    }

    fn sealable(&mut self) -> bool {
        let outcome = self.alice.messenger.contact(ACCOUNT, "mallory");
        match &outcome.events[0].kind {
            EventKind::Contact(info) => info.sealable,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn what_is_no_card_of_the_peer_is_acknowledged_and_passed_over() {
    let folder = Folder::new();
    let mut attacked = Attacked::new(&folder);
    let own = with_key(&attacked.mallory.installation.identity().clone(), 1);
    let bob = with_key(&Identity::generate(START, &mut SeededRandom::new(7)).unwrap(), 2);
    let alice = attacked.alice.messenger.card(ACCOUNT).unwrap().to_bytes();
    let mut damaged = card(&own, START, 3).to_bytes();
    damaged[1_000] ^= 1;
    let other_key =
        [&card(&own, START, 3).to_bytes()[..216], &card(&bob, START, 4).to_bytes()[216..]];
    for (what, bytes) in [
        ("somebody else's", card(&bob, START, 4).to_bytes()),
        ("the receiver's", alice),
        ("damaged", damaged),
        ("with another's key", other_key.concat()),
        ("out of date", card(&own, START - 20 * 86_400, 5).to_bytes()),
        ("of the future", card(&own, START + 3 * 86_400, 5).to_bytes()),
        ("cut", card(&own, START, 3).to_bytes()[..1_464].to_vec()),
        ("no card", vec![0x91; 1_465]),
        ("one byte", vec![0x91]),
        ("too long", vec![0x91; 20_000]),
    ] {
        assert_eq!(attacked.send_card(&bytes), 1, "{what}: it is not sent again and again");
        assert!(!attacked.sealable(), "{what}");
    }
    assert_eq!(attacked.notices, 0);
    assert!(attacked.alice.messenger.recipient_of(bob.fingerprint()).is_err());
    // And a good one is learned after all of that.
    assert_eq!(attacked.send_card(&card(&own, START, 3).to_bytes()), 1);
    assert!(attacked.sealable());
    assert_eq!(attacked.notices, 1);
}

#[test]
fn a_peer_that_changes_its_key_again_and_again_is_told_of_at_most_once_a_minute() {
    let folder = Folder::new();
    let mut attacked = Attacked::new(&folder);
    let plain = attacked.mallory.installation.identity().clone();
    let mut last = None;
    for turn in 0..10 {
        let own = with_key(&plain, 100 + turn);
        attacked.send_card(&card(&own, START + turn, turn).to_bytes());
        last = own.recipient();
    }
    assert!(attacked.notices <= 2, "{} notices in half a minute", attacked.notices);
    let known = attacked.alice.messenger.recipient(ACCOUNT, "mallory").unwrap();
    assert_eq!(Some(known), last, "the newest card counts");
    // An older one does not come back.
    let older = with_key(&plain, 100);
    attacked.send_card(&card(&older, START, 0).to_bytes());
    assert_eq!(attacked.alice.messenger.recipient(ACCOUNT, "mallory").ok(), last);
}
