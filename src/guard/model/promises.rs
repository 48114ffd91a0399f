//! What is compared: the machine with what was promised.

use super::ghost::{Promise, bit};
use super::step::{Fate, Step, What};
use super::world::{Broken, World};
use crate::guard::mode::Mode;
use crate::guard::name::{Door, Name};
use crate::guard::names::Names;
use crate::guard::names::snapshot::bits;
use crate::guard::op::Stage;
use crate::guard::op::{Decision, Effects, Op, Topic};
use crate::guard::permit::Answer;
use crate::guard::person::People;
use crate::guard::spelling::AddressKey;

pub(super) const STAGES: [Stage; 3] = [Stage::Idle, Stage::Waiting, Stage::Private];

/// P1, P3, P4: no permit where a promise stands, whatever is known of the sessions and of people, and
/// nothing is encrypted to a key that was replaced or blocked.
pub(super) fn permits(
    world: &World,
    account: usize,
    people: &People,
    when: &str,
) -> Result<(), Broken> {
    let book = &world.books[account];
    for at in 0..world.shape.names {
        permit(world, book, people, (account, at)).map_err(|broken| format!("{broken} {when}"))?;
    }
    Ok(())
}

fn permit(
    world: &World,
    book: &Names,
    people: &People,
    (account, at): (usize, usize),
) -> Result<(), &'static str> {
    let (ghost, key) = (&world.ghost, &world.keys[at]);
    let name = &ghost.names[account][at];
    let owners = book.held(key).map_or(0, |held| bits(held.owners()));
    let of_account = ghost.required[account] && !name.exempt;
    let promised = name.stands() || of_account;
    let names = &ghost.names[account][..world.shape.names];
    let anything = ghost.required[account] || names.iter().any(Promise::stands);
    if anything && book.open_to_all().is_some() {
        return Err("rule 11: clear text to everybody where somebody is private");
    }
    let of_people = owners & (ghost.blocked | ghost.replaced) != 0;
    for stage in STAGES {
        let (with, without) =
            (book.answer(key, stage, Some(people)), book.answer(key, stage, None));
        let clear = [&with, &without].map(|answer| matches!(answer, Answer::Clear(_)));
        if clear != [false; 2] && promised {
            return Err("P1: clear text where it was promised that there is none");
        }
        if clear != [false; 2] && of_people {
            return Err("P3, P4: clear text to somebody who is blocked or replaced");
        }
        if of_people && matches!(with, Answer::Encrypt) {
            return Err("P3, P4: a text goes to somebody who is blocked or replaced");
        }
        if clear[1] && owners != 0 {
            return Err("rule 1: clear text to somebody of whom nobody can tell who it is");
        }
        if clear[1] && !clear[0] {
            return Err("rule 1: to know less about people gives a permit");
        }
        let excepted = name.exempt || name.required;
        if clear != [false; 2] && key.is_irregular() && !excepted && anything {
            return Err("rule 11: clear text to a name that may be any that is private");
        }
    }
    if world.shape.alike && book.lookalikes.widest().is_some() && !name.touched {
        let others = (0..world.shape.names).filter(|other| *other != at);
        let alike = others.map(|other| ghost.names[account][other]).any(|other| other.stands());
        if alike && matches!(book.answer(key, Stage::Idle, Some(people)), Answer::Clear(_)) {
            return Err("rule 11: clear text to a name that may be one that is private");
        }
    }
    Ok(())
}

/// What holds between calls.
pub(super) fn state(world: &World) -> Result<(), Broken> {
    let (ghost, table) = (&world.ghost, &world.table);
    for account in 0..world.shape.accounts {
        let (book, own) = (&world.books[account], world.own(account));
        let people = world.people(account);
        permits(world, account, &people, "between calls")?;
        let owners = world.owners(account);
        let strict = |mode: Mode| mode == Mode::Required;
        let (mode, rows) = book.disk();
        if strict(mode) && !strict(book.account_mode()) {
            return Err("P6: the account's mode is laxer than on the disk".to_owned());
        }
        for (key, saved) in &rows {
            if !book.held(key).is_some_and(|held| held.is_as_strict_as(saved)) {
                return Err("P6: memory is laxer than the disk".to_owned());
            }
        }
        for (at, owned) in owners.iter().enumerate().take(world.shape.names) {
            let (name, key) = (&ghost.names[account][at], &world.keys[at]);
            let held = book.get(key).cloned().unwrap_or_default();
            if !held.is_well_formed() {
                return Err(format!("the record is damaged: {held:?}"));
            }
            if owned & !name.owners != 0 {
                return Err("P2: somebody owns a name who was not accepted there".to_owned());
            }
            if book.answers(key) && name.owners == 0 && name.away != 0 {
                return Err("rule 10: a name that was left answers unasked".to_owned());
            }
            let free = !name.stands() && !ghost.required[account] && !name.tainted;
            let free = free && held.owners().iter().all(|who| !people.of(who).blocked);
            let free = free && held.owners().iter().all(|who| !people.of(who).replaced);
            let alike = (world.shape.alike || key.is_irregular())
                && ghost.names[account].iter().any(|other| other.tainted || other.stands());
            if free && !alike && book.is_whole() {
                for stage in STAGES {
                    if !matches!(book.answer(key, stage, Some(&people)), Answer::Clear(_)) {
                        return Err("Q1: refused, and there never was a reason".to_owned());
                    }
                }
            }
        }
        if table.verified[own] & (!ghost.verified[own] | table.replaced) != 0 {
            return Err("P3: somebody is verified whom the user has not compared".to_owned());
        }
    }
    if ghost.blocked & !table.blocked != 0 {
        return Err("P4: a block has ended by itself".to_owned());
    }
    if ghost.replaced & !table.replaced != 0 {
        return Err("P3: a replaced key is as good as new".to_owned());
    }
    if table.blocked & !ghost.blocked != 0 {
        return Err("Q2: somebody stays blocked whom the user has unblocked".to_owned());
    }
    if table.replaced & !ghost.replaced != 0 {
        return Err("rule 8: a key is replaced by something else than another key".to_owned());
    }
    Ok(())
}

