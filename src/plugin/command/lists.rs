//! Queries of programs: contacts, texts that have not arrived, settings, a code that was scanned.

use super::super::codes::Cause;
use super::super::error::PluginError;
use super::super::event::{EventKind, Place, Progress};
use super::super::frontend::Frontend;
use super::super::saying::item;
use super::super::settings;
use super::super::walk::{Outcome, Verdict};
use crate::messenger::{self, EventKind as Told};
use crate::verify::Scan;

impl Frontend {
    /// What is known at an address, or at all of an account: a CONTACT for each identity there, the
    /// one that texts go to first.
    pub fn contact_list(&mut self, account: &str, peer: Option<&str>) -> Outcome {
        self.begin();
        let told = self.messenger.tell(messenger::Verdict::Pass, |messenger| match peer {
            Some(peer) => messenger.contact(account, peer),
            None => messenger.contacts(account),
        });
        let listed = |kind| match kind {
            Told::Contact(info) => Some(EventKind::Contact(Box::new(info))),
            _ => None,
        };
        self.listed(told, listed)
    }

    /// The user's texts that have not arrived, for one address or all of an account: a TEXT each.
    pub fn text_list(&mut self, account: &str, peer: Option<&str>) -> Outcome {
        self.begin();
        let told = self
            .messenger
            .tell(messenger::Verdict::Pass, |messenger| messenger.texts(account, peer));
        let marks: Vec<String> = told
            .events
            .iter()
            .map(|event| match &event.kind {
                Told::Progress(progress) => {
                    self.mark_of(super::super::telling::stage_of(progress.stage))
                }
                _ => String::new(),
            })
            .collect();
        let mut marks = marks.into_iter();
        let listed = |kind| {
            let mark = marks.next().unwrap_or_default();
            let Told::Progress(progress) = kind else { return None };
            let messenger::Progress { number, stage, done, total, text } = progress;
            let stage = super::super::telling::stage_of(stage);
            let progress = Progress { number, stage, mark, done, total };
            Some(EventKind::Text { progress, text: text.unwrap_or_default().into() })
        };
        self.listed(told, listed)
    }

    fn listed(
        &mut self,
        told: messenger::Outcome,
        mut listed: impl FnMut(Told) -> Option<EventKind>,
    ) -> Outcome {
        let messenger::Outcome { events, error, .. } = told;
        let items = events
            .into_iter()
            .filter_map(|event| Some(item(&event.account, &event.peer, listed(event.kind)?)))
            .collect();
        let mut outcome = self.outcome(items);
        outcome.error = error.map(PluginError::from);
        outcome
    }

    /// A setting of an attached account as [`set`](Self::set) takes it: as it was set, or as its
    /// profile has it.
    ///
    /// # Errors
    /// [`PluginError::Setting`]; [`PluginError::Messenger`] for an account that is not attached.
    pub fn get(&mut self, account: &str, setting: &str) -> Result<String, PluginError> {
        let kept = self.accounts.get(account).cloned().unwrap_or_default();
        let switch = |on: bool| i64::from(on).to_string();
        match setting {
            "log" | "shows" | "tell" | "raw" | "nick"
                if self.messenger.profile(account).is_none() =>
            {
                Err(messenger::MessengerError::UnknownAccount.into())
            }
            "tell" => Ok(switch(kept.tell)),
            "raw" => Ok(kept.raw.to_string()),
            "nick" => Ok(kept.nick.unwrap_or_default()),
            "mode" if kept.append => Ok("append".to_owned()),
            "log" => Ok(switch(kept.log)),
            "shows" => Ok(switch(kept.shows)),
            _ => {
                let messenger = self.messenger()?;
                settings::kept_as(setting, |kept| messenger.get(account, kept))?
                    .ok_or_else(|| PluginError::Setting(setting.to_owned()))
            }
        }
    }

    /// Compares a code that a person has shown, as a camera has read it: a SAY tells what that
    /// means. If it matches, the person is verified.
    pub fn scan(&mut self, account: &str, peer: &str, code: &str) -> Outcome {
        self.begin();
        let mut told = self
            .messenger
            .tell(messenger::Verdict::Pass, |messenger| messenger.scan(account, peer, code));
        let mut said = "not-possible";
        told.events.retain(|event| match &event.kind {
            Told::Scanned { scan, .. } => {
                said = code_of(*scan);
                false
            }
            // The sentence is ours.
            Told::Notice(_) => false,
            _ => true,
        });
        let said = self.say(account, peer, said, Place::Window, Cause::User);
        // The sentence about the code comes first, and what it has changed after it.
        self.finish(told, Cause::Time, Verdict::Pass, vec![said])
    }
}

/// The sentence about a code.
fn code_of(scan: Scan) -> &'static str {
    match scan {
        Scan::Match => "scan-match",
        Scan::WrongContact => "scan-wrong-contact",
        Scan::NotForUs => "scan-not-for-us",
        Scan::Newer => "scan-newer",
        Scan::NotACode => "scan-no-code",
    }
}
