//! What a host talks to: the messenger, what was told and not carried out yet, what is asked.

use super::error::PluginError;
use super::event::{Event, EventKind};
use super::gate::Gate;
use super::irc::Connection;
use super::network::Met;
use super::question::Questions;
use super::sentences::Sentences;
use super::settings::{One, Whole};
use super::walk::{Back, Item, Outcome, Shown, Verdict, What};
use super::window::{At, Standing, Windows};
use crate::messenger::{Messenger, MessengerError};
use crate::vault::VaultError;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;
use zeroize::Zeroizing;

/// In how many milliseconds a tick comes that only gives what is told already.
pub(super) const SOON_MS: u64 = 10;

/// How long strangers who ask are counted, before the user is told of them together.
pub(super) const STRANGERS_MS: u64 = 60_000;

/// What the call that is made now has to tell of a text that came.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    /// Clear text of this peer is marked.
    pub(super) marks: bool,
    /// When the text was said, by what the network says.
    pub(super) time: u64,
    /// The label of the line of IRC that was typed.
    pub(super) label: String,
}

/// What a thing that takes long needs when it is done.
#[derive(Debug, Clone, Default)]
pub(super) struct Working {
    /// The file that an identity is written to.
    pub(super) file: String,
    /// Accounts that were given back meanwhile, and their profiles.
    pub(super) accounts: Vec<(String, &'static str)>,
}

/// What is remembered of an account besides what the messenger does.
#[derive(Debug, Clone)]
pub(super) struct Account {
    /// The host has attached it, with this profile.
    pub(super) profile: Option<&'static str>,
    /// Private texts may stand in logs.
    pub(super) log: bool,
    /// Somebody looks.
    pub(super) shows: bool,
    /// People are told that the library is here, where the network can carry that unseen.
    pub(super) tell: bool,
    /// The query goes, once, to somebody unknown who writes like a person.
    pub(super) append: bool,
    /// Bytes of a raw line for the host, at most; 0: as many as the text has.
    pub(super) raw: usize,
    /// Our nick, on a connection that is met in its middle.
    pub(super) nick: Option<String>,
    /// The host has said how long lines are: that is not learned.
    pub(super) line_chars: bool,
}

impl Default for Account {
    fn default() -> Self {
        Self {
            profile: None,
            log: false,
            shows: true,
            tell: true,
            append: false,
            raw: 0,
            nick: None,
            line_chars: false,
        }
    }
}

/// An open vault, and everything that a host need not do itself: sentences, questions, titles,
/// commands, and repeating events that were not carried out.
pub struct Frontend {
    pub(super) messenger: Gate,
    pub(super) whole: Whole,
    pub(super) sentences: Sentences,
    pub(super) accounts: BTreeMap<String, Account>,
    pub(super) met: Met,
    /// Connections of accounts that are fed with raw lines of IRC.
    pub(super) irc: BTreeMap<String, Connection>,
    pub(super) windows: Windows,
    pub(super) questions: Questions,
    /// Texts whose echo says that they wait, by account and number.
    pub(super) waiting: BTreeMap<(String, u64), String>,
    /// Private texts on their way to the host, and in how many parts: before they are confirmed.
    pub(super) showing: BTreeMap<(String, Shown), usize>,
    /// Texts that were shown, and of which the messenger does not know it yet.
    pub(super) shown: BTreeMap<String, BTreeSet<Shown>>,
    /// Texts that came while nobody looked: no host was given them in this run.
    pub(super) unseen: BTreeSet<(String, Shown)>,
    /// How many texts, and parts of them, have been told: the order in which they are shown.
    pub(super) texts: u64,
    /// What was not carried out, in the order in which it comes again.
    pub(super) again: VecDeque<(u64, Item)>,
    /// What the next tick tells.
    pub(super) later: Vec<Item>,
    /// Strangers who ask: since when they are counted, and who.
    pub(super) strangers: Option<(u64, BTreeSet<At>)>,
    /// The one of them who was asked about alone.
    pub(super) stranger: Option<At>,
    pub(super) context: Context,
    /// The new passphrase that was given once, until it is given again.
    pub(super) secret: Option<Zeroizing<String>>,
    /// The file that is written, and the accounts that wait for an identity to be taken over.
    pub(super) working: Working,
    /// Settings of accounts that could not be set yet: nothing leaves there before they are.
    pub(super) pending: BTreeMap<String, Vec<One>>,
    /// Accounts that were given back, or are called otherwise, in their order: the number of the move,
    /// which, and how it is called now.
    pub(super) moved: VecDeque<(u64, String, Option<String>)>,
    pub(super) back: Back,
}

impl fmt::Debug for Frontend {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Frontend")
            .field("messenger", &self.messenger)
            .field("whole", &self.whole)
            .finish_non_exhaustive()
    }
}

impl Frontend {
    /// Puts a host's settings before a messenger.
    ///
    /// | setting | value |
    /// |---|---|
    /// | `command` | how a command begins that the user types: `/subrosa` |
    /// | `can` | `edits`, `buttons`, `hidden`, `time`: what the host can do, so that nothing is told twice |
    /// | `language` | a file of templates as `bindings/sentences.json` |
    ///
    /// # Errors
    /// [`PluginError::Settings`], [`PluginError::Setting`], [`PluginError::Language`].
    pub fn new(messenger: Messenger, settings: &str) -> Result<Self, PluginError> {
        Self::through(Gate::open(messenger), settings)
    }