fn restrictions(name: &Name) -> (Door, Option<Mode>, bool) {
    (name.door, name.mode, name.blocked)
}

/// P6: a call that has failed leaves restrictions and nothing else.
pub(super) fn failed(
    before: &Names,
    after: &Names,
    keys: &[AddressKey],
    op: &Op<'_>,
) -> Result<(), Broken> {
    for key in keys {
        let none = Name::default();
        let (old, new) = (before.held(key).unwrap_or(&none), after.held(key).unwrap_or(&none));
        if !new.is_as_strict_as(old) {
            return Err("P6: a call that has failed opens something".to_owned());
        }
        let rest = |name: &Name| Name {
            door: Door::Open,
            mode: None,
            blocked: false,
            window: old.window,
            ..name.clone()
        };
        if rest(old) != rest(new) {
            return Err("P6: a call that has failed leaves more than restrictions".to_owned());
        }
        if restrictions(old) != restrictions(new) && !after.is_unsaved() {
            return Err("P6: what holds in memory alone is taken for written".to_owned());
        }
    }
    if before.account_mode() == Mode::Required && after.account_mode() != Mode::Required {
        return Err("P6: a call that has failed weakens the account's mode".to_owned());
    }
    let lost = before.moves_to_write().iter().any(|one| !after.moves_to_write().contains(one));
    let new = matches!(op, Op::Renamed(from, to)
        if before.get(from).is_some_and(|name| !name.is_bare())
            && !after.moves_to_write().iter().any(|(one, other)| (one, other) == (from, to)));
    if lost || new {
        return Err("rule 4: a move that could not be written is forgotten".to_owned());
    }
    Ok(())
}

/// P5: a hint changes nothing of what may leave.
pub(super) fn hinted(before: &Names, after: &Names, keys: &[AddressKey]) -> Result<(), Broken> {
    for key in keys {
        let doors =
            [before, after].map(|book| book.held(key).map(restrictions).unwrap_or_default());
        // What is first heard of after rows were lost is shut.
        let lost = !before.is_whole() && before.held(key).is_none();
        if doors[0] != doors[1] && !lost {
            return Err("P5: a hint changes what may leave".to_owned());
        }
        let clear = [before, after].map(|book| {
            let answer = book.answer(key, Stage::Idle, Some(&People::default()));
            matches!(answer, Answer::Clear(_))
        });
        if clear == [false, true] {
            return Err("P5: a hint lets a text out".to_owned());
        }
    }
    Ok(())
}

/// What has to survive the machine is told from what has not.
pub(super) fn lasting(
    book: &Names,
    rows: &[(AddressKey, Name)],
    mode: Option<Mode>,
) -> Result<(), Broken> {
    let (_, disk) = book.disk();
    let stricter = |(at, name): &(AddressKey, Name)| {
        let saved = disk.iter().find(|(other, _)| other == at).map(|(_, saved)| saved);
        !saved.unwrap_or(&Name::default()).is_as_strict_as(name)
    };
    if (rows.iter().any(stricter) || mode == Some(Mode::Required)) && !book.restricts() {
        return Err("rule 5: a restriction is written as if it could get lost".to_owned());
    }
    Ok(())
}

/// What a call that has worked has to have done, and must not have.
pub(super) fn followed(
    ghost: &super::ghost::Ghost,
    before: &Names,
    world: &World,
    step: Step,
    effects: &Effects,
) -> Result<(), Broken> {
    debug_assert_eq!(step.fate, Fate::Committed);
    let (account, book) = (step.account, &world.books[step.account]);
    let own = world.own(account);
    match step.what {
        What::Wrote(_) if before.moves_to_write().is_empty() => {
            hinted(before, book, &world.keys)?;
        }
        What::Appeared(at, number) => {
            let name = &ghost.names[account][at];
            let who = 1 << number;
            let known = name.owners | name.away;
            let elsewhere = ghost.accepted[own] & who != 0;
            let folded = match world.shape.alike {
                true => ghost.names[account].iter().any(|name| name.folded),
                false => name.folded && !name.touched,
            };
            let reason = (known != 0 && known & who == 0) || elsewhere || folded;
            if !effects.asks.is_empty() && !reason && before.moves_to_write().is_empty() {
                return Err("Q1, P7: a question that there is no reason for".to_owned());
            }
            let topic = |topic: Topic| effects.asks.iter().any(|ask| ask.topic == topic);
            if topic(Topic::Key) && elsewhere || topic(Topic::Address) && !elsewhere {
                return Err("a question is about the wrong thing".to_owned());
            }
            if ghost.blocked & who != 0
                && !matches!(effects.place, Some(crate::guard::Place::Blocked))
            {
                return Err("P4: somebody blocked is read".to_owned());
            }
        }
        What::Decide(_, Decision::AcceptKey(who)) => {
            let old = world.ghost.replaced & !ghost.replaced & !bit(who);
            let closed = effects.close.iter().fold(0, |bits, who| bits | bit(*who));
            if old & !closed != 0 {
                return Err("P3: a session with a replaced key goes on".to_owned());
            }
        }
        What::AccountMode(mode) if book.account_mode() != mode => {
            return Err("Q2: a mode that the user has set does not hold".to_owned());
        }
        _ => {}
    }
    Ok(())
}
