//! The library itself, through its public interface as a plugin uses it.

use crate::clock::micros;
use crate::contender::{Contender, operations, text};
use crate::rows::Row;
use subrosa::crypto::{Backend, OsRandom, Random};
use subrosa::identity::{Identity, UnverifiedCard};
use subrosa::session::{
    Content, Context, Event, HostKey, Installation, PeerSessions, SessionError, Status,
};
use subrosa::wire::armor;

/// The time of the whole run. Seconds since 1970.
const NOW: u64 = 1_800_000_000;

/// One person with one peer.
#[derive(Clone)]
struct Person {
    installation: Installation,
    peer: PeerSessions,
}

impl Person {
    fn new() -> Self {
        let identity = Identity::generate(NOW, &mut OsRandom).unwrap();
        let installation = Installation::new(identity, NOW, &mut OsRandom).unwrap();
        let peer = PeerSessions::new(&installation, None, NOW);
        Self { installation, peer }
    }

    fn forget(&mut self) {
        self.peer = PeerSessions::new(&self.installation, None, NOW);
    }

    fn with<T>(&mut self, call: impl FnOnce(&mut PeerSessions, &mut Context<'_>) -> T) -> T {
        let installation = &mut self.installation;
        call(&mut self.peer, &mut Context { installation, now: NOW, rng: &mut OsRandom })
    }

    fn offer(&mut self) -> String {
        self.installation.offer(None, NOW, &mut OsRandom).unwrap()
    }

    fn send(&mut self, text: &str) -> String {
        let sent = self.with(|peer, cx| peer.send(cx, Content::Plain, text.as_bytes(), None));
        let [line] = <[String; 1]>::try_from(sent.unwrap().lines).unwrap();
        line
    }

    /// Receives a line that carries a text, confirms the text, and gives it.
    fn receive(&mut self, line: &str) -> Vec<u8> {
        let events = self.with(|peer, cx| peer.receive(cx, line.as_bytes()));
        self.shown(events)
    }

    fn receive_decoded(&mut self, line: &[u8]) -> Vec<u8> {
        let events = self.with(|peer, cx| peer.receive_line(cx, line));
        self.shown(events.unwrap())
    }

    fn shown(&mut self, events: Vec<Event>) -> Vec<u8> {
        let text = events.into_iter().find_map(|event| match event {
            Event::Text { id, bytes, .. } => Some((id, bytes)),
            _ => None,
        });
        let (id, bytes) = text.expect("a text");
        self.peer.confirm(id, NOW);
        bytes
    }

    /// Receives a line and gives the lines to answer with.
    fn answers(&mut self, line: &str) -> Vec<String> {
        let events = self.with(|peer, cx| peer.receive(cx, line.as_bytes()));
        let answer = |event| match event {
            Event::Send(line) => Some(line),
            Event::Refused(error) => panic!("refused: {error}"),
            _ => None,
        };
        events.into_iter().filter_map(answer).collect()
    }

    fn saved_size(&self) -> usize {
        let mut peer = self.peer.clone();
        peer.save(&HostKey::new([7; 32]), &mut OsRandom).unwrap().0.len()
    }
}

/// From no session to both sides confirmed, `offering` making the Offer.
fn establish(offering: &mut Person, answering: &mut Person) {
    let mut lines = vec![offering.offer()];
    let (mut next, mut other) = (answering, offering);
    while !lines.is_empty() {
        lines = lines.iter().flat_map(|line| next.answers(line)).collect();
        std::mem::swap(&mut next, &mut other);
    }
    assert_eq!((next.peer.status(), other.peer.status()), (Status::Private, Status::Private));
}

/// The size of the saved state of who made the Offer, right after the establishment.
fn fresh_state() -> usize {
    let (mut alice, mut bob) = (Person::new(), Person::new());
    establish(&mut alice, &mut bob);
    alice.saved_size()
}

/// Two people, and what rejecting a forged line needs.
pub struct Ours {
    backend: Backend,
    alice: Person,
    bob: Person,
    /// A receiver, and a line 1,000 messages ahead of it with another mac.
    victim: Person,
    forged: Vec<u8>,
}

impl Ours {
    pub fn new(backend: Backend) -> Self {
        backend.select().unwrap();
        let (mut alice, mut bob) = (Person::new(), Person::new());
        establish(&mut alice, &mut bob);
        let victim = bob.clone();
        let mut forged = line_after(&mut alice.clone(), 1_000);
        let mac = mac_position(&forged);
        OsRandom.fill(&mut forged[mac..][..8]).unwrap();
        let mut ours = Self { backend, alice, bob, victim, forged };
        ours.exchange();
        ours
    }

    /// One text each way, so that both begin a new chain.
    fn exchange(&mut self) {
        let line = self.alice.send("to and");
        assert_eq!(self.bob.receive(&line), b"to and");
        let line = self.bob.send("fro");
        assert_eq!(self.alice.receive(&line), b"fro");
    }

    fn ping_pong(&mut self, count: usize) -> f64 {
        let text = text(200);
        let work = || {
            for _ in 0..count / 2 {
                let line = self.alice.send(&text);
                assert_eq!(self.bob.receive(&line), text.as_bytes());
                let line = self.bob.send(&text);
                assert_eq!(self.alice.receive(&line), text.as_bytes());
            }
        };
        micros(count, work).0
    }

