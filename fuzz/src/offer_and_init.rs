//! Lines before there is a session: parsing, Offers, Inits. A refusal changes nothing, and what
//! was not made with the keys is refused.

use super::Tally;
use super::pair::Person;
use super::script::Script;
use super::world::{Watched, World, worlds};
use subrosa::identity::{Card, CardTerms, UnverifiedCard};
use subrosa::session::{Line, fuzzing};
use subrosa::wire::ObjectKind;

/// First byte: 0 any bytes, parsed and received; 1 to 3 an Offer; 4 to 7 an Init.
pub fn run(data: &[u8]) -> Tally {
    let mut script = Script::new(data);
    let mode = script.u8();
    let World { victim, mut other, lines } = script.one_of(worlds()).clone();
    let mut victim = Watched::new(victim);
    match mode % 8 {
        0 => {
            let line = script.rest();
            parse(line);
            victim.receive_forged(line);
        }
        1 => {
            // The beginning is right. Whose card is taken must at least have signed it.
            let line = [&[ObjectKind::Offer.header_byte()], script.rest()].concat();
            parse(&line);
            let now = victim.person.now;
            let signed =
                |card| UnverifiedCard::parse(card).is_ok_and(|card| card.verify(now).is_ok());
            let taken = victim.receive_line(&line).is_ok();
            assert!(!taken || signed(&line[1..216]), "a card that nobody signed was taken");
        }
        2 => {
            // A genuine Offer, changed. The echo may be anything, the card may not.
            let offer = decoded(&other.offer());
            let changed = script.mutate(&offer, &offer);
            parse(&changed);
            let taken = victim.receive_line(&changed).is_ok();
            assert!(!taken || changed[..216] == offer[..216], "a changed card was taken");
        }
        3 => {
            // A card of any terms that its owner has signed.
            let terms = CardTerms {
                one_time: script.flag(),
                issued: other.now.wrapping_add(i64::from(script.u32() as i32) as u64),
                expires: other.now.wrapping_add(script.u32().into()),
                capabilities: script.u16(),
                sealing_hash: script.flag().then(|| script.array()),
            };
            let owner = if script.flag() { &victim.person } else { &other };
            let identity = owner.installation.identity().clone();
            let prekey = identity.public().agreement().clone();
            if let Ok(card) = Card::issue(&identity, &prekey, terms, &mut other.rng) {
                let mut line = vec![ObjectKind::Offer.header_byte()];
                line.extend(card.as_bytes());
                line.extend(script.array::<12>());
                parse(&line);
                for _ in 0..2 {
                    let taken = victim.receive_line(&line).is_ok();
                    assert!(!taken || card.expires() > victim.person.now);
                }
            }
        }
        4 => {
            // The card id is right: the sealed identity is what is looked at.
            let card_id = *own_card(&mut victim.person).id_bytes();
            let ephemeral = *other.installation.identity().public().agreement().as_bytes();
            let kind = [ObjectKind::Init.header_byte()];
            let mut line = [&kind, &card_id[..], &ephemeral].concat();
            if script.flag() {
                line.truncate(9);
            }
            line.extend(script.rest());
            parse(&line);
            victim.receive_forged(&line);
        }
        5 => {
            // The whole prefix is right, the message is not.
            let init = init(&mut victim.person, &mut other);
            let line = [&init[..INIT_PREFIX], script.rest()].concat();
            parse(&line);
            if line != init {
                victim.receive_forged(&line);
            }
        }
        6 => {
            // A genuine Init, changed, perhaps with a piece of another line.
            let init = init(&mut victim.person, &mut other);
            let piece = lines.last().cloned().unwrap_or_default();
            let line = script.mutate(&init, &piece);
            parse(&line);
            if line != init {
                victim.receive_forged(&line);
            }
            let _ = victim.receive_line(&init);
            let _ = victim.receive_line(&init);
        }
        _ => {
            // Sealed by somebody who has every right to: the payload is what is looked at.
            let _ = init(&mut victim.person, &mut other);
            let session = other.peer.sessions().saturating_sub(1);
            for _ in 0..8 {
                if script.is_over() {
                    break;
                }
                let counters = script.flag().then(|| (script.u16().into(), script.u16().into()));
                let payload = script.chunk();
                let sealed = other
                    .with(|peer, cx| fuzzing::seal_payload(peer, cx, session, counters, payload));
                if let Ok(line) = sealed {
                    parse(&line);
                    let _ = victim.receive_line(&line);
                }
            }
            victim.tick();
        }
    }
    victim.tally
}

/// Header byte, card id, E, sealed identity.
const INIT_PREFIX: usize = 1 + 8 + 33 + 84;

fn decoded(line: &str) -> Vec<u8> {
    subrosa::wire::armor::decode(line.as_bytes()).expect("own line")
}

fn own_card(person: &mut Person) -> Card {
    person.installation.card(person.now, &mut person.rng).expect("a card")
}

/// An Init of the other's on a reusable card of the victim's.
fn init(victim: &mut Person, other: &mut Person) -> Vec<u8> {
    let card = own_card(victim);
    let card = UnverifiedCard::parse(card.as_bytes()).and_then(|card| card.verify(other.now));
    let card = card.expect("a card that is valid");
    let sent = other.with(|peer, cx| peer.start(cx, &card, None)).expect("an Init");
    decoded(&sent.lines[0])
}

/// What parses is written again as the same bytes.
fn parse(line: &[u8]) {
    if let Ok(parsed) = Line::parse(line) {
        assert_eq!(fuzzing::encode_line(&parsed).as_deref(), Ok(line));
    }
}
