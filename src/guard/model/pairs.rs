//! Each pair of records under what joins them, and each record under everything else.
//!
//! An operation joins two names at most, so what holds for all pairs holds for any number of names.
//! Moves and new spellings do not read the account's mode, and of people only what a question is about;
//! permits are compared under each mode.

use super::records::{all, restrictions, rests, with};
use super::step::{Fate, Shape, What, everything};
use super::world::{keys, operation};
use super::{is_full, promises::STAGES};
use crate::guard::mode::Mode;
use crate::guard::name::{Door, Name};
use crate::guard::names::snapshot::identity;
use crate::guard::names::{Names, Settled};
use crate::guard::op::Decision;
use crate::guard::permit::Answer;
use crate::guard::person::{People, Person};
use crate::guard::{AddressKey, Op};
use crate::vault::Committed;

const MODES: [Mode; 3] = [Mode::Manual, Mode::Automatic, Mode::Required];
const FATES: [Fate; 3] = [Fate::Committed, Fate::NotBegun, Fate::NotCommitted];

/// Something that is found wrong, or how many cases there were.
pub(super) type Counted = Result<usize, String>;

fn call(book: &mut Names, op: &Op<'_>, people: &People, fate: Fate) -> bool {
    book.foresee(op);
    if fate == Fate::NotBegun {
        return false;
    }
    let done = book.apply(op, people).is_ok() && fate == Fate::Committed;
    let committed = || Settled::Committed(Committed::imagined());
    book.settle(if done { committed() } else { Settled::Failed });
    done
}

fn is_clear(name: &Name, mode: Mode, at: &AddressKey) -> bool {
    let book = Names::load(mode, [(at.clone(), name.clone())], true);
    let is_clear =
        |stage| matches!(book.answer(at, stage, Some(&People::default())), Answer::Clear(_));
    STAGES.into_iter().any(is_clear)
}

/// Whether `joined` lets nothing out that one of the two keeps in.
fn never_laxer(joined: &Name, one: &Name, other: &Name) -> bool {
    joined.is_as_strict_as(one) && (joined.is_as_strict_as(other))
}

/// Join is what it has to be, for all pairs, and for all triples of restrictions and of the rest.
pub(super) fn join() -> Counted {
    let mut cases = 0;
    let records = all(2);
    let nothing = Name::default();
    for one in &all(3) {
        let same = one.join(one) == *one;
        if !same || one.join(&nothing) != *one || nothing.join(one) != *one {
            return Err(format!("not idempotent, or changed by nothing: {one:?}"));
        }
    }
    for (number, one) in records.iter().enumerate().filter(|(_, one)| **one != nothing) {
        for other in &records[number..] {
            let joined = one.join(other);
            cases += 1;
            let lax = *other != nothing && !never_laxer(&joined, one, other);
            if lax || !joined.is_well_formed() || joined != other.join(one) {
                return Err(format!("{one:?} with {other:?} is {joined:?}"));
            }
        }
    }
    // The one half of a join does not look at the other, but for records of which nothing is known.
    let touched = Name { touched: true, ..Name::default() };
    let restrictions: Vec<Name> = restrictions().iter().map(|name| with(name, &touched)).collect();
    cases += triples(&restrictions)?;
    cases += triples(&rests(2))?;
    let (many, mut random) = (all(3), 1usize);
    for _ in 0..if is_full() { 5_000_000 } else { 300_000 } {
        let mut draw = || {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            &many[(random >> 33) % many.len()]
        };
        associates([draw(), draw(), draw()])?;
        cases += 1;
    }
    Ok(cases)
}

fn triples(names: &[Name]) -> Counted {
    for one in names {
        for two in names {
            for three in names {
                associates([one, two, three])?;
            }
        }
    }
    Ok(names.len().pow(3))
}

fn associates([one, two, three]: [&Name; 3]) -> Result<(), String> {
    let (left, right) = (one.join(two).join(three), one.join(&two.join(three)));
    if left == right {
        return Ok(());
    }
    Err(format!("the order of joins matters: {one:?}, {two:?}, {three:?}: {left:?}, {right:?}"))
}

