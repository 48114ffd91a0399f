//! A third person with an identity of their own, who can write to both sides in the other's name
//! and has seen every line.

use crate::dice::{Dice, MachineRandom};
use crate::forge::{decode, offer_with_another_echo};
use crate::pair::START;
use subrosa::identity::{Identity, UnverifiedCard};
use subrosa::session::{Content, Context, Installation, PeerSessions};

pub struct Stranger {
    installation: Installation,
    rng: MachineRandom,
    said: Vec<String>,
}

impl Stranger {
    pub fn new(seed: u64) -> Self {
        let mut rng = MachineRandom::new(seed);
        let identity = Identity::generate(START, &mut rng).unwrap();
        let installation = Installation::new(identity, START, &mut rng).unwrap();
        Self { installation, rng, said: Vec::new() }
    }

    /// A line for the account that has sent `seen`: an Offer, an Init on a card seen in an Offer,
    /// or a further line of a session begun so.
    pub fn speak(&mut self, dice: &mut Dice, seen: &[String], now: u64) -> Option<String> {
        let Self { installation, rng, said } = self;
        match dice.below(3) {
            0 => {
                let offer = installation.offer(None, now, rng).ok()?;
                let offers = [offer];
                offer_with_another_echo(dice, &offers, seen).or_else(|| offers.first().cloned())
            }
            1 => {
                let offers: Vec<_> = seen.iter().map(|line| decode(line)).collect();
                let offers: Vec<_> = offers.iter().filter(|line| line[0] == 0x31).collect();
                if offers.is_empty() {
                    return None;
                }
                let offer = offers[dice.below(offers.len())];
                let card = UnverifiedCard::parse(&offer[1..216]).ok()?.verify(now).ok()?;
                let mut peer = PeerSessions::new(installation, None, now);
                let mut cx = Context { installation, now, rng };
                let text = Some((Content::Plain, &b"I am your friend"[..]));
                let sent = peer.start(&mut cx, &card, text).ok()?;
                said.extend(sent.lines.iter().cloned());
                said.extend(peer.send(&mut cx, Content::Plain, b"Truly", None).ok()?.lines);
                said.first().cloned()
            }
            _ if said.is_empty() => None,
            _ => Some(said[dice.below(said.len())].clone()),
        }
    }
}
