//! How each conversation stands, as the messenger told last, and as the host was told.

use super::event::{Level, Title};
use super::sentences::Sentences;
use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::messenger::{State, Trust};
use std::collections::BTreeMap;

/// An account and an address of it.
pub(super) type At = (String, AddressKey);

/// The state of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Standing {
    pub(super) state: State,
    pub(super) trust: Trust,
    /// Another key is in question.
    pub(super) questioned: bool,
}

impl Standing {
    /// The end of the codes of its sentences and words.
    pub(super) fn word(self) -> &'static str {
        match self.state {
            State::Plain => "plain",
            State::Asked => "asked",
            State::Invited => "invited",
            State::Starting => "starting",
            State::Private if self.questioned => "questioned",
            State::Private if self.trust == Trust::Verified => "verified",
            State::Private => "private",
            State::Restoring => "restoring",
            State::Ended => "ended",
            State::Alarm => "alarm",
            State::Blocked => "blocked",
            State::Required => "required",
        }
    }

    pub(super) fn level(self) -> Level {
        match self.word() {
            "plain" => Level::Plain,
            "private" => Level::Private,
            "verified" => Level::Verified,
            "questioned" | "alarm" | "blocked" => Level::Alarm,
            _ => Level::Waiting,
        }
    }

    pub(super) fn title(self, sentences: &Sentences) -> Title {
        Title {
            words: sentences.text(&format!("title-{}", self.word())),
            level: self.level(),
            state: self.state,
            trust: self.trust,
        }
    }
}

/// One conversation.
#[derive(Debug, Clone, Default)]
pub(super) struct Window {
    /// The person as the host wrote them last.
    pub(super) peer: String,
    pub(super) standing: Standing,
    /// Whom texts go to.
    pub(super) who: Option<Fingerprint>,
    /// What the host was given last, and has carried out.
    pub(super) given: Standing,
}

/// Conversations above which those of strangers who ask are forgotten.
const MAX_WINDOWS: usize = 4_096;

/// All conversations that stand in any way or did.
#[derive(Debug, Default)]
pub(super) struct Windows {
    all: BTreeMap<At, Window>,
}

impl Windows {
    pub(super) fn get(&self, at: &At) -> Option<&Window> {
        self.all.get(at)
    }

    pub(super) fn standing(&self, at: &At) -> Standing {
        self.get(at).map(|window| window.standing).unwrap_or_default()
    }

    /// A conversation stands so now. Gives how it stood before.
    pub(super) fn set(
        &mut self,
        at: At,
        peer: &str,
        standing: Standing,
        who: Option<Fingerprint>,
    ) -> Standing {
        if self.all.len() >= MAX_WINDOWS && !self.all.contains_key(&at) {
            // Of those who have only asked the messenger forgets most too.
            let asked = |window: &Window| window.standing.state == State::Invited;
            let over = self.all.iter().find(|(_, window)| asked(window)).map(|(at, _)| at.clone());
            over.map(|at| self.all.remove(&at));
        }
        let window = self.all.entry(at).or_default();
        peer.clone_into(&mut window.peer);
        window.who = who;
        std::mem::replace(&mut window.standing, standing)
    }

    /// What the host has not been given of a conversation yet.
    pub(super) fn news(&self, at: &At) -> Option<(&str, Standing)> {
        let window = self.get(at)?;
        (window.given != window.standing).then_some((window.peer.as_str(), window.standing))
    }

    /// The host shows this now.
    pub(super) fn carried_out(&mut self, at: &At, given: Standing) {
        let Some(window) = self.all.get_mut(at) else { return };
        window.given = given;
        // What is plain and shown so is as one that was never met.
        if window.given == Standing::default() && window.standing == Standing::default() {
            self.all.remove(at);
        }
    }

    /// The conversations of an account, or of all, that are not plain.
    pub(super) fn not_plain(&self, account: Option<&str>) -> impl Iterator<Item = (&At, &Window)> {
        let wanted = move |at: &At| account.is_none_or(|account| at.0 == account);
        let plain = |window: &Window| window.standing.state == State::Plain;
        self.all.iter().filter(move |(at, window)| wanted(at) && !plain(window))
    }

    /// Nothing is known of an account any more.
    pub(super) fn forget(&mut self, account: &str) {
        self.all.retain(|(of, _), _| of != account);
    }

    /// The host calls an account otherwise now.
    pub(super) fn rename(&mut self, from: &str, to: &str) {
        let all = std::mem::take(&mut self.all);
        let renamed = |account: String| if account == from { to.to_owned() } else { account };
        self.all = all.into_iter().map(|((of, at), window)| ((renamed(of), at), window)).collect();
    }
}
