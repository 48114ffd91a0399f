//! What the host is given to show, and what it is told again: after a restart, or when it asks.

use super::call::Call;
use crate::guard::{AddressKey, Name};
use crate::messenger::limits::LATE_MS;
use crate::messenger::network::origin::Origin;
use crate::messenger::network::profile::Markup;
use crate::messenger::rows::records::{Phase, Record, ShownRecord, TextRecord};
use crate::messenger::tells::display;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{ContactInfo, EventKind, Question, Show, Stage, State, Trust};
use crate::session::Content;
use crate::vault::Table;
use std::collections::BTreeSet;

impl Call<'_, '_> {
    /// What is left from the last run.
    pub(in crate::messenger) fn tell_everything(&mut self) -> Result<(), MessengerError> {
        let mut addresses: Vec<AddressKey> = self.account().addresses.keys().cloned().collect();
        addresses.sort();
        self.read_contacts();
        for at in addresses {
            if self.shown_state(&at)? != State::Plain {
                self.tell_state(&at)?;
            }
            // Accepting somebody takes their fingerprint, which the last run's host has forgotten.
            for guest in self.guests(&at) {
                let question = match self.person(&guest)?.accepted {
                    true => Question::AddressChanged,
                    false => Question::KeyChanged,
                };
                self.ask(&at, question, Some(guest));
            }
        }
        self.show_unconfirmed()?;
        let texts = self.account().texts.all().map(|text| &text.record);
        let phases: Vec<(u64, Phase)> = texts.map(|text| (text.number, text.phase)).collect();
        let texts = self.account().texts.all().map(|text| &text.record);
        let old = texts.filter(|text| text.phase == Phase::Old);
        let old: BTreeSet<_> = old.map(|text| (text.address.clone(), text.who)).collect();
        for (number, phase) in phases {
            self.tell(
                number,
                match phase {
                    Phase::Sent => Stage::Sending,
                    Phase::Lost => Stage::Lost,
                    Phase::Asking | Phase::Old => Stage::Asking,
                    Phase::Held => Stage::Held,
                },
            );
            if phase == Phase::Asking {
                self.ask_about(number);
            }
        }
        old.into_iter().for_each(|(at, who)| self.ask_about_old(&at, who));
        Ok(())
    }

    /// Shows again what the host has not confirmed.
    pub(in crate::messenger) fn show_unconfirmed(&mut self) -> Result<(), MessengerError> {
        let group = self.account().group();
        let mut shown = Vec::new();
        for bytes in self.tx().scan(Table::Shown, &group)? {
            shown.push(ShownRecord::from_bytes(&bytes)?);
        }
        shown.sort_by_key(|record| record.number);
        shown.iter().try_for_each(|record| self.show(record, true))
    }

    /// Shows a text of a peer; a text of several lines in as many pieces where a line must not
    /// stand without its sender.
    pub(super) fn show(
        &mut self,
        shown: &ShownRecord,
        repeated: bool,
    ) -> Result<(), MessengerError> {
        let profile = &self.account().profile;
        let texts =
            display::display(shown.content, &shown.bytes, profile.markup_taken(), profile.lines());
        // Trust is accepted at a name. Who is accepted nowhere any more is nobody here.
        let name = self.account().names.get(&shown.address);
        let known = name.is_some_and(|name| {
            name.owners().contains(&shown.who) || name.left().contains(&shown.who)
        });
        let trust = match self.trust(&shown.who)? {
            Trust::Verified | Trust::FirstUse if !known => Trust::None,
            trust => trust,
        };
        let late = self.now.saturating_sub(shown.arrived) > LATE_MS;
        for text in texts {
            let show = Show {
                text,
                action: shown.content.is_action(),
                private: true,
                trust,
                fingerprint: Some(shown.who),
                id: Some(shown.id),
                late,
                repeated,
                history: shown.history,
                unconfirmed: shown.unconfirmed,
                overtaken: shown.overtaken,
                arrived: shown.arrived / 1_000,
                written: shown.written,
            };
            self.event(&shown.address, EventKind::Show(show));
        }
        Ok(())
    }

    /// Text that stood around a line: not private.
    pub(super) fn show_clear(&mut self, at: &AddressKey, text: &[u8], origin: Origin) {
        if text.trim_ascii().is_empty() {
            return;
        }
        let now = self.seconds();
        let profile = &self.account().profile;
        let content = match origin.markup(profile.markup_given()) {
            Markup::Plain => Content::Plain,
            Markup::Html => Content::Html,
        };
        for text in display::display(content, text, profile.markup_taken(), profile.lines()) {
            self.event(
                at,
                EventKind::Show(Show {
                    text,
                    action: false,
                    private: false,
                    trust: Trust::None,
                    fingerprint: None,
                    id: None,
                    late: false,
                    repeated: false,
                    history: origin.history,
                    unconfirmed: false,
                    overtaken: false,
                    arrived: now,
                    written: 0,
                }),
            );
        }
    }

    /// Tells what is known of an address: of the identity that texts go to, then of the others.
    pub(in crate::messenger) fn describe(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        let people = self.identities_at(at);
        let people = match people.is_empty() {
            true => vec![None],
            false => people.into_iter().map(Some).collect(),
        };
        let state = self.shown_state(at)?;
        for fingerprint in people {
            let contact = match &fingerprint {
                Some(who) => self.contact(who)?,
                None => None,
            };
            let current = fingerprint == self.who(at);
            let texts = self.account().texts.at(at).map(|text| &text.record);
            let waits = |text: &&TextRecord| {
                let to_them = text.who == fingerprint || (current && text.who.is_none());
                to_them && text.content != Content::FullCard
            };
            let mode = self.account().names.get(at).and_then(Name::mode);
            let info = ContactInfo {
                state,
                trust: match &fingerprint {
                    Some(who) if !current => self.trust(who)?,
                    _ => self.trust_at(at)?,
                },
                fingerprint,
                other: self.challenger(at)?,
                current,
                blocked: contact.as_ref().is_some_and(|contact| contact.blocked)
                    || state == State::Blocked,
                first_seen: contact.map_or(0, |contact| contact.first_seen),
                mode,
                known: self.is_known(at),
                waiting: texts.filter(waits).count(),
                sealable: self.sealable(at, fingerprint.as_ref())?,
            };
            self.event(at, EventKind::Contact(info));
        }
        Ok(())
    }
}
