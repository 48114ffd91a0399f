//! Alice, her friends, and a network that calls anybody anything.

use super::super::ledger::{Failure, ensure};
use super::alice::{Alice, Call};
use super::record::Fate;
use super::users::{Friend, SharedClock};
use crate::dice::Dice;
use crate::pair::START;
use crate::stranger::Stranger;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use subrosa::identity::Fingerprint;
use subrosa::messenger::{Action, MessengerError, Origin, Outcome, Profile};
use subrosa::vault::VaultError;

/// The names that go round.
pub const NICKS: [&str; 6] = ["bob", "carol", "dave", "bob_", "erin", "frank"];
/// Names that nobody gives away: only clear texts and the enemy's lines come from there.
pub const BYSTANDERS: [&str; 2] = ["yan", "zoe"];

/// A kind of world.
pub struct Scene {
    pub name: &'static str,
    /// Of a hundred of Alice's calls so many in which her processes die.
    pub kills: usize,
    /// Another program keeps the vault busy now and then.
    pub busy: bool,
    /// The disk is full now and then.
    pub full: bool,
    pub steps: usize,
}

/// Something on its way to Alice.
#[derive(Clone)]
pub struct Wire {
    pub account: usize,
    pub from: String,
    pub text: Vec<u8>,
    pub clear: bool,
}

/// A text that Alice typed.
pub struct Typed {
    /// Whom she typed it for: those who were known in the window. Empty: whoever would come.
    pub readers: BTreeSet<Fingerprint>,
    pub read_by: BTreeSet<Fingerprint>,
}

pub struct World {
    pub scene: &'static Scene,
    pub dice: Dice,
    pub now: u64,
    pub alice: Alice,
    pub friends: Vec<Friend>,
    pub inbox: VecDeque<Wire>,
    pub outbox: VecDeque<(usize, usize, String)>,
    /// Lines that came to Alice, and those that she sent.
    pub heard: Vec<Wire>,
    pub sent: Vec<String>,
    pub typed: BTreeMap<String, Typed>,
    /// Keys that have appeared where somebody else is known.
    pub guests: BTreeMap<(usize, String), Fingerprint>,
    pub stranger: Stranger,
    /// The vault cannot be written now.
    pub failing: bool,
    /// Alice's vault is locked on this account.
    pub locked: Option<usize>,
    pub steps: usize,
    pub story: Option<Vec<String>>,
    pub clock: SharedClock,
}

impl World {
    pub fn new(scene: &'static Scene, seed: u64, told: bool) -> Self {
        let mut dice = Dice::new(seed ^ 0x5ade);
        let now = START * 1_000;
        let clock = SharedClock(Arc::new(AtomicU64::new(now)));
        let profiles = [(); 2].map(|()| {
            let name = ["irc", "irc", "xmpp", "plain"][dice.below(4)];
            Profile::by_name(name).unwrap()
        });
        let alice = Alice::new(&clock, profiles, dice.roll(), scene.full);
        let friend = |name: &&'static str| Friend::new(name, &clock, dice.roll());
        let friends = NICKS[..3].iter().map(friend).collect();
        let stranger = Stranger::new(dice.roll());
        Self {
            scene,
            dice,
            now,
            alice,
            friends,
            inbox: VecDeque::new(),
            outbox: VecDeque::new(),
            heard: Vec::new(),
            sent: Vec::new(),
            typed: BTreeMap::new(),
            guests: BTreeMap::new(),
            stranger,
            failing: false,
            locked: None,
            steps: 0,
            story: told.then(Vec::new),
            clock,
        }
    }

    pub fn note(&mut self, what: impl FnOnce() -> String) {
        if let Some(story) = &mut self.story {
            story.push(format!("{:>5} {}", self.steps, what()));
        }
    }

    pub fn pass_time(&mut self, milliseconds: u64) {
        self.now += milliseconds;
        self.clock.0.store(self.now, Ordering::Relaxed);
    }

    /// The one spelling of a name, by the rules of the network as its documents have them.
    pub fn key(&self, account: usize, name: &str) -> String {
        match self.alice.profiles[account].name() {
            "irc" => {
                let nick = name.trim_start_matches(['@', ':']);
                nick.split(['!', '@', '%']).next().unwrap_or_default().to_lowercase()
            }
            "xmpp" => name.split('/').next().unwrap_or_default().to_lowercase(),
            _ => name.to_owned(),
        }
    }

    /// A name in one of the spellings that the network takes for it.
    pub fn spelled(&mut self, account: usize, nick: &str) -> String {
        let roll = self.dice.below(8);
        match (self.alice.profiles[account].name(), roll) {
            ("irc" | "xmpp", 0) => nick.to_uppercase(),
            ("irc", 1) => format!("{nick}!user@host"),
            ("irc", 2) => format!("{nick}@irc.example"),
            ("xmpp", 1) => format!("{nick}/phone"),
            _ => nick.to_owned(),
        }
    }

    /// Who really has a name on a network.
    pub fn holder(&self, account: usize, nick: &str) -> Option<usize> {
        self.friends.iter().position(|friend| friend.nicks[account] == nick)
    }

