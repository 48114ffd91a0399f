//! There is a way out of each refusal, and it is the one that the answer names.

use super::ghost::bit;
use super::promises::STAGES;
use super::step::{Fate, Step, What};
use super::world::{Broken, Done, World};
use crate::guard::mode::Mode;
use crate::guard::name::Name;
use crate::guard::op::Decision;
use crate::guard::op::Stage;
use crate::guard::permit::{Answer, Way, Why};

/// What a text may do, without what it borrows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Clear,
    Encrypt,
    Hold(Way),
    Refuse(Why, Way),
}

impl World {
    /// What a text to a name may do.
    pub(super) fn says(&self, account: usize, at: usize, stage: Stage) -> Said {
        let people = self.people(account);
        match self.books[account].answer(&self.keys[at], stage, Some(&people)) {
            Answer::Clear(_) => Said::Clear,
            Answer::Encrypt => Said::Encrypt,
            Answer::Hold(way) => Said::Hold(way),
            Answer::Refuse(why, way) => Said::Refuse(why, way),
        }
    }

    /// What a text may do after decisions about a name; `None` if one of them is refused.
    fn after(
        &self,
        account: usize,
        at: usize,
        stage: Stage,
        decisions: &[Decision],
    ) -> Result<Option<Said>, Broken> {
        let mut world = self.clone();
        for decision in decisions {
            let what = What::Decide(at, *decision);
            let step = Step { account, what, fate: Fate::Committed };
            if !matches!(world.step(step)?, Done::Effects(_)) {
                return Ok(None);
            }
        }
        Ok(Some(world.says(account, at, stage)))
    }
}

/// Q2: each way leads on, and END with a mode of the name's own leads to clear text from everywhere.
///
/// While a move waits to be written, the next call may find more restrictions at its new name than
/// the answer knew of: it brings them there and is refused, and then the answer names the way. So
/// books with such moves are left out.
pub(super) fn out(world: &World) -> Result<(), Broken> {
    let settled = |account: &usize| world.books[*account].moves_to_write().is_empty();
    for account in (0..world.shape.accounts).filter(settled) {
        for at in 0..world.shape.names {
            for stage in STAGES {
                let said = world.says(account, at, stage);
                if stage != Stage::Idle && said == world.says(account, at, Stage::Idle) {
                    continue;
                }
                leads_on(world, account, at, (stage, said))
                    .map_err(|broken| format!("Q2: {broken} out of {said:?}"))?;
            }
        }
    }
    Ok(())
}

fn leads_on(
    world: &World,
    account: usize,
    at: usize,
    (stage, said): (Stage, Said),
) -> Result<(), Broken> {
    use Decision::{Accept, AcceptKey, Cancel, Decline, End, SetMode, Start, Unblock};
    let try_out = |stage, decisions: &[Decision]| world.after(account, at, stage, decisions);
    let weak = SetMode(Some(Mode::Automatic));
    let is_blocked = matches!(said, Said::Refuse(Why::Blocked, _));
    let free: &[Decision] = if is_blocked { &[Unblock, End, weak] } else { &[End, weak] };
    // What can be said of a text that leaves, or at another stage too, is tried once.
    if stage == Stage::Idle
        && said != Said::Clear
        && try_out(Stage::Idle, free)? != Some(Said::Clear)
    {
        return Err("END does not lead".to_owned());
    }
    let guests: Vec<_> = {
        let name = world.books[account].held(&world.keys[at]);
        name.map(Name::guests).into_iter().flatten().copied().collect()
    };
    let begins =
        |said: Option<Said>| matches!(said, Some(Said::Hold(_) | Said::Refuse(Why::Guest, _)));
    match said {
        Said::Clear | Said::Encrypt => {}
        Said::Refuse(_, Way::Unlock) => {}
        Said::Refuse(_, Way::Unblock) => {
            let now = try_out(stage, &[Unblock])?;
            if now.is_none_or(|now| matches!(now, Said::Refuse(_, Way::Unblock))) {
                return Err("UNBLOCK does not lead".to_owned());
            }
        }
        Said::Refuse(_, Way::StartOrEnd) => {
            if !begins(try_out(Stage::Waiting, &[Start])?) {
                return Err("START does not lead".to_owned());
            }
        }
        Said::Hold(Way::CancelOrEnd) | Said::Refuse(_, Way::CancelOrEnd) => {
            let now = try_out(Stage::Idle, &[Cancel])?;
            if now.is_none_or(|now| now == Said::Hold(Way::CancelOrEnd)) {
                return Err("CANCEL does not lead".to_owned());
            }
        }
        Said::Hold(Way::SetMode) | Said::Refuse(_, Way::SetMode) => {
            if try_out(stage, &[weak])? != Some(Said::Clear) {
                return Err("a mode does not lead".to_owned());
            }
        }
        Said::Hold(_) | Said::Refuse(_, Way::DecideOrEnd) => {
            let owners = world.books[account].held(&world.keys[at]);
            let replaced = owners.map(Name::owners).into_iter().flatten().copied();
            for who in replaced.filter(|_| matches!(said, Said::Refuse(Why::Replaced, _))) {
                let now = try_out(stage, &[AcceptKey(who)])?;
                if now.is_none_or(|now| now == said) {
                    return Err("to accept the old key again does not lead".to_owned());
                }
            }
            for who in guests {
                if matches!(said, Said::Refuse(Why::Guest, _)) {
                    let accepted = try_out(Stage::Private, &[Accept(Some(who))])?;
                    let outcast = (world.ghost.blocked | world.ghost.replaced) & bit(who) != 0;
                    if accepted != Some(Said::Encrypt) && !outcast {
                        return Err("to accept a guest does not lead".to_owned());
                    }
                    if try_out(stage, &[Decline(who)])?.is_none() {
                        return Err("a guest cannot be declined".to_owned());
                    }
                }
            }
        }
    }
    Ok(())
}