/// Moves and new spellings, with each write failing: the new name is as strict as both were.
pub(super) fn moves(people: u32, nth: usize) -> Counted {
    let keys = keys(2);
    let (from, to) = (&keys[0], &keys[1]);
    let records = all(people);
    let clear: Vec<[bool; 3]> =
        records.iter().map(|name| MODES.map(|mode| is_clear(name, mode, from))).collect();
    let mut cases = 0;
    for (index, one) in records.iter().enumerate().skip(1) {
        for (other_index, other) in records.iter().enumerate() {
            if !(index * records.len() + other_index).is_multiple_of(nth) {
                continue;
            }
            for op in [Op::Renamed(from, to), Op::Respelled(from, to), Op::Spread(from, to)] {
                for fate in FATES {
                    cases += 1;
                    let rows = [(from.clone(), one.clone()), (to.clone(), other.clone())];
                    let mut book = Names::load(Mode::Automatic, rows, true);
                    call(&mut book, &op, &People::default(), fate);
                    let now = book.get(to).cloned().unwrap_or_default();
                    let old = book.get(from).cloned().unwrap_or_default();
                    let moved = matches!(op, Op::Renamed(..));
                    let wrong = |what: &str| {
                        Err(format!("{what}: {op:?} {fate:?} {one:?} onto {other:?} is {now:?}"))
                    };
                    if *other != Name::default() && !never_laxer(&now, one, other) {
                        return wrong("laxer");
                    }
                    let clear_now = MODES.map(|mode| is_clear(&now, mode, to));
                    // One of which nothing is known may take the mode of its other spelling over.
                    let fresh = *other == Name::default() && !moved;
                    for mode in 0..3 {
                        let both = clear[index][mode] && (clear[other_index][mode] || fresh);
                        if clear_now[mode] && !both {
                            return wrong("a permit");
                        }
                    }
                    if moved && !now.owners.is_disjoint(&other.declined) {
                        return wrong("somebody who was declined is an owner");
                    }
                    if moved && !one.is_bare() && !now.window {
                        return wrong("a window gets lost");
                    }
                    let keeps = moved && one.door > Door::Open;
                    if keeps && !old.is_as_strict_as(one) {
                        return wrong("the old name is laxer");
                    }
                }
            }
        }
    }
    Ok(cases)
}

/// Everything else: a record is laxer afterwards only where the user has opened it, and by no more
/// than was said.
pub(super) fn alone() -> Counted {
    let keys = keys(1);
    let at = &keys[0];
    let flags = |bits: u32| Person {
        blocked: bits & 1 != 0,
        replaced: bits & 2 != 0,
        verified: false,
        accepted: bits & 4 != 0,
    };
    let mut cases = 0;
    let steps = everything(Shape::new(1, 1, 2));
    let manual = What::Decide(0, Decision::SetMode(Some(Mode::Manual)));
    let hints = [None, Some(true), Some(false)].map(|hint| What::Noted(0, hint));
    let calls = steps.into_iter().filter(|what| what.writes()).chain(hints).chain([manual]);
    let calls: Vec<What> = calls.collect();
    for one in &all(2) {
        for who in 0..16u32 {
            let people: People = [
                (identity(0), flags(who & 7)),
                (identity(1), flags(if who & 8 != 0 { who & 7 } else { 0 })),
            ]
            .into_iter()
            .collect();
            for what in &calls {
                for fate in FATES {
                    cases += 1;
                    let rows = [(at.clone(), one.clone())];
                    let mut book = Names::load(Mode::Automatic, rows, true);
                    let op = operation(&keys, *what);
                    let done = call(&mut book, &op, &people, fate);
                    let now = book.get(at).cloned().unwrap_or_default();
                    if let Some(wrong) = opened(one, &now, *what, done) {
                        return Err(format!("{wrong}: {what:?} {fate:?} {one:?} is {now:?}"));
                    }
                }
            }
        }
    }
    Ok(cases)
}

/// A hint while a call is under way, or after one that has failed, changes whether the name is a
/// contact and touched, and nothing else of what the call leaves.
pub(super) fn hints() -> Counted {
    let keys = keys(1);
    let at = &keys[0];
    let calls = everything(Shape::new(1, 1, 1)).into_iter().filter(|what| what.writes());
    let calls: Vec<What> = calls.collect();
    let settle = |book: &mut Names, done: bool, fate| {
        let committed = done && fate == Fate::Committed;
        let proof = || Settled::Committed(Committed::imagined());
        book.settle(if committed { proof() } else { Settled::Failed });
    };
    let rest = |name: Option<&Name>| {
        let name = name.cloned().unwrap_or_default();
        Name { contact: false, touched: false, ..name }
    };
    let mut cases = 0;
    for one in &all(1) {
        for what in &calls {
            for hint in [Op::Wrote(at), Op::Known(at, true), Op::Known(at, false)] {
                for fate in [Fate::Committed, Fate::NotCommitted] {
                    cases += 1;
                    let op = operation(&keys, *what);
                    let book = Names::load(Mode::Automatic, [(at.clone(), one.clone())], true);
                    let (mut with, mut without, mut alone) = (book.clone(), book.clone(), book);
                    let done = with.apply(&op, &People::default()).is_ok();
                    let held = with.held(at).cloned();
                    with.note(&hint);
                    let wrong = |what: &str| Err(format!("{what}: {hint:?} in {op:?}, {one:?}"));
                    if rest(with.held(at)) != rest(held.as_ref()) {
                        return wrong("a hint lets a draft hold");
                    }
                    settle(&mut with, done, fate);
                    let _ = without.apply(&op, &People::default());
                    settle(&mut without, done, fate);
                    if rest(with.get(at)) != rest(without.get(at)) {
                        return wrong("a hint changes what a call leaves");
                    }
                    alone.note(&hint);
                    let told = |book: &Names| {
                        let name = book.get(at).cloned().unwrap_or_default();
                        (name.contact, name.touched)
                    };
                    if fate != Fate::Committed && told(&with) != told(&alone) {
                        return wrong("a call that has failed takes a hint along, or adds to it");
                    }
                    let mode = matches!(op, Op::AccountMode(_));
                    if !mode && with.is_unsaved() == with.to_write().is_empty() {
                        return wrong("what is to be written is not known");
                    }
                }
            }
        }
    }
    Ok(cases)
}

