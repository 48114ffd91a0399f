//! Offers that can be acted upon, and Offers that must be refused whatever was before.

use subrosa::identity::Identity;
use subrosa::session::{Context, Echo, Installation, Line, PeerSessions};
use subrosa::wire::armor;

use super::errors;
use super::fixed::Fixed;
use super::json::Json;
use super::talk::{START, Side, Talk};

/// The cases of `offer.json`.
pub(super) fn cases() -> Vec<Json> {
    let mut talk = Talk::new("Offers");
    let init = talk.begin_on_offer();
    let message = talk.receive(Side::Responder, init)[0];
    let mut asker = Asker::new();
    let mut cases = vec![
        asker.offer("that answers nothing", None),
        asker.offer("that answers an Init", Some(&talk.bytes(init))),
        asker.offer("that answers a message", Some(&talk.bytes(message))),
    ];

    let offer = asker.bytes(None);
    let flipped = |at: usize, bits: u8| {
        let mut changed = offer.clone();
        changed[at] ^= bits;
        changed
    };
    let last_second = START + 2 * 86_400 - 1;
    cases.push(asker.read("in the last second of its card", &offer, last_second));
    cases.push(asker.read("of an expired card", &offer, last_second + 1));
    cases.push(asker.read("of a card not yet valid", &offer, START - 86_401));
    cases.push(asker.read("of another card id: the prekey changed", &flipped(73, 0x01), START));
    cases.push(asker.read("of a changed signature", &flipped(215, 0x01), START));
    cases.push(asker.read("whose card is another object", &flipped(1, 0x10), START));
    cases.push(asker.read("of another suite", &flipped(0, 0x02), START));
    cases.push(asker.read("of an unknown type", &flipped(0, 0x80), START));
    cases.push(asker.read("cut by a byte", &offer[..231], START));
    cases.push(asker.read("with a byte more", &[&offer[..], &[0]].concat(), START));
    cases
}

/// Who makes Offers, and who reads them.
struct Asker {
    rng: Fixed,
    asker: Installation,
    reader: Installation,
}

impl Asker {
    fn new() -> Self {
        let mut rng = Fixed::new("offer");
        let [asker, reader] = [(); 2].map(|()| {
            let identity = Identity::generate(START, &mut rng).expect("never fails");
            Installation::new(identity, START, &mut rng).expect("never fails")
        });
        Self { rng, asker, reader }
    }

    fn bytes(&mut self, echo: Option<Echo>) -> Vec<u8> {
        let line = self.asker.offer(echo, START, &mut self.rng).expect("never fails");
        armor::decode(line.as_bytes()).expect("a line")
    }

    fn offer(&mut self, name: &str, answered: Option<&[u8]>) -> Json {
        let offer = self.bytes(answered.map(Echo::of));
        let case = self.read(name, &offer, START);
        match answered {
            Some(line) => case.with([("echo_of", Json::hex(line))]),
            None => case,
        }
    }

    /// What somebody makes of it who has no session: an Init, or an error.
    fn read(&mut self, name: &str, offer: &[u8], now: u64) -> Json {
        let mut peer = PeerSessions::new(&self.reader, None, now);
        let mut cx = Context { installation: &mut self.reader, now, rng: &mut self.rng };
        let case =
            Json::object([("name", name.into()), ("now", now.into()), ("offer", Json::hex(offer))]);
        if let Err(error) = peer.receive_line(&mut cx, offer) {
            return case.with([("error", errors::session(&error).into())]);
        }
        let Ok(Line::Offer { card, installation, echo }) = Line::parse(offer) else {
            panic!("not an Offer")
        };
        let echo = echo.to_bytes();
        case.with([
            ("line", Json::Text(armor::encode(offer))),
            ("card", Json::hex(card)),
            ("installation", Json::hex(installation.as_bytes())),
            ("echo_tag", Json::hex(&echo[..4])),
            ("echo_hash", Json::hex(&echo[4..])),
        ])
    }
}
