//! Commands about keys: accepting, comparing, verifying.

use super::super::codes::Cause;
use super::super::event::{Code, EventKind, Place};
use super::super::frontend::Frontend;
use super::super::question::Ask;
use super::super::saying::Details;
use super::super::walk::{Outcome, Verdict, What};
use super::Command;
use crate::identity::Fingerprint;
use crate::messenger::Action;
use crate::verify::{DIGITS_OF_SIDE, Picture, QUIET_ZONE, SafetyNumber};

impl Frontend {
    /// Accepts the key that the user was asked about and has seen, or the one of these digits.
    pub(super) fn key(&mut self, command: Command<'_>, action: Action) -> Outcome {
        let Command { account, peer, rest } = command;
        if !rest.is_empty() {
            return self.decided_by_digits(command, action);
        }
        let Some(at) = self.at(account, peer) else {
            return self.mistake(account, "", "no-such-account", "");
        };
        let seen = self.questions.seen_at(&at);
        let asked = seen.filter_map(|open| match open.ask {
            Ask::Key(who) => Some(who),
            _ => None,
        });
        let asked: Vec<Fingerprint> = asked.collect();
        match asked.as_slice() {
            [who] => self.decided(account, peer, action, Some(*who)),
            [] => self.mistake(account, peer, "nothing-open", ""),
            // Of several the digits say which.
            _ => self.mistake(account, peer, "need-word", "accept-key"),
        }
    }

    /// A decision about the key of these digits.
    pub(super) fn decided_by_digits(&mut self, command: Command<'_>, action: Action) -> Outcome {
        let Command { account, peer, rest } = command;
        match self.whose(account, peer, rest) {
            Ok(who) => self.decided(account, peer, action, Some(who)),
            Err(code) => self.mistake(account, peer, code, ""),
        }
    }

    /// Whose digits these are: a fingerprint of somebody there, or the safety number with them.
    fn whose(&self, account: &str, peer: &str, digits: &str) -> Result<Fingerprint, &'static str> {
        let digit = |c: char| c.is_ascii_digit();
        let filler = |c: char| c.is_whitespace() || Fingerprint::is_dash(c);
        let count = digits.chars().filter(|c| digit(*c)).count();
        if count != 2 * DIGITS_OF_SIDE || !digits.chars().all(|c| digit(c) || filler(c)) {
            return Err("digits-malformed");
        }
        let own = self.messenger.own_fingerprint(account);
        if own.is_some_and(|own| own.matches_digits(digits)) {
            return Err("digits-own");
        }
        let people = self.messenger.people_at(account, peer);
        let theirs = |who: &Fingerprint| {
            let number = own.map(|own| SafetyNumber::new(own, *who));
            who.matches_digits(digits) || number.is_some_and(|n| n.matches_digits(digits))
        };
        people.into_iter().find(theirs).ok_or("other-digits")
    }

    /// Verifies somebody: by digits, or by showing the safety number and asking.
    pub(super) fn verify(&mut self, command: Command<'_>) -> Outcome {
        match command.rest {
            "" => self.safety(command),
            _ => self.decided_by_digits(command, Action::Verify),
        }
    }

    /// Shows the safety number, and asks whether it is the same.
    pub(super) fn safety(&mut self, command: Command<'_>) -> Outcome {
        let Command { account, peer, .. } = command;
        let Some(who) = self.messenger.people_at(account, peer).first().copied() else {
            return self.mistake(account, peer, "not-possible", "");
        };
        let mut items = Vec::new();
        let at = self.at(account, peer);
        self.ask(at, account, peer, Ask::Compare(who), Cause::User, None, &mut items);
        self.outcome(items)
    }

    /// The numbers differ: whoever was verified is not any more.
    pub(in crate::plugin) fn differ(
        &mut self,
        account: &str,
        peer: &str,
        who: &Fingerprint,
    ) -> Outcome {
        // While another key is in question nothing tells whether this one is verified.
        let known = self.messenger.people_at(account, peer).contains(who);
        let told = match known {
            true => self.messenger.contact_do(account, peer, Action::Unverify, Some(who)),
            false => Default::default(),
        };
        let mut outcome = self.finish(told, Cause::User, Verdict::Pass, Vec::new());
        outcome.push(self.say(account, peer, "differ", Place::Window, Cause::User));
        outcome
    }

    pub(super) fn differ_now(&mut self, command: Command<'_>) -> Outcome {
        let Command { account, peer, .. } = command;
        match self.messenger.people_at(account, peer).first().copied() {
            Some(who) => self.differ(account, peer, &who),
            None => self.mistake(account, peer, "not-possible", ""),
        }
    }

    /// A decision about whom texts go to.
    pub(super) fn decided_of_current(&mut self, command: Command<'_>, action: Action) -> Outcome {
        let Command { account, peer, rest } = command;
        if !rest.is_empty() {
            return self.decided_by_digits(command, action);
        }
        match self.messenger.people_at(account, peer).first().copied() {
            Some(who) => self.decided(account, peer, action, Some(who)),
            None => self.mistake(account, peer, "not-possible", ""),
        }
    }

    /// The code that the contact scans.
    pub(super) fn code(&mut self, command: Command<'_>) -> Outcome {
        let Command { account, peer, .. } = command;
        let people = self.messenger.people_at(account, peer);
        let (Some(own), Some(who)) = (self.messenger.own_fingerprint(account), people.first())
        else {
            return self.mistake(account, peer, "not-possible", "");
        };
        let number = SafetyNumber::new(own, *who);
        let digits = number.to_digits();
        let details = Details { digits: &digits, ..Details::default() };
        let mut said = self.say_with(account, peer, "code", Place::Window, Cause::User, &details);
        if let (What::Event(EventKind::Say(say)), Some(picture)) =
            (&mut said.what, number.picture())
        {
            say.picture = Some(Code {
                modules: picture.modules().to_vec(),
                side: picture.side(),
                blocks: half_blocks(&picture),
            });
        }
        self.outcome(vec![said])
    }

    /// The keys that are accepted for somebody, and our own, which somebody may ask for.
    pub(super) fn devices(&mut self, command: Command<'_>) -> Outcome {
        let Command { account, peer, .. } = command;
        let people = self.messenger.people_at(account, peer);
        let digits: Vec<String> = people.iter().map(Fingerprint::to_digits).collect();
        let digits = digits.join("; ");
        let details = Details { count: people.len() as u64, digits: &digits, ..Details::default() };
        let mut outcome = self.answered(account, peer, "devices", &details);
        if let Some(own) = self.messenger.own_fingerprint(account) {
            let digits = own.to_digits();
            let details = Details { digits: &digits, ..Details::default() };
            let place = Place::Window;
            outcome.push(self.say_with(account, peer, "own-digits", place, Cause::User, &details));
        }
        outcome
    }
}