    // ---- Alice's calls ----

    /// Makes a call and does what its outcome says.
    pub fn call(&mut self, account: usize, call: Call) -> Result<(), Failure> {
        let mut there = BTreeSet::new();
        if let Call::Say { to: at, .. } | Call::Decide { at, .. } = &call
            && !self.failing
        {
            there = self.known_at(account, at)?;
        }
        let may_die = self.scene.kills > 0 && !self.failing && self.locked.is_none();
        let dies = may_die && self.dice.percent(self.scene.kills);
        let before = dies.then(|| self.alice.files());
        self.note(|| format!("{account}: {}{}", told(&call), if dies { " and dies" } else { "" }));
        if let (true, Call::Say { text, .. }) = (dies, &call) {
            // The vault may have it.
            let typed = Typed { readers: there.clone(), read_by: BTreeSet::new() };
            self.typed.insert(text.clone(), typed);
        }
        let outcome = self.alice.perform(account, &call);
        let fate = match &outcome.error {
            _ if dies => Fate::Killed,
            None => Fate::Done,
            Some(MessengerError::Vault(
                VaultError::Busy | VaultError::DiskFull | VaultError::Io(_),
            )) => Fate::Failed,
            // The account is not there: nothing is known that could be kept.
            Some(MessengerError::Vault(VaultError::Locked)) => Fate::Refused,
            Some(MessengerError::Vault(error)) => return Err(format!("{call:?}: {error}")),
            Some(_) => Fate::Refused,
        };
        let lawful = fate != Fate::Failed || self.failing;
        ensure!(lawful, "{call:?} fails: {:?}", outcome.error);
        if let Some(error) = &outcome.error {
            self.note(|| format!("     {error:?}"));
        }
        if let Call::Decide { action: Action::Verify, who: Some(who), .. } = &call
            && matches!(fate, Fate::Done | Fate::Killed)
        {
            self.alice.shadow.verified.insert(*who);
        }
        if !dies {
            self.judge_verdict(account, &call, outcome.verdict, &there)?;
            self.walk(account, &outcome)?;
        }
        // A mode that is set for an account that is locked is set when it is unlocked.
        let mode = matches!(call, Call::SetMode { .. } | Call::SetAccountMode { .. });
        let later = mode && self.locked == Some(account) && fate == Fate::Refused;
        self.record(account, &call, &there, if later { Fate::Killed } else { fate });
        if let Call::Decide { at, action: Action::End, .. } = &call
            && fate == Fate::Done
        {
            self.judge_end(account, at)?;
        }
        if let Some(before) = before {
            self.come_back(&before)?;
        }
        Ok(())
    }

    fn record(&mut self, account: usize, call: &Call, there: &BTreeSet<Fingerprint>, fate: Fate) {
        let key = |world: &Self, name: &str| world.key(account, name);
        match call {
            Call::Decide { at, action, who } => {
                let at = key(self, at);
                self.alice.shadow.decided(account, &at, *action, *who, there, fate);
            }
            Call::SetMode { at, mode } => {
                let at = key(self, at);
                self.alice.shadow.set_mode(account, &at, *mode, fate);
            }
            Call::SetAccountMode { mode } => {
                self.alice.shadow.set_account_mode(account, *mode, fate);
            }
            Call::Rename { from, to } => {
                let (from, to) = (key(self, from), key(self, to));
                self.alice.shadow.renamed(account, &from, &to, fate);
            }
            _ => {}
        }
    }

    /// Both processes have died, one of them in a call; the vault is as some commit left it.
    fn come_back(&mut self, before: &super::super::disk::Files) -> Result<(), Failure> {
        let states = super::super::disk::Files::between(before, &self.alice.files());
        let chosen = self.dice.below(states.len());
        self.note(|| format!("     commit {chosen} of {} survives", states.len() - 1));
        self.alice.set_back(&states[chosen]);
        for account in 0..2 {
            self.begin(account)?;
        }
        Ok(())
    }

    pub fn begin(&mut self, account: usize) -> Result<(), Failure> {
        let outcome = self.alice.begin(account).map_err(|error| format!("beginning: {error}"))?;
        self.walk(account, &outcome)
    }

    pub fn hear(&mut self, wire: &Wire, origin: Origin) -> Result<(), Failure> {
        let from = self.spelled(wire.account, &wire.from);
        self.heard.push(wire.clone());
        self.call(wire.account, Call::Hear { from, text: wire.text.clone(), origin })
    }

    /// A friend's host does what an outcome says.
    pub fn friend_walks(&mut self, friend: usize, outcome: &Outcome) -> Result<(), Failure> {
        super::check::friend_walks(self, friend, outcome)
    }
}

/// A call in a few words.
fn told(call: &Call) -> String {
    match call {
        Call::Hear { from, text, origin } => {
            let text = super::super::walk::describe(&String::from_utf8_lossy(text));
            format!("hears {text} from {from}, history {}", origin.history)
        }
        other => format!("{other:?}"),
    }
}
