//! Two people in situations that are made once, and a victim whose every reaction is checked.

use super::Tally;
use super::pair::{Person, START, lines, pair, settle};
use std::collections::BTreeSet;
use std::sync::LazyLock;
use subrosa::crypto::{CryptoError, Random};
use subrosa::session::{Event, Line, SessionError, TextId, fuzzing};
use subrosa::wire::armor;
use subrosa::wire::limits::{DEFAULT_LINE_CHARS, MAX_SESSIONS, MAX_STORED_KEYS};

/// A situation: the lines that went from the other to the victim, some of them not yet delivered.
#[derive(Clone)]
pub struct World {
    pub victim: Person,
    pub other: Person,
    pub lines: Vec<Vec<u8>>,
}

/// All situations.
pub fn worlds() -> &'static [World] {
    &WORLDS
}

static WORLDS: LazyLock<Vec<World>> = LazyLock::new(|| {
    vec![strangers(), begun_by_other(), begun_by_victim(), talking(), with_losses(), crossed()]
});

fn decoded<'a>(lines: impl IntoIterator<Item = &'a String>) -> Vec<Vec<u8>> {
    lines.into_iter().map(|line| armor::decode(line.as_bytes()).expect("own line")).collect()
}

/// Nobody knows anybody; the victim has a card and an Offer out, the other's Offer is on its way.
fn strangers() -> World {
    let (mut victim, mut other) = (Person::new(1), Person::new(2));
    victim.offer();
    victim.installation.card(START, &mut victim.rng).expect("a card");
    let lines = decoded([&other.offer()]);
    World { victim, other, lines }
}

/// The other has begun a session on the victim's Offer; its Inits are on their way.
fn begun_by_other() -> World {
    let (mut victim, mut other) = (Person::new(3), Person::new(4));
    let offer = victim.offer();
    let mut sent = lines(&other.receive(&offer));
    sent.extend(other.send("under the Init header"));
    sent.extend(other.send(&"in parts under the Init header. ".repeat(12)));
    World { victim, other, lines: decoded(&sent) }
}

/// The victim has begun a session on the other's Offer; the answer is on its way.
fn begun_by_victim() -> World {
    let (mut victim, mut other) = (Person::new(5), Person::new(6));
    let offer = other.offer();
    let mut init = lines(&victim.receive(&offer));
    init.extend(victim.send("hello"));
    let mut sent = other.hear(&init).1;
    sent.extend(other.send("an answer"));
    sent.insert(0, offer);
    World { victim, other, lines: decoded(&sent) }
}

/// A confirmed session; texts delivered, texts on their way, one of them in parts.
fn talking() -> World {
    let (mut victim, mut other) = pair(7);
    let mut genuine = Vec::new();
    for turn in 0..3 {
        let sent = other.send(&format!("turn {turn}"));
        settle(&mut other, &mut victim, sent.clone(), vec![]);
        genuine.extend(sent);
        let sent = victim.send(&format!("back {turn}"));
        settle(&mut victim, &mut other, sent, vec![]);
    }
    let _ = victim.send("not acknowledged yet");
    genuine.extend(other.send("on its way"));
    genuine.extend(other.send(&"a long text in parts ".repeat(40)));
    World { victim, other, lines: decoded(&genuine) }
}

/// A session with gaps: stored keys, old chains.
fn with_losses() -> World {
    let (mut victim, mut other) = pair(9);
    let mut late = Vec::new();
    for turn in 0..4 {
        for n in 0..3 {
            late.extend(other.send(&format!("lost for now {turn} {n}")));
        }
        let sent = other.send("this one arrives");
        settle(&mut other, &mut victim, sent, vec![]);
        let sent = victim.send("so does this");
        settle(&mut victim, &mut other, sent, vec![]);
    }
    World { victim, other, lines: decoded(&late) }
}

