//! Two people with their installations, for tests of sessions.

use subrosa::crypto::{CryptoError, Random, hmac};
use subrosa::identity::Identity;
use subrosa::session::{
    Content, Context, Event, Installation, PeerSessions, Sent, SessionError, TextId,
};

/// A generator that gives the same bytes for the same seed: HMAC in counter mode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeededRandom {
    seed: u64,
    counter: u64,
}

impl SeededRandom {
    pub fn new(seed: u64) -> Self {
        Self { seed, counter: 0 }
    }

    pub fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes).unwrap();
        u64::from_be_bytes(bytes)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next_u64() % end.max(1)
    }
}

impl Random for SeededRandom {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
        for chunk in out.chunks_mut(32) {
            self.counter += 1;
            let block = hmac(&self.seed.to_be_bytes(), &[&self.counter.to_be_bytes()]);
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
        Ok(())
    }
}

/// One person at one installation, talking to one peer.
#[derive(Clone)]
pub struct Person {
    pub installation: Installation,
    pub peer: PeerSessions,
    pub rng: SeededRandom,
    pub now: u64,
}

pub const START: u64 = 1_800_000_000;

impl Person {
    pub fn new(seed: u64) -> Self {
        let mut rng = SeededRandom::new(seed);
        let identity = Identity::generate(START, &mut rng).unwrap();
        Self::with_identity(identity, seed)
    }

    pub fn with_identity(identity: Identity, seed: u64) -> Self {
        let mut rng = SeededRandom::new(seed ^ 0xabcd_0000);
        let installation = Installation::new(identity, START, &mut rng).unwrap();
        let peer = PeerSessions::new(&installation, None, START);
        Self { installation, peer, rng, now: START }
    }

    pub fn with<T>(&mut self, call: impl FnOnce(&mut PeerSessions, &mut Context<'_>) -> T) -> T {
        let (now, rng) = (self.now, &mut self.rng);
        call(&mut self.peer, &mut Context { installation: &mut self.installation, now, rng })
    }

    pub fn offer(&mut self) -> String {
        self.installation.offer(None, self.now, &mut self.rng).unwrap()
    }

    pub fn try_send(&mut self, text: &str) -> Result<Sent, SessionError> {
        self.with(|peer, cx| peer.send(cx, Content::Plain, text.as_bytes(), None))
    }

    pub fn send(&mut self, text: &str) -> Vec<String> {
        self.try_send(text).unwrap().lines
    }

    pub fn receive(&mut self, line: &str) -> Vec<Event> {
        self.with(|peer, cx| peer.receive(cx, line.as_bytes()))
    }

    pub fn tick(&mut self) -> Vec<Event> {
        self.with(|peer, cx| peer.tick(cx))
    }

    /// Receives lines, and gives the texts shown (confirming each) and the lines to send back.
    pub fn hear<'a>(
        &mut self,
        lines: impl IntoIterator<Item = &'a String>,
    ) -> (Vec<String>, Vec<String>) {
        let (mut shown, mut out) = (Vec::new(), Vec::new());
        for line in lines {
            for event in self.receive(line) {
                match event {
                    Event::Text { id, bytes, .. } => {
                        shown.push(String::from_utf8(bytes).unwrap());
                        self.peer.confirm(id, self.now);
                    }
                    Event::Send(line) => out.push(line),
                    _ => {}
                }
            }
        }
        (shown, out)
    }
}

/// The lines, texts and errors among events.
pub fn lines(events: &[Event]) -> Vec<String> {
    events
        .iter()
        .filter_map(|e| if let Event::Send(l) = e { Some(l.clone()) } else { None })
        .collect()
}

pub fn texts(events: &[Event]) -> Vec<(TextId, String, bool)> {
    let text = |event: &Event| match event {
        Event::Text { id, bytes, unconfirmed, .. } => {
            Some((*id, String::from_utf8(bytes.clone()).unwrap(), *unconfirmed))
        }
        _ => None,
    };
    events.iter().filter_map(text).collect()
}

pub fn refusals(events: &[Event]) -> Vec<SessionError> {
    events
        .iter()
        .filter_map(|e| if let Event::Refused(e) = e { Some(e.clone()) } else { None })
        .collect()
}

/// Carries lines to and fro until nobody has anything to say; gives what each was shown.
pub fn settle(
    a: &mut Person,
    b: &mut Person,
    mut to_b: Vec<String>,
    mut to_a: Vec<String>,
) -> (Vec<String>, Vec<String>) {
    let (mut shown_a, mut shown_b) = (Vec::new(), Vec::new());
    for _ in 0..50 {
        let (shown, back) = b.hear(&std::mem::take(&mut to_b));
        shown_b.extend(shown);
        to_a.extend(back);
        let (shown, back) = a.hear(&std::mem::take(&mut to_a));
        shown_a.extend(shown);
        to_b.extend(back);
        if to_b.is_empty() && to_a.is_empty() {
            return (shown_a, shown_b);
        }
    }
    panic!("the two never stop answering each other");
}

/// Two people with a confirmed session, `a` having offered.
pub fn pair(seed: u64) -> (Person, Person) {
    let (mut a, mut b) = (Person::new(seed), Person::new(seed + 1));
    let offer = a.offer();
    settle(&mut a, &mut b, vec![offer], vec![]);
    (a, b)
}
