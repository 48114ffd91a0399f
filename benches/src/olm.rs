//! vodozemac: Olm as Matrix uses it.

use crate::clock::micros;
use crate::contender::{Contender, operations, text};
use crate::rows::Row;
use vodozemac::olm::{Account, Message, OlmMessage, PreKeyMessage, Session, SessionConfig};

const KEY: [u8; 32] = [7; 32];

/// Two accounts with a session, and what rejecting a forged message needs.
pub struct Olm {
    alice: Account,
    bob: Account,
    outbound: Session,
    inbound: Session,
    victim: Session,
    forged: OlmMessage,
}

impl Olm {
    pub fn new() -> Self {
        let (mut alice, mut bob) = (Account::new(), Account::new());
        let (outbound, inbound) = establish(&mut alice, &mut bob);
        let victim = copy(&inbound);
        let OlmMessage::Normal(genuine) = after(&mut copy(&outbound), 1_000) else {
            panic!("a pre-key message on an established session");
        };
        // The mac stands at the end.
        let mut bytes = genuine.to_bytes();
        *bytes.last_mut().unwrap() ^= 1;
        let forged = Message::from_bytes(&bytes).unwrap().into();
        let mut olm = Self { alice, bob, outbound, inbound, victim, forged };
        olm.exchange();
        olm
    }

    /// One text each way, so that both begin a new chain.
    fn exchange(&mut self) {
        let there = self.outbound.encrypt("to and").unwrap();
        assert_eq!(self.inbound.decrypt(&there).unwrap(), b"to and");
        let back = self.inbound.encrypt("fro").unwrap();
        assert_eq!(self.outbound.decrypt(&back).unwrap(), b"fro");
    }

    fn ping_pong(&mut self, count: usize) -> f64 {
        let text = text(200);
        let work = || {
            for _ in 0..count / 2 {
                let message = send(&mut self.outbound, &text);
                assert_eq!(receive(&mut self.inbound, &message), text.as_bytes());
                let message = send(&mut self.inbound, &text);
                assert_eq!(receive(&mut self.outbound, &message), text.as_bytes());
            }
        };
        micros(count, work).0
    }

    /// Microseconds to encrypt, to decrypt, and to decrypt a parsed message.
    fn one_way(&mut self, count: usize) -> [f64; 3] {
        self.exchange();
        let text = text(200);
        let message = send(&mut self.outbound, &text);
        assert_eq!(receive(&mut self.inbound, &message), text.as_bytes());
        let send_all =
            || (0..count).map(|_| send(&mut self.outbound, &text)).collect::<Vec<String>>();
        let (encrypt, messages) = micros(count, send_all);
        let mut twin = copy(&self.inbound);
        let decrypt = || {
            for message in &messages {
                assert_eq!(receive(&mut self.inbound, message), text.as_bytes());
            }
        };
        let decrypt = micros(count, decrypt).0;
        let parse = |message: &String| Message::from_base64(message).unwrap().into();
        let parsed: Vec<OlmMessage> = messages.iter().map(parse).collect();
        let decrypt_parsed = || {
            for message in &parsed {
                assert_eq!(twin.decrypt(message).unwrap(), text.as_bytes());
            }
        };
        [encrypt, decrypt, micros(count, decrypt_parsed).0]
    }

    fn forged(&mut self, count: usize) -> f64 {
        let OlmMessage::Normal(forged) = &self.forged else { panic!("a pre-key message") };
        let base64 = forged.to_base64();
        let reject = || {
            for _ in 0..count {
                let message = Message::from_base64(&base64).unwrap().into();
                assert!(self.victim.decrypt(&message).is_err());
            }
        };
        micros(count, reject).0
    }

    fn forged_parsed(&mut self, count: usize) -> f64 {
        let reject = || {
            for _ in 0..count {
                assert!(self.victim.decrypt(&self.forged).is_err());
            }
        };
        micros(count, reject).0
    }