fn opened(before: &Name, now: &Name, what: What, done: bool) -> Option<&'static str> {
    use Decision::{Cancel, End, Forget, SetMode, Unblock};
    let gives_up = !before.touched && !before.window && before.owners.is_empty();
    if matches!(what, What::MadeRoom(_)) && done && gives_up {
        return (*now != Name::default()).then_some("a name is half forgotten");
    }
    let decision = match what {
        What::Decide(_, decision) if done => Some(decision),
        _ => None,
    };
    let opens = match decision {
        Some(End | Forget(_)) => true,
        Some(Cancel) => before.door == Door::Started,
        _ => false,
    };
    if now.door < before.door && !opens {
        return Some("a door opens");
    }
    if before.blocked && !now.blocked && decision != Some(Unblock) {
        return Some("a block ends");
    }
    let weaker = Mode::stricter(before.mode, now.mode) != now.mode;
    if weaker && !matches!(decision, Some(SetMode(_))) {
        return Some("a mode is weaker");
    }
    (!now.is_well_formed()).then_some("a record is damaged")
}

#[test]
fn all_pairs_join_to_what_is_never_laxer_in_any_order() {
    println!("join: {} pairs and triples", join().unwrap());
}

#[test]
fn all_pairs_move_to_what_is_never_laxer() {
    println!("moves: {} cases with one identity, all there are", moves(1, 1).unwrap());
    let nth = if is_full() { 1 } else { 23 };
    println!("moves: {} cases with two identities, each {nth}th", moves(2, nth).unwrap());
}

#[test]
fn hints_open_nothing_in_a_call_and_after_one() {
    println!("hints: {} cases, all there are", hints().unwrap());
}

#[test]
fn all_records_open_by_the_decisions_of_the_user_alone() {
    println!("alone: {} cases, all there are", alone().unwrap());
}

/// Nothing but what may be forgotten looks at `window`, so a record has no more to tell with it than
/// without: whatever happens, the results differ in nothing else. That is why the records above have
/// none. One of which nothing else is known is left out: with a window it is known, without it is not.
#[test]
fn a_window_changes_nothing_but_what_may_be_forgotten() {
    let keys = keys(2);
    let (from, to) = (&keys[0], &keys[1]);
    let records: Vec<Name> = all(1).into_iter().filter(|name| !name.is_bare()).collect();
    let with = |name: &Name, window: bool| Name { window, ..name.clone() };
    let mut cases = 0;
    let nth = if is_full() { 1 } else { 11 };
    for (number, one) in records.iter().enumerate() {
        for other in records.iter().skip(number % nth).step_by(nth) {
            for op in [Op::Renamed(from, to), Op::Respelled(from, to), Op::Spread(from, to)] {
                let after = |windows: [bool; 2]| {
                    let rows = [(from, one, windows[0]), (to, other, windows[1])];
                    let rows = rows.map(|(at, name, window)| (at.clone(), with(name, window)));
                    let mut book = Names::load(Mode::Automatic, rows, true);
                    call(&mut book, &op, &People::default(), Fate::Committed);
                    [from, to].map(|at| book.get(at).cloned().unwrap_or_default())
                };
                let without = after([false, false]);
                for windows in [[true, false], [false, true], [true, true]] {
                    cases += 1;
                    let rest = after(windows).map(|name| with(&name, false));
                    let same = without.clone().map(|name| with(&name, false));
                    assert_eq!(rest, same, "{op:?} {one:?} {other:?} {windows:?}");
                    let moved = matches!(op, Op::Renamed(..));
                    let [old, new] = after(windows).map(|name| name.window);
                    let stays = matches!(op, Op::Spread(..)) && windows[0];
                    assert_eq!(new, moved || windows[0] || windows[1], "{op:?}");
                    assert_eq!(old, stays, "{op:?}");
                }
            }
        }
    }
    println!("windows: {cases} cases, each {nth}th");
}