    /// Microseconds to encrypt, to decrypt, and to decrypt a decoded line.
    fn one_way(&mut self, count: usize) -> [f64; 3] {
        self.exchange();
        let text = text(200);
        // The sending step and the root step of a new chain are not part of the row.
        let line = self.alice.send(&text);
        assert_eq!(self.bob.receive(&line), text.as_bytes());
        let (encrypt, lines) =
            micros(count, || (0..count).map(|_| self.alice.send(&text)).collect::<Vec<_>>());
        let mut twin = self.bob.clone();
        let decrypt = || {
            lines.iter().for_each(|line| assert_eq!(self.bob.receive(line), text.as_bytes()));
        };
        let decrypt = micros(count, decrypt).0;
        let decode = |line: &String| armor::decode(line.as_bytes()).unwrap();
        let decoded: Vec<_> = lines.iter().map(decode).collect();
        let decrypt_decoded = || {
            decoded.iter().for_each(|line| assert_eq!(twin.receive_decoded(line), text.as_bytes()));
        };
        [encrypt, decrypt, micros(count, decrypt_decoded).0]
    }

    fn establishment(&mut self, count: usize) -> f64 {
        let mut took = 0.0;
        let (mut alice, mut bob) = (self.alice.clone(), self.bob.clone());
        for _ in 0..count {
            alice.forget();
            bob.forget();
            took += micros(count, || establish(&mut alice, &mut bob)).0;
        }
        took
    }

    fn forged(&mut self, count: usize) -> f64 {
        let line = armor::encode(&self.forged);
        let reject = || {
            for _ in 0..count {
                let events = self.victim.with(|peer, cx| peer.receive(cx, line.as_bytes()));
                assert!(matches!(events[..], [Event::Refused(SessionError::Forged(_))]));
            }
        };
        micros(count, reject).0
    }

    fn forged_decoded(&mut self, count: usize) -> f64 {
        let reject = || {
            for _ in 0..count {
                let result = self.victim.with(|peer, cx| peer.receive_line(cx, &self.forged));
                assert!(matches!(result, Err(SessionError::Forged(_))));
            }
        };
        micros(count, reject).0
    }

    /// The size of the saved state after so many messages have not come.
    fn state_after_gap(&self, missing: usize) -> usize {
        let (mut alice, mut bob) = (self.alice.clone(), self.bob.clone());
        let line = line_after(&mut alice, missing);
        assert_eq!(bob.receive_decoded(&line), text(200).as_bytes());
        assert_eq!(bob.peer.stored_keys(), missing);
        bob.saved_size()
    }
}

/// The line of a text of 200 B after so many others.
fn line_after(sender: &mut Person, others: usize) -> Vec<u8> {
    let text = text(200);
    for _ in 0..others {
        sender.send(&text);
    }
    armor::decode(sender.send(&text).as_bytes()).unwrap()
}

/// Where the mac of a decoded line begins: after header byte, tag, ratchet key, two varints, salt.
fn mac_position(line: &[u8]) -> usize {
    let mut at = 1 + 4 + 33;
    for _ in 0..2 {
        at += line[at..].iter().position(|byte| byte & 0x80 == 0).unwrap() + 1;
    }
    at + 8
}

/// Somebody new begins a session on a card, with or without a text: the characters of the Init.
fn init_size(first: Option<&str>) -> usize {
    let (mut owner, mut other) = (Person::new(), Person::new());
    let card = owner.installation.card(NOW, &mut OsRandom).unwrap();
    let card = UnverifiedCard::parse(card.as_bytes()).unwrap().verify(NOW).unwrap();
    let first = first.map(|text| (Content::Plain, text.as_bytes()));
    let sent = other.with(|peer, cx| peer.start(cx, &card, first)).unwrap();
    assert_eq!(sent.lines.len(), 1);
    sent.lines[0].len()
}

impl Contender for Ours {
    fn name(&self) -> &'static str {
        match self.backend {
            Backend::Portable => "portable",
            Backend::Accelerated => "accelerated",
        }
    }

    fn measure(&mut self, row: Row) -> Option<f64> {
        self.backend.select().unwrap();
        let count = operations(row);
        let generate = || {
            for _ in 0..count {
                Identity::generate(NOW, &mut OsRandom).unwrap();
            }
        };
        Some(match row {
            Row::Identity => micros(count, generate).0,
            Row::Establishment => self.establishment(count),
            Row::PingPong => self.ping_pong(count),
            Row::Encrypt => self.one_way(count)[0],
            Row::Decrypt => self.one_way(count)[1],
            Row::DecryptDecoded => self.one_way(count)[2],
            Row::Forged => self.forged(count),
            Row::ForgedDecoded => self.forged_decoded(count),
            Row::Text20 => self.alice.clone().send(&text(20)).len() as f64,
            Row::Text200 => self.alice.clone().send(&text(200)).len() as f64,
            Row::FirstText20 => init_size(Some(&text(20))) as f64,
            Row::Offer => self.alice.clone().offer().len() as f64,
            Row::Init => init_size(None) as f64,
            Row::StateFresh => fresh_state() as f64,
            Row::StateSkipped40 => self.state_after_gap(40) as f64,
            Row::StateGap1000 => self.state_after_gap(1_000) as f64,
        })
    }
}
