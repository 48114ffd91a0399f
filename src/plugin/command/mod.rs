//! The words that a user types: parsed here, done in the files of this room.

mod about;
mod answering;
mod deciding;
mod keys;
mod lists;
mod menus;
mod secrets;
mod talk;
mod word;

pub(super) use word::{ALL, Word};

use super::codes::Cause;
use super::error::PluginError;
use super::frontend::Frontend;
use super::walk::Outcome;
use crate::messenger::Action;
use std::borrow::Cow;

/// A command, understood.
#[derive(Debug, Clone, Copy)]
pub(super) struct Command<'a> {
    pub(super) account: &'a str,
    /// The person; empty if it is about nobody.
    pub(super) peer: &'a str,
    /// What stands behind the word and the name.
    pub(super) rest: &'a str,
}

impl Frontend {
    /// Does what the user has typed behind the name of the command. `peer` is the person in whose
    /// window it was typed; a name behind the word means that person instead. A name with blanks
    /// stands in double quotes.
    ///
    /// | word | what it does |
    /// |---|---|
    /// | `start`, `end`, `cancel`, `status` | a private conversation |
    /// | `accept`, `decline`, `accept-key`, `add-key` | what is asked about an invitation, a name or a key |
    /// | `verify`, `unverify`, `differ`, `safety`, `code`, `devices` | comparing keys |
    /// | `send`, `resend`, `discard` | texts that wait for a decision |
    /// | `block`, `unblock`, `forget` | a person |
    /// | `unlock`, `passphrase`, `no-passphrase` | what protects the vault |
    /// | `export FILE`, `import FILE` | our identity, for another device |
    /// | `go-on` | uses a vault that was set back or is damaged as it is |
    /// | `mode`, `card`, `list`, `help` | how conversations begin, our card, who is known |
    pub fn command(&mut self, account: &str, peer: &str, words: &str) -> Outcome {
        self.begin();
        let words = words.trim();
        let (first, rest) = split_word(words);
        if first.is_empty() {
            return self.help(account, peer);
        }
        let Some(word) = Word::of(first) else {
            return self.mistake(account, peer, "unknown-command", first);
        };
        if self.messenger.is_closed() && !matches!(word, Word::GoOn | Word::Help) {
            let mut items = Vec::new();
            self.say_closed(Cause::User, &mut items);
            return self.failed(PluginError::Command, items);
        }
        // What is typed in the window of one person may be about another one.
        let (peer, rest) = match word.needs_name() || word.may_have_name() {
            true if peer.is_empty() || !word.takes(rest) => split_name(rest),
            _ => (Cow::Borrowed(peer), rest),
        };
        let peer = &*peer;
        if peer.is_empty() && word.needs_name() {
            let typed = format!("{} {first}", self.whole.command);
            return self.mistake(account, "", "need-name", &typed);
        }
        if !word.takes(rest) {
            return self.mistake(account, peer, "too-much", rest);
        }
        if !peer.is_empty() && self.at(account, peer).is_none() {
            return self.mistake(account, "", "no-such-account", "");
        }
        self.done(word, Command { account, peer, rest })
    }

    fn done(&mut self, word: Word, command: Command<'_>) -> Outcome {
        let Command { account, peer, rest } = command;
        match word {
            Word::Start if self.is_program(account, peer) => {
                self.mistake(account, peer, "is-program", "")
            }
            Word::Start => self.decided(account, peer, Action::Start, None),
            Word::End => self.decided(account, peer, Action::End, None),
            Word::Cancel => self.decided(account, peer, Action::Cancel, None),
            Word::Block => self.decided(account, peer, Action::Block, None),
            Word::Unblock => self.decided(account, peer, Action::Unblock, None),
            Word::Forget => self.forget(command),
            Word::Card => self.card(command),
            Word::Accept => self.accept(command),
            Word::Decline => self.decline(command),
            Word::AcceptKey => self.key(command, Action::AcceptKey),
            Word::AddKey => self.key(command, Action::AddKey),
            Word::Verify => self.verify(command),
            Word::Unverify => self.decided_of_current(command, Action::Unverify),
            Word::Differ => self.differ_now(command),
            Word::Safety => self.safety(command),
            Word::Code => self.code(command),
            Word::Devices => self.devices(command),
            Word::Send => self.send_texts(command, "sent-now"),
            Word::Resend => self.send_texts(command, "resent"),
            Word::Discard => self.discard_texts(command),
            Word::Mode => self.mode(account, peer, rest),
            Word::Status => self.status(account, peer),
            Word::Unlock => self.unlock(command),
            Word::Passphrase => self.passphrase(command),
            Word::NoPassphrase => self.no_passphrase(command),
            Word::Export => self.export(command),
            Word::Import => self.import(command),
            Word::GoOn => self.go_on(),
            Word::List => self.list(account),
            Word::Help => self.help(account, peer),
        }
    }
}

/// The first word, and what stands behind it.
pub(super) fn split_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    match text.split_once(char::is_whitespace) {
        Some((first, rest)) => (first, rest.trim_start()),
        None => (text, ""),
    }
}

/// A name, in double quotes if it has blanks or begins with such a quote, and what stands behind it.
/// `\\"` and `\\\\` within quotes are one character.
fn split_name(text: &str) -> (Cow<'_, str>, &str) {
    let text = text.trim_start();
    let whole = || {
        let (name, rest) = split_word(text);
        (Cow::Borrowed(name), rest)
    };
    let Some(quoted) = text.strip_prefix('"') else { return whole() };
    let mut name = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                let rest = quoted.get(at + 1..).unwrap_or_default();
                return (Cow::Owned(name), rest.trim_start());
            }
            '\\' => name.extend(chars.next().map(|(_, c)| c)),
            c => name.push(c),
        }
    }
    // A quote that does not end is a part of the name.
    whole()
}