    fn state_after_gap(&self, missing: usize) -> usize {
        let mut inbound = copy(&self.inbound);
        let message = after(&mut copy(&self.outbound), missing);
        assert_eq!(inbound.decrypt(&message).unwrap(), text(200).as_bytes());
        inbound.pickle().encrypt(&KEY).len()
    }

    /// The characters of the first message on a published key.
    fn first_message(&mut self, text: &str) -> usize {
        match begin(&self.alice, &mut self.bob).encrypt(text).unwrap() {
            OlmMessage::PreKey(message) => message.to_base64().len(),
            OlmMessage::Normal(_) => panic!("a session that was never answered"),
        }
    }
}

/// From a published one-time key to first messages decrypted both ways.
fn establish(alice: &mut Account, bob: &mut Account) -> (Session, Session) {
    let mut outbound = begin(alice, bob);
    let OlmMessage::PreKey(first) = outbound.encrypt("hi").unwrap() else {
        panic!("the first message of a session");
    };
    let first = PreKeyMessage::from_base64(&first.to_base64()).unwrap();
    let identity = alice.curve25519_key();
    let created = bob.create_inbound_session(SessionConfig::version_1(), identity, &first).unwrap();
    assert_eq!(created.plaintext, b"hi");
    let mut inbound = created.session;
    let answer = send(&mut inbound, "ho");
    assert_eq!(receive(&mut outbound, &answer), b"ho");
    (outbound, inbound)
}

/// Publishes a one-time key of Bob's, with which Alice makes an outbound session.
fn begin(alice: &Account, bob: &mut Account) -> Session {
    bob.generate_one_time_keys(1);
    let key = *bob.one_time_keys().values().next().unwrap();
    bob.mark_keys_as_published();
    let config = SessionConfig::version_1();
    alice.create_outbound_session(config, bob.curve25519_key(), key).unwrap()
}

fn send(session: &mut Session, text: &str) -> String {
    match session.encrypt(text).unwrap() {
        OlmMessage::Normal(message) => message.to_base64(),
        OlmMessage::PreKey(_) => panic!("a pre-key message on an established session"),
    }
}

fn receive(session: &mut Session, message: &str) -> Vec<u8> {
    session.decrypt(&Message::from_base64(message).unwrap().into()).unwrap()
}

/// The message of a text of 200 B after so many others.
fn after(session: &mut Session, others: usize) -> OlmMessage {
    let text = text(200);
    for _ in 0..others {
        session.encrypt(&text).unwrap();
    }
    session.encrypt(&text).unwrap()
}

fn copy(session: &Session) -> Session {
    Session::from_pickle(session.pickle())
}

impl Contender for Olm {
    fn name(&self) -> &'static str {
        "vodozemac"
    }

    fn measure(&mut self, row: Row) -> Option<f64> {
        let count = operations(row);
        let generate = || {
            for _ in 0..count {
                Account::new();
            }
        };
        let begin = || {
            for _ in 0..count {
                establish(&mut self.alice, &mut self.bob);
            }
        };
        Some(match row {
            Row::Identity => micros(count, generate).0,
            Row::Establishment => micros(count, begin).0,
            Row::PingPong => self.ping_pong(count),
            Row::Encrypt => self.one_way(count)[0],
            Row::Decrypt => self.one_way(count)[1],
            Row::DecryptDecoded => self.one_way(count)[2],
            Row::Forged => self.forged(count),
            Row::ForgedDecoded => self.forged_parsed(count),
            Row::Text20 => send(&mut copy(&self.outbound), &text(20)).len() as f64,
            Row::Text200 => send(&mut copy(&self.outbound), &text(200)).len() as f64,
            Row::FirstText20 => self.first_message(&text(20)) as f64,
            Row::Offer => return None,
            Row::Init => self.first_message("") as f64,
            Row::StateFresh => {
                let (_, inbound) = establish(&mut self.alice, &mut self.bob);
                inbound.pickle().encrypt(&KEY).len() as f64
            }
            Row::StateSkipped40 => self.state_after_gap(40) as f64,
            Row::StateGap1000 => self.state_after_gap(1_000) as f64,
        })
    }
}
