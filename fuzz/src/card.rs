//! Cards: parsed, found in text, verified; nothing but what the owner signed verifies.

use super::Tally;
use super::script::Script;
use super::world::worlds;
use std::sync::LazyLock;
use subrosa::identity::{Card, CardTerms, UnverifiedCard};
use subrosa::wire::armor;

use super::pair::{Person, START};

/// First byte: 0 any bytes; 1 any text; 2 a genuine card, changed; 3 a card of any terms.
pub fn run(data: &[u8]) -> Tally {
    let mut script = Script::new(data);
    let mut tally = Tally::default();
    match script.u8() % 4 {
        0 => read(&UnverifiedCard::parse(script.rest()).ok(), &mut script, &mut tally),
        1 => {
            let found = UnverifiedCard::find(script.rest()).ok();
            read(&found, &mut script, &mut tally);
        }
        2 => {
            let genuine = &*CARD;
            let now = time(&mut script);
            let bytes = script.mutate(genuine.as_bytes(), genuine.as_bytes());
            if let Ok(card) = UnverifiedCard::parse(&bytes) {
                let verified = card.verify(now);
                if verified.is_ok() {
                    assert_eq!(&bytes, genuine.as_bytes(), "a forged card verifies");
                    assert!(now < genuine.expires());
                }
            }
            read(&UnverifiedCard::parse(&bytes).ok(), &mut script, &mut tally);
            let text = String::from_utf8_lossy(script.rest()).into_owned() + &armor::encode(&bytes);
            if let Ok(found) = UnverifiedCard::find(text.as_bytes()) {
                assert_eq!(found.as_bytes().len(), UnverifiedCard::LENGTH);
            }
        }
        _ => {
            let mut owner = OWNER.clone();
            let terms = CardTerms {
                one_time: script.flag(),
                issued: script.u64(),
                expires: script.u64(),
                capabilities: script.u16(),
                sealing_hash: script.flag().then(|| script.array()),
            };
            let identity = owner.installation.identity().clone();
            let prekey = identity.public().agreement().clone();
            let issued = Card::issue(&identity, &prekey, terms, &mut owner.rng);
            if let Ok(card) = issued {
                let parsed = UnverifiedCard::parse(card.as_bytes()).expect("own card");
                assert_eq!(parsed.verify(terms.issued).as_ref(), Ok(&card));
                assert!(parsed.verify(terms.expires).is_err());
                assert_eq!((card.issued(), card.expires()), (terms.issued, terms.expires));
                assert_eq!(UnverifiedCard::find(card.to_text().as_bytes()), Ok(parsed.clone()));
                read(&Some(parsed), &mut script, &mut tally);
            }
        }
    }
    tally
}

static OWNER: LazyLock<Person> = LazyLock::new(|| worlds()[0].other.clone());

static CARD: LazyLock<Card> = LazyLock::new(|| {
    let mut owner = OWNER.clone();
    owner.installation.card(START, &mut owner.rng).expect("a card")
});

/// Some moment about the life of [`CARD`].
fn time(script: &mut Script<'_>) -> u64 {
    match script.u8() % 4 {
        0 => START,
        1 => CARD.expires() - 1,
        2 => CARD.expires(),
        _ => script.u64(),
    }
}

fn read(card: &Option<UnverifiedCard>, script: &mut Script<'_>, tally: &mut Tally) {
    tally.note(card.is_some());
    let Some(card) = card else { return };
    let _ = (card.verify(script.u64()), card.verify(card.issued()), format!("{card:?}"));
    assert_eq!(UnverifiedCard::parse(card.as_bytes()).as_ref(), Ok(card));
    let Ok(identity) = card.identity() else { return };
    assert_eq!(*identity.fingerprint(), card.fingerprint());
    let again = UnverifiedCard::from_compact(&card.compact(), &identity);
    assert_eq!(again.as_ref(), Ok(card));
}
