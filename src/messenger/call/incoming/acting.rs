//! What follows when a session has read a line.

use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::messenger::call::call::Call;
use crate::messenger::clock::believed;
use crate::messenger::network::origin::Origin;
use crate::messenger::rows::records::{ShownRecord, Unknown};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::notice::Notice;
use crate::session::{Content, Event as SessionEvent, Status, TextId};
use crate::vault::Table;

impl Call<'_, '_> {
    /// A peer has read a line: does what follows.
    pub(in crate::messenger::call) fn read_by(
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
        (passing.readable_at, passing.answer, passing.unread) = (Some(now), None, None);
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
    pub(in crate::messenger::call) fn act(
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
                SessionEvent::Text { id, content: Content::FullCard, bytes, .. } => {
                    self.with_peer(who, |peer, cx| peer.confirm(id, cx.now))?;
                    self.card_came(who, at, &bytes)?;
                }
                SessionEvent::Text { id, content, bytes, unconfirmed, overtaken, written } => {
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
                        written: believed(written, arrived),
                        arrived,
                        unknown: Unknown::default(),
                    };
                    self.keep(Table::Shown, &ShownRecord::key(who, id), &shown)?;
                    self.show(&shown, false)?;
                }
                SessionEvent::Unproven(_) => self.notice(at, Notice::Unproven),
                SessionEvent::Delivered(id) => self.delivered(who, id)?,
                SessionEvent::Misread(id) => self.misread(who, id)?,
                SessionEvent::Fork { echo, ours } => {
                    self.notice(at, if ours { Notice::CopyOfOurs } else { Notice::CopyOfTheirs });
                    if !origin.history && !origin.notice {
                        self.fork_seen(who, at, echo)?;
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
        id: TextId,
    ) -> Result<(), MessengerError> {
        self.drop_row(Table::Shown, &ShownRecord::key(who, id))?;
        if self.load_peer(who)? {
            self.with_peer(who, |peer, cx| peer.confirm(id, cx.now))?;
        }
        Ok(())
    }
}
