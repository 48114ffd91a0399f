//! What comes from the network: lines of ours in it, what they do, and what is done about those that
//! are refused or cannot be read.

use super::call::Call;
use crate::guard::{AddressKey, Name, Place};
use crate::identity::Fingerprint;
use crate::messenger::network::origin::Origin;
use crate::messenger::rows::records::{ShownRecord, Unknown};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::State;
use crate::messenger::tells::notice::Notice;
use crate::session::{
    Content as TextContent, Context, Echo, Event as SessionEvent, SessionError, Status,
};
use crate::vault::Table;
use crate::wire::armor::{Content, Piece, find};
use crate::wire::{ObjectKind, WireError};

/// What stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::messenger) enum Kind {
    /// Nothing of ours.
    Foreign,
    /// Something that begins like a line of ours and is none.
    Broken,
    /// Lines, fragments or the query.
    Ours,
}

/// A text that has been searched for lines of ours, once.
pub(in crate::messenger) struct Searched<'t>(Vec<Piece<'t>>);

impl<'t> Searched<'t> {
    /// Searches. Costs no cryptography and no disk.
    pub(in crate::messenger) fn new(text: &'t [u8]) -> Self {
        Self(find(text).collect())
    }

    /// What stands in it.
    pub(in crate::messenger) fn kind(&self) -> Kind {
        let of = |piece: &Piece<'_>| match piece.content {
            Content::Outside => Kind::Foreign,
            Content::Broken(_) => Kind::Broken,
            Content::Line(_) | Content::Query | Content::Fragment(_) => Kind::Ours,
        };
        self.0.iter().map(of).max().unwrap_or(Kind::Foreign)
    }
}

impl Call<'_, '_> {
    /// Reads a text that has lines of ours in it.
    pub(in crate::messenger) fn read_text(
        &mut self,
        at: &AddressKey,
        text: Searched<'_>,
        origin: Origin,
        arrived: u64,
    ) -> Result<(), MessengerError> {
        let mut lines = false;
        let mut asked = false;
        let mut outside: Vec<&[u8]> = Vec::new();
        for piece in text.0 {
            match piece.content {
                Content::Line(line) => {
                    lines = true;
                    self.read_line(at, &line, origin, arrived)?;
                }
                Content::Query => {
                    // A sentence for people without the library follows the query of `start`.
                    asked |= outside.is_empty();
                    match origin.history || origin.notice {
                        // What is replayed, or was written by a program, is never answered.
                        true => self.invited(at, None, None)?,
                        false => self.queried(at)?,
                    }
                }
                // Large objects are for documents, which are opened elsewhere.
                Content::Fragment(_) => {}
                Content::Broken(error) => {
                    if matches!(error, WireError::UnknownVersion(_)) {
                        self.notice(at, Notice::NotUnderstood);
                    }
                    outside.push(piece.text);
                }
                Content::Outside if !piece.is_blank() && !asked => outside.push(piece.text),
                Content::Outside => {}
            }
        }
        if lines || !asked {
            let clear = outside.concat();
            self.show_clear(at, &clear, origin);
        }
        Ok(())
    }

    /// Reads one decoded line.
    fn read_line(
        &mut self,
        at: &AddressKey,
        line: &[u8],
        origin: Origin,
        arrived: u64,
    ) -> Result<(), MessengerError> {
        let kind = line.first().copied().map(ObjectKind::read);
        match (kind, line) {
            (Some(Ok(ObjectKind::Message)), [_, a, b, c, d, ..]) => {
                self.read_message(at, line, [*a, *b, *c, *d], origin, arrived)
            }
            (Some(Ok(ObjectKind::Init | ObjectKind::Offer)), _) => {
                self.read_handshake(at, line, origin, arrived, false)
            }
            (Some(Err(_)), _) => {
                self.notice(at, Notice::NotUnderstood);
                Ok(())
            }
            // A card by itself, an exported identity: nothing to act upon.
            _ => Ok(()),
        }
    }

