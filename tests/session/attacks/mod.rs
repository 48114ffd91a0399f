//! What attackers do to sessions, each by name: the relay, a stranger, a hostile peer, thieves.

mod close;
mod copies;
mod forged;
mod hostile;
mod relayed;
mod replaced;
mod saved;
mod sessions;
mod thief;

use crate::pair::{Person, SeededRandom, settle};
use subrosa::session::{Event, HostKey, SessionError, Status};
use subrosa::wire::armor;

/// All state of a person, as bytes that can be compared.
fn state(person: &Person) -> (Vec<u8>, Vec<u8>) {
    let mut copy = person.clone();
    let key = HostKey::new([1; 32]);
    let peer = copy.peer.save(&key, &mut SeededRandom::new(0)).unwrap().0;
    (peer, copy.installation.save(&key, &mut SeededRandom::new(0)).unwrap().0)
}

/// Hands over one decoded line.
fn receive(person: &mut Person, line: &[u8]) -> Result<Vec<Event>, SessionError> {
    person.with(|peer, cx| peer.receive_line(cx, line))
}

/// Hands over one decoded line that must be refused and change nothing.
fn refused(person: &mut Person, line: &[u8]) -> SessionError {
    let before = state(person);
    let error = receive(person, line).unwrap_err();
    assert!(state(person) == before, "{error} has changed state");
    error
}

fn decode(line: &str) -> Vec<u8> {
    armor::decode(line.as_bytes()).unwrap()
}

/// A day, in seconds.
const DAY: u64 = 86_400;

fn private(person: &Person) -> bool {
    person.peer.status() == Status::Private
}

/// The tag of a message line.
fn tag(line: &str) -> [u8; 4] {
    decode(line)[1..5].try_into().unwrap()
}

/// Begins a session on the reusable card of the other, and gives the Init.
fn start(from: &mut Person, to: &mut Person) -> String {
    let card = to.installation.card(to.now, &mut to.rng).unwrap();
    from.with(|peer, cx| peer.start(cx, &card, None)).unwrap().lines.remove(0)
}

fn pass(minutes: u64, people: [&mut Person; 2]) {
    people.into_iter().for_each(|person| person.now += 60 * minutes);
}

/// Both can talk in both directions.
fn talk(a: &mut Person, b: &mut Person) {
    for turn in 0..3 {
        let lines = a.send(&format!("a{turn}"));
        let (shown, back) = b.hear(&lines);
        assert_eq!(shown, [format!("a{turn}")]);
        settle(a, b, vec![], back);
        let lines = b.send(&format!("b{turn}"));
        let (shown, back) = a.hear(&lines);
        assert_eq!(shown, [format!("b{turn}")]);
        settle(a, b, back, vec![]);
    }
}