/// Both have begun a session at once: two sessions with the same installation.
fn crossed() -> World {
    let (mut victim, mut other) = (Person::new(11), Person::new(12));
    let (from_victim, from_other) = (victim.offer(), other.offer());
    let to_victim = lines(&other.receive(&from_victim));
    let to_other = lines(&victim.receive(&from_other));
    settle(&mut victim, &mut other, to_other, to_victim.clone());
    let mut genuine = to_victim;
    genuine.extend(other.send("on one of two sessions"));
    World { victim, other, lines: decoded(&genuine) }
}

/// Everything that can be seen of a person's state.
pub fn state(person: &Person) -> (Vec<u8>, Vec<u8>) {
    let installation = fuzzing::installation_content(&person.installation);
    (fuzzing::peer_content(&person.peer), installation.expect("the state of an installation"))
}

/// A person who is attacked. What it does is checked after each call.
pub struct Watched {
    pub person: Person,
    pub shown: BTreeSet<TextId>,
    pub last: Option<TextId>,
    pub tally: Tally,
}

/// More than a victim with 16 sessions at every limit can have to keep.
const MOST_STATE: usize = 8 << 20;

impl Watched {
    pub fn new(person: Person) -> Self {
        Self { person, shown: BTreeSet::new(), last: None, tally: Tally::default() }
    }

    /// A decoded line. A refusal must change nothing.
    pub fn receive_line(&mut self, line: &[u8]) -> Result<Vec<Event>, SessionError> {
        let before = state(&self.person);
        let result = self.person.with(|peer, cx| peer.receive_line(cx, line));
        self.tally.note(result.is_ok());
        match &result {
            Ok(events) => {
                self.check(events);
            }
            // What a duplicate may change is that its answer is given once more.
            Err(SessionError::Duplicate) => {}
            Err(error) => {
                assert!(state(&self.person) == before, "refused ({error}), yet the state changed");
                let _ = (error.is_silent(), error.echo());
            }
        }
        result
    }

    /// A line that nobody who has the keys has made. Offers and cards excepted: they are public,
    /// and an Offer's echo is not signed.
    pub fn receive_forged(&mut self, line: &[u8]) {
        let sealed = matches!(Line::parse(line), Ok(Line::Message { .. } | Line::Init(_)));
        let result = self.receive_line(line);
        assert!(!sealed || result.is_err(), "a forged line was taken");
    }

    /// Any text from the network. Gives the lines to send.
    pub fn receive(&mut self, text: &[u8]) -> Vec<String> {
        let events = self.person.with(|peer, cx| peer.receive(cx, text));
        self.tally.note(!events.iter().any(|event| matches!(event, Event::Refused(_))));
        self.check(&events)
    }

    pub fn tick(&mut self) -> Vec<String> {
        let events = self.person.tick();
        self.check(&events)
    }

    /// Checks what must hold after any call, and gives the lines to send.
    pub fn check(&mut self, events: &[Event]) -> Vec<String> {
        for event in events {
            let _ = format!("{event:?}");
            match event {
                Event::Text { id, .. } => {
                    assert!(self.shown.insert(*id), "a text is shown twice");
                    self.last = Some(*id);
                }
                Event::Send(line) => self.check_line(line),
                _ => {}
            }
        }
        let peer = &self.person.peer;
        assert!(peer.sessions() <= MAX_SESSIONS);
        assert!(peer.stored_keys() <= MAX_SESSIONS * MAX_STORED_KEYS);
        assert!(fuzzing::peer_content(peer).len() <= MOST_STATE);
        let _ = (peer.wake_in(self.person.now), peer.status(), format!("{peer:?}"));
        lines(events)
    }

    /// A line that goes out is read as one by everybody.
    pub fn check_line(&self, line: &str) {
        assert!(line.is_ascii() && line.len() <= DEFAULT_LINE_CHARS, "{} characters", line.len());
        let bytes = armor::decode(line.as_bytes()).expect("a line to send is armored");
        assert!(Line::parse(&bytes).is_ok());
    }
}

/// Zeros, so that a loaded state goes on with the sequence numbers it was saved with and can be
/// compared.
#[derive(Debug)]
pub struct NoLeap;

impl Random for NoLeap {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
        out.fill(0);
        Ok(())
    }
}