    /// A message: its tag tells whose it is.
    fn read_message(
        &mut self,
        at: &AddressKey,
        line: &[u8],
        tag: [u8; 4],
        origin: Origin,
        arrived: u64,
    ) -> Result<(), MessengerError> {
        let mut owners = self.owners_of(tag)?;
        // Who is at this address comes first; it may also be a line of ours that is sent back.
        if let Some(who) = self.who(at)
            && self.load_peer(&who)?
        {
            let lives = owners.iter().find(|(owner, _)| *owner == who).is_none_or(|(_, l)| *l);
            owners.retain(|(owner, _)| *owner != who);
            owners.insert(0, (who, lives));
        }
        let retired = !owners.is_empty() && owners.iter().all(|(_, lives)| !lives);
        // Two sessions may have one tag by chance: who is not to be read hides nobody else.
        let (mut refusal, mut blocked, mut former) = (None, false, None);
        for (who, _) in owners {
            if self.is_blocked(&who)? {
                blocked = true;
                continue;
            }
            let declined = |name: &Name| name.declined().contains(&who);
            let declined = self.account().names.get(at).is_some_and(declined);
            let nowhere = declined && self.window_of(&who, at).is_none();
            if nowhere || self.person(&who)?.replaced {
                former.get_or_insert(who);
                continue;
            }
            if self.is_at_the_door_of_others(at, &who) {
                let asked = self.guests(at).contains(&who);
                return if asked { Ok(()) } else { self.shows_up(at, &who, line, origin) };
            }
            match self.read_with(&who, line)? {
                Ok(events) => return self.read_by(&who, at, events, origin, arrived),
                Err(SessionError::NotForUs(_)) => {}
                Err(error @ SessionError::Forged(_)) => refusal = Some(error),
                Err(error) => return self.refused(at, Some(who), line, error, origin),
            }
        }
        if let Some(who) = former {
            return self.former_key(at, &who, line, origin);
        }
        if blocked {
            return Ok(());
        }
        if retired && refusal.is_none() {
            // A history that is played again names sessions that are gone.
            return Ok(());
        }
        let error = refusal.unwrap_or_else(|| SessionError::NotForUs(Echo::of(line)));
        self.refused(at, self.who(at), line, error, origin)
    }

    /// An Init or an Offer: the identity in it tells whose it is. What the user has accepted needs
    /// no budget.
    pub(super) fn read_handshake(
        &mut self,
        at: &AddressKey,
        line: &[u8],
        origin: Origin,
        arrived: u64,
        accepted: bool,
    ) -> Result<(), MessengerError> {
        let now = self.seconds();
        let expected = self.who(at);
        // A repeated Init of a session that we have is no handshake.
        for who in self.identities_at(at) {
            let known = self.load_peer(&who)?
                && self.account().peers.get(&who).is_some_and(|loaded| loaded.peer.knows(line));
            if !known {
                continue;
            }
            if self.is_blocked(&who)? {
                return Ok(());
            }
            return match self.read_with(&who, line)? {
                Ok(events) => self.read_by(&who, at, events, origin, arrived),
                Err(error) => self.refused(at, Some(who), line, error, origin),
            };
        }
        if !accepted && !self.may_compute(at) {
            return Ok(());
        }
        let identified = self.account().installation.identify(line, now);
        let identified = match identified {
            Ok(Some(identified)) => identified,
            Ok(None) => return Ok(()),
            Err(error) => return self.refused(at, expected, line, error, origin),
        };
        let who = *identified.fingerprint();
        if who == *self.account().installation.identity().fingerprint() {
            return Ok(());
        }
        match self.place(at, &who)? {
            Place::Blocked | Place::Declined => return Ok(()),
            Place::Replaced => return self.key_changed(at, &who),
            Place::Guest if expected.is_some() => return self.key_changed(at, &who),
            Place::Guest if accepted || self.may_begin(at) => return self.key_changed(at, &who),
            Place::Guest => return self.invited(at, Some(line), Some(who)),
            Place::Owner => {}
        }
        // What is replayed, or was written by a program, begins nothing.
        let unasked = origin.history || origin.notice;
        let idle = matches!(self.account().state(at), State::Plain | State::Invited);
        if unasked || (expected.is_none() && !accepted && !self.may_begin(at)) {
            return self.invited(at, Some(line), Some(who));
        }
        if expected.is_some() && idle && !accepted && !self.begins_by_itself(at) {
            return self.invited(at, Some(line), Some(who));
        }
        let is_new = !self.load_peer(&who)?;
        self.new_peer(&who, at)?;
        match self.read_identified(&who, identified)? {
            Ok(events) => self.read_by(&who, at, events, origin, arrived),
            Err(error) => {
                if is_new {
                    self.account_mut().peers.remove(&who);
                }
                self.refused(at, Some(who).filter(|_| !is_new), line, error, origin)
            }
        }
    }

