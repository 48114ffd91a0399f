//! Texts as the user types them: taken, held, asked about or refused.

use super::call::Call;
use crate::guard::{AddressKey, Door, Name, Op};
use crate::identity::Fingerprint;
use crate::messenger::limits::{MAX_TEXTS, MAX_TEXTS_BYTES, MAX_TEXTS_OF_ADDRESS};
use crate::messenger::memory::texts::Text;
use crate::messenger::network::origin::Origin;
use crate::messenger::rows::records::{Phase, TextRecord, Unknown};
use crate::messenger::tells::display;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Stage, State};
use crate::messenger::tells::notice::Notice;
use crate::session::Content;
use crate::wire::armor;
use crate::wire::limits::MAX_TEXT;

/// Bytes of text in a line, at least: what a line holds less header, padding and items.
const OVERHEAD_BYTES: usize = 96;

impl Call<'_, '_> {
    /// A text of the user as the host gave it, at `written`. Gives its number, if there is anything
    /// in it.
    pub(in crate::messenger) fn take_outgoing(
        &mut self,
        at: &AddressKey,
        text: &[u8],
        origin: Origin,
        whom: Option<Fingerprint>,
        written: u64,
    ) -> Result<Result<Option<u64>, Notice>, MessengerError> {
        let markup = origin.markup(self.account().profile.markup_given());
        let (content, bytes) = display::outgoing(markup, text);
        let content = match (content, origin.action) {
            (Content::Plain, true) => Content::PlainAction,
            (Content::Html, true) => Content::HtmlAction,
            (content, _) => content,
        };
        if bytes.is_empty() {
            return Ok(Ok(None));
        }
        self.take_text(at, (content, bytes), whom, written)
    }

    /// Where a text that had to wait goes now: along with whom it was typed for, if they have another
    /// name meanwhile.
    pub(in crate::messenger) fn moved_with(
        &mut self,
        at: &AddressKey,
        whom: Option<&Fingerprint>,
    ) -> Result<AddressKey, MessengerError> {
        let left = |who: &&Fingerprint| {
            self.account().names.get(at).is_some_and(|name| name.left().contains(who))
        };
        let Some(who) = whom.filter(left) else { return Ok(at.clone()) };
        self.load_peer(who)?;
        let window = self.window_of(who, at).filter(|window| self.is_at(window, who));
        Ok(window.unwrap_or_else(|| at.clone()))
    }

    /// Takes a text of the user, who has typed it for `whom` if it had to wait since. `Err` is what to
    /// tell if it is refused.
    fn take_text(
        &mut self,
        at: &AddressKey,
        (content, bytes): (Content, Vec<u8>),
        whom: Option<Fingerprint>,
        written: u64,
    ) -> Result<Result<Option<u64>, Notice>, MessengerError> {
        self.begin_if_due(at)?;
        let lines = self.lines_needed(&bytes);
        let phase = match self.phase_of_new_text(at, lines)? {
            Ok(phase) => phase,
            Err(notice) => return Ok(Err(notice)),
        };
        if bytes.len() > MAX_TEXT
            || lines > usize::try_from(crate::wire::limits::MAX_PARTS).unwrap_or(0)
        {
            return Ok(Err(Notice::TooLong));
        }
        let texts = &self.account().texts;
        if texts.len() >= MAX_TEXTS
            || texts.count_waiting_at(at) >= MAX_TEXTS_OF_ADDRESS
            || texts.bytes().saturating_add(bytes.len()) > MAX_TEXTS_BYTES
        {
            return Ok(Err(Notice::TooMany));
        }
        // Only now the user has done something here: a text that is refused makes nobody known.
        let _none = self.guard(&Op::Wrote(at))?;
        let number = self.account_mut().next_number();
        let (address, who) = (at.clone(), whom.or(self.who(at)));
        let gone = whom.is_some_and(|whom| !self.is_at(at, &whom));
        let phase = if gone { Phase::Lost } else { phase };
        let record = TextRecord {
            number,
            address,
            who,
            content,
            bytes,
            id: None,
            phase,
            written,
            dated: false,
            since: written,
            attempts: 0,
            unknown: Unknown::default(),
        };
        self.account_mut().texts.insert(Text::new(record));
        self.save_text(number);
        if phase == Phase::Asking {
            self.tell(number, Stage::Asking);
            self.ask_about(number);
            return Ok(Ok(Some(number)));
        }
        if gone {
            // Somebody else is here now. The user sees what has become of it.
            self.tell(number, Stage::Lost);
            return Ok(Ok(Some(number)));
        }
        match (self.account().state(at), who) {
            (State::Private, Some(who))
                if !self.account().texts.is_behind_an_old_one(number, &who) =>
            {
                self.send(number, &who)?;
            }
            _ => self.tell(number, Stage::Held),
        }
        Ok(Ok(Some(number)))
    }

    fn lines_needed(&self, bytes: &[u8]) -> usize {
        let room = armor::capacity(self.account().profile.line_limit());
        bytes.len().div_ceil(room.saturating_sub(OVERHEAD_BYTES).max(1))
    }

    /// Whether texts to an address are to be held, and why not to be sent.
    fn phase_of_new_text(
        &self,
        at: &AddressKey,
        lines: usize,
    ) -> Result<Result<Phase, Notice>, MessengerError> {
        Ok(match self.shown_state(at)? {
            State::Ended => Err(Notice::Ended),
            State::Alarm => Err(Notice::KeyChanged),
            State::Blocked => Err(Notice::Blocked),
            // It had to wait for the vault, and the user has ended the conversation meanwhile.
            State::Plain | State::Invited | State::Required => Err(Notice::NotPossible),
            _ if lines > self.account().profile.long_text_lines() => Ok(Phase::Asking),
            _ => Ok(Phase::Held),
        })
    }

    /// Where nothing may go in clear a text begins a private conversation; so does one after a start
    /// that could not be carried out.
    fn begin_if_due(&mut self, at: &AddressKey) -> Result<(), MessengerError> {
        let idle = matches!(self.account().state(at), State::Plain | State::Invited);
        let names = &self.account().names;
        let door = names.get(at).map_or(Door::Open, Name::door);
        let due = match door {
            Door::Open => names.requires_privacy(at),
            Door::Started => true,
            Door::Shut => false,
        };
        match idle && due && !matches!(self.shown_state(at)?, State::Alarm | State::Blocked) {
            true => self.start(at),
            false => Ok(()),
        }
    }
}