/// A code as lines of half blocks, dark on light, with its quiet zone: two rows of modules a line.
fn half_blocks(picture: &Picture) -> String {
    let (side, zone) = (picture.side(), QUIET_ZONE);
    let dark = |x: usize, y: usize| {
        let inside = |at: usize| at.checked_sub(zone).filter(|at| *at < side);
        match (inside(x), inside(y)) {
            (Some(x), Some(y)) => picture.modules().get(y * side + x) == Some(&1),
            _ => false,
        }
    };
    let whole = side + 2 * zone;
    let mut blocks = String::new();
    for y in (0..whole).step_by(2) {
        for x in 0..whole {
            // Light modules are drawn, for the dark window that terminals mostly are.
            blocks.push(match (dark(x, y), dark(x, y + 1)) {
                (false, false) => '█',
                (false, true) => '▀',
                (true, false) => '▄',
                (true, true) => ' ',
            });
        }
        blocks.push('\n');
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_blocks_draw_each_module_where_it_is() {
        let picture = Picture::of("SUBROSA").unwrap();
        let blocks = half_blocks(&picture);
        let lines: Vec<Vec<char>> = blocks.lines().map(|line| line.chars().collect()).collect();
        let whole = picture.side() + 2 * QUIET_ZONE;
        assert_eq!(lines.len(), whole.div_ceil(2));
        for y in 0..picture.side() {
            for x in 0..picture.side() {
                let drawn = lines[(y + QUIET_ZONE) / 2][x + QUIET_ZONE];
                let upper = (y + QUIET_ZONE).is_multiple_of(2);
                let light = match drawn {
                    '█' => true,
                    '▀' => upper,
                    '▄' => !upper,
                    _ => false,
                };
                assert_eq!(light, picture.modules()[y * picture.side() + x] == 0, "{x} {y}");
            }
        }
    }
}