    /// A peer has read a line: does what follows.
    fn read_by(
        &mut self,
        who: &Fingerprint,
        at: &AddressKey,
        events: Vec<SessionEvent>,
        origin: Origin,
        arrived: u64,
    ) -> Result<(), MessengerError> {
        let now = self.now;
        self.recognise(who, at)?;
        let window = self.window_of(who, at).unwrap_or_else(|| at.clone());
        let passing = self.passing(at);
        (passing.readable_at, passing.answer) = (Some(now), None);
        let came = std::mem::take(&mut passing.absent);
        if !origin.history && self.is_at(at, who) {
            self.set_route(who, at);
        }
        self.act(who, &window, events, origin, arrived)?;
        if !origin.history {
            self.heard(&window, who)?;
        }
        self.refresh(who)?;
        if !origin.history {
            // Whoever writes is there, whatever the host has heard.
            self.bring_forward(who, |text| text.rests() || (came && text.record.address == window));
        }
        if self.status(who)? == Status::Private {
            if self.sends_elsewhere(who) {
                self.send_again(who)?;
            }
            self.send_held(who)?;
            if !origin.history {
                self.share_card_once(who, &window)?;
            }
        }
        Ok(())
    }

    /// Does what the events of a session ask for.
    pub(super) fn act(
        &mut self,
        who: &Fingerprint,
        at: &AddressKey,
        events: Vec<SessionEvent>,
        origin: Origin,
        arrived: u64,
    ) -> Result<(), MessengerError> {
        for event in events {
            match event {
                SessionEvent::Send(_) if origin.history => {}
                SessionEvent::Send(line) => {
                    let to = self.route(who).unwrap_or_else(|| at.clone());
                    self.enqueue_answer(&to, line)?;
                }
                SessionEvent::Text { id, content: TextContent::FullCard, bytes, .. } => {
                    self.with_peer(who, |peer, cx| peer.confirm(id, cx.now))?;
                    self.card_came(who, at, &bytes)?;
                }
                SessionEvent::Text { id, content, bytes, unconfirmed, overtaken } => {
                    let shown = ShownRecord {
                        number: self.account_mut().next_number(),
                        who: *who,
                        id,
                        address: at.clone(),
                        content,
                        bytes,
                        unconfirmed,
                        overtaken,
                        history: origin.history,
                        arrived,
                        unknown: Unknown::default(),
                    };
                    self.keep(Table::Shown, &ShownRecord::key(who, id), &shown)?;
                    self.show(&shown, false)?;
                }
                SessionEvent::Unproven(_) => self.notice(at, Notice::Unproven),
                SessionEvent::Delivered(id) => self.delivered(who, id)?,
                SessionEvent::Fork { echo, ours } => {
                    self.notice(at, if ours { Notice::CopyOfOurs } else { Notice::CopyOfTheirs });
                    let answered = !origin.history && !origin.notice;
                    if answered && self.may_ask_for_offer(at) {
                        self.offer_if_allowed(at, Some(echo))?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The host has shown a text: it is acknowledged from now on.
    pub(in crate::messenger) fn confirm(
        &mut self,
        who: &Fingerprint,
        id: crate::session::TextId,
    ) -> Result<(), MessengerError> {
        self.drop_row(Table::Shown, &ShownRecord::key(who, id))?;
        if self.load_peer(who)? {
            self.with_peer(who, |peer, cx| peer.confirm(id, cx.now))?;
        }
        Ok(())
    }

    /// A line was refused.
    fn refused(
        &mut self,
        at: &AddressKey,
        who: Option<Fingerprint>,
        line: &[u8],
        error: SessionError,
        origin: Origin,
    ) -> Result<(), MessengerError> {
        if error.is_silent() || origin.history || origin.notice {
            return Ok(());
        }
        if let Some(echo) = error.echo() {
            if matches!(error, SessionError::Forged(_)) && self.account().addresses.contains_key(at)
            {
                self.notice(at, Notice::Damaged);
            }
            self.unreadable(at, echo);
            return Ok(());
        }
        match (error, who) {
            (SessionError::OtherIdentity(other), _) => self.key_changed(at, &other),
            (SessionError::UnexpectedOffer, Some(who)) => self.probe(at, &who, Some(line)),
            (SessionError::Ended, Some(who)) => match self.account().state(at) {
                // It was the other side that ended it: it may begin anew.
                State::Ended => {
                    self.with_peer(&who, |peer, _| peer.reopen())?;
                    match self.read_with(&who, line)? {
                        Ok(events) => self.read_by(&who, at, events, origin, self.now),
                        Err(_) => Ok(()),
                    }
                }
                State::Asked => Ok(()),
                _ => self.invited(at, Some(line), Some(who)),
            },
            (SessionError::Forked, _) | (SessionError::OwnIdentity, _) => Ok(()),
            (SessionError::ReplayedOffer | SessionError::OlderCard, _) => Ok(()),
            (SessionError::Identity(_), _) => {
                self.notice(at, Notice::BadInvitation);
                Ok(())
            }
            (SessionError::UnknownItem(_) | SessionError::Wire(_), _) => {
                self.notice(at, Notice::NotUnderstood);
                Ok(())
            }
            (SessionError::Crypto(error), _) => Err(error.into()),
            _ => {
                self.notice(at, Notice::Damaged);
                Ok(())
            }
        }
    }

    /// A line of somebody whose key the user has replaced at this address. If it is readable and new
    /// its owner is still there, and the user is asked, once; what it says is not shown, and stays
    /// unread.
    fn former_key(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
        line: &[u8],
        origin: Origin,
    ) -> Result<(), MessengerError> {
        let here = self.route(who).is_some_and(|route| route == *at);
        let asked = self.passing(at).former.contains(who);
        if here && !asked { self.shows_up(at, who, line, origin) } else { Ok(()) }
    }

    /// Whether somebody who has no window any more writes from a name that belongs to others: what
    /// they say must not appear as if those had said it.
    fn is_at_the_door_of_others(&self, at: &AddressKey, who: &Fingerprint) -> bool {
        let others = |name: &Name| {
            let left = name.left();
            !name.owners().is_empty() || (!left.is_empty() && !left.contains(who))
        };
        self.window_of(who, at).is_none() && self.account().names.get(at).is_some_and(others)
    }

    /// If a line of somebody is readable and new they are there, and the user is asked; what it says
    /// is not shown, and stays unread.
    fn shows_up(
        &mut self,
        at: &AddressKey,
        who: &Fingerprint,
        line: &[u8],
        origin: Origin,
    ) -> Result<(), MessengerError> {
        if origin.history || !self.may_compute(at) {
            return Ok(());
        }
        let now = self.seconds();
        let Some(loaded) = self.account().peers.get(who) else { return Ok(()) };
        // Copies: the ratchet stays where it is.
        let (mut peer, mut installation) =
            (loaded.peer.clone(), self.account().installation.clone());
        let mut context = Context { installation: &mut installation, now, rng: self.random };
        match peer.receive_line(&mut context, line) {
            Ok(_) => self.key_changed(at, who),
            Err(_) => Ok(()),
        }
    }
}