    pub(super) fn through(mut messenger: Gate, settings: &str) -> Result<Self, PluginError> {
        let whole = Whole::parse(settings)?;
        let sentences = match &whole.language {
            Some(path) => Sentences::load(path)?,
            None => Sentences::default(),
        };
        let mut random = [0; 8];
        messenger.random(&mut random).map_err(MessengerError::from)?;
        Ok(Self {
            messenger,
            whole,
            sentences,
            accounts: BTreeMap::new(),
            met: Met::default(),
            irc: BTreeMap::new(),
            windows: Windows::default(),
            questions: Questions::starting(random),
            waiting: BTreeMap::new(),
            showing: BTreeMap::new(),
            shown: BTreeMap::new(),
            unseen: BTreeSet::new(),
            texts: 0,
            again: VecDeque::new(),
            later: Vec::new(),
            strangers: None,
            stranger: None,
            context: Context::default(),
            secret: None,
            working: Working::default(),
            pending: BTreeMap::new(),
            moved: VecDeque::new(),
            back: Back::default(),
        })
    }

    /// The messenger below, for what this layer has no call for: documents, cards, lists. What its
    /// calls tell is not walked here.
    ///
    /// # Errors
    /// Why the vault cannot be used, while that is so.
    pub fn messenger(&mut self) -> Result<&mut Messenger, MessengerError> {
        self.messenger.messenger()
    }

    /// In how many milliseconds [`tick`](Self::tick) has something to do; `None`: nothing.
    pub fn wake_ms(&mut self) -> Option<u64> {
        let now = self.messenger.now_ms();
        let soon = !self.later.is_empty() || !self.back.is_empty() || !self.shown.is_empty();
        let again = self.again_in(now);
        let strangers = self.strangers.as_ref().filter(|(_, counts)| !counts.is_empty());
        let strangers = strangers.map(|(since, _)| (since + STRANGERS_MS).saturating_sub(now));
        let all = [self.messenger.wake_ms(), soon.then_some(SOON_MS), again, strangers];
        all.into_iter().flatten().min().map(|wait| wait.max(SOON_MS))
    }

    /// What is told with the next tick, below a text that passes.
    pub(super) fn tell_later(&mut self, items: Vec<Item>) {
        self.later.extend(items);
    }

    /// The event of an item as it is now, if it is still true; of a title how the conversation stands.
    pub(super) fn present(&self, item: &Item) -> Option<(Event, Option<Standing>)> {
        let event = |peer: &str, kind| Event {
            account: item.account.clone(),
            peer: peer.to_owned(),
            kind,
            raw: None,
        };
        match &item.what {
            What::Title(at) => {
                let at: At = (item.account.clone(), at.clone());
                let (peer, standing) = self.windows.news(&at)?;
                let title = standing.title(&self.sentences);
                Some((event(peer, EventKind::Title(title)), Some(standing)))
            }
            What::Show(show, shown) => {
                let place = (item.account.clone(), *shown);
                self.showing.get(&place)?;
                Some((event(&item.peer, EventKind::Show((**show).clone())), None))
            }
            What::Event(EventKind::Say(say)) if say.question != 0 => {
                self.questions.get(say.question)?;
                Some((event(&item.peer, EventKind::Say(say.clone())), None))
            }
            What::Event(kind) => Some((event(&item.peer, kind.clone()), None)),
        }
    }

    /// The walk has gone past an event. Whether the same comes once more at once, because it changed
    /// meanwhile.
    pub(super) fn carried_out(
        &mut self,
        item: &Item,
        event: &Event,
        standing: Option<Standing>,
    ) -> bool {
        match (&item.what, standing) {
            (What::Title(at), Some(standing)) => {
                let at: At = (item.account.clone(), at.clone());
                self.windows.carried_out(&at, standing);
                return self.windows.news(&at).is_some();
            }
            (What::Show(_, shown), _) => {
                let place = (item.account.clone(), *shown);
                self.unseen.remove(&place);
                if let Some(left) = self.showing.get_mut(&place) {
                    *left = left.saturating_sub(1);
                    if *left == 0 {
                        self.showing.remove(&place);
                        self.shown.entry(place.0).or_default().insert(place.1);
                    }
                }
            }
            _ => {}
        }
        if let EventKind::Say(say) = &event.kind {
            self.questions.asked(say.question);
        }
        false
    }

    /// An outcome of these items alone.
    pub(super) fn outcome(&self, items: Vec<Item>) -> Outcome {
        Outcome::new(Verdict::Pass, items, self.back.clone())
    }

    /// The answer to a look at memory: it is not given again if nobody walks it.
    pub(super) fn looked_up(&self, items: Vec<Item>) -> Outcome {
        Outcome::new(Verdict::Pass, items, Back::default())
    }

    /// Where an address is.
    pub(super) fn at(&self, account: &str, peer: &str) -> Option<At> {
        Some((account.to_owned(), self.messenger.address_key(account, peer)?))
    }

    /// Whether the vault is locked by a passphrase.
    pub fn is_locked(&self) -> bool {
        self.messenger.is_locked()
    }

    /// The answer of a call that could not reach the messenger's account.
    pub(super) fn failed(&mut self, error: PluginError, items: Vec<Item>) -> Outcome {
        let mut outcome = self.outcome(items);
        outcome.error = Some(error);
        outcome
    }

    /// Whether what failed may succeed later: the vault is locked, busy, or cannot be written now, or
    /// another program has the account.
    pub(super) fn waits(&self, error: &PluginError) -> bool {
        if self.messenger.is_closed() {
            return true;
        }
        let PluginError::Messenger(error) = error else { return false };
        let in_use = matches!(
            error,
            MessengerError::Vault(VaultError::InUse | VaultError::InUseElsewhere { .. })
        );
        in_use || error.is_temporary()
    }
}
