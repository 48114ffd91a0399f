//! What a book tells of itself: what is to be written, what of it restricts, what waits, and what is
//! left after it was loaded anew.

use crate::guard::mode::Mode;
use crate::guard::model::world::keys;
use crate::guard::name::{Door, Name};
use crate::guard::names::snapshot::identity as id;
use crate::guard::names::{Names, Settled};
use crate::guard::op::{Decision, Op, Stage};
use crate::guard::permit::Answer;
use crate::guard::person::{People, Person};
use crate::guard::spelling::AddressKey;
use crate::vault::Committed;

fn committed() -> Settled {
    Settled::Committed(Committed::imagined())
}

fn touched() -> Name {
    Name { touched: true, ..Name::default() }
}

fn shut() -> Name {
    Name { door: Door::Shut, ..touched() }
}

fn owned() -> Name {
    Name { owners: [id(0)].into(), ..touched() }
}

fn book<const N: usize>(rows: [(&AddressKey, Name); N]) -> Names {
    Names::load(Mode::Automatic, rows.map(|(at, name)| (at.clone(), name)), true)
}

fn apply(book: &mut Names, op: Op<'_>) {
    let _ = book.apply(&op, &People::default()).unwrap();
}

fn written(book: &Names) -> String {
    let names = book.to_write().into_iter().map(|(at, _)| at.as_str().to_owned());
    names.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_move_waits_until_it_is_written_or_the_user_decides_at_one_of_its_ends() {
    let keys = keys(3);
    let [a, b, c] = &*keys else { panic!() };
    let waiting = || {
        let mut book = book([(a, owned()), (c, owned())]);
        for op in [Op::Renamed(a, b), Op::Renamed(a, b), Op::Renamed(a, a), Op::Renamed(b, b)] {
            book.foresee(&op);
        }
        book
    };
    let mut unknown = book([]);
    unknown.foresee(&Op::Renamed(a, b));
    assert_eq!(unknown.moves_to_write(), []);
    let one = [(a.clone(), b.clone())];
    assert_eq!(waiting().moves_to_write(), one, "once, and none onto itself");
    assert!(waiting().is_ahead() && waiting().is_unsaved());

    let verify = Decision::Verify(id(0));
    let unverify = Decision::Unverify(id(0));
    let after = |op: Op<'_>, settled: Settled| {
        let mut book = waiting();
        apply(&mut book, op);
        assert_eq!(book.moves_to_write(), one, "a call that is under way has written nothing");
        book.settle(settled);
        book.moves_to_write().len()
    };
    for at in [a, b] {
        assert_eq!(after(Op::Decide(at, Decision::Start), committed()), 0);
        assert_eq!(after(Op::Decide(at, Decision::Start), Settled::Unwritten), 0);
        assert_eq!(after(Op::Decide(at, Decision::Start), Settled::Failed), 1);
    }
    assert_eq!(after(Op::Decide(c, Decision::Start), committed()), 1);
    assert_eq!(after(Op::Decide(a, verify), committed()), 1, "that is said of a person");
    assert_eq!(after(Op::Decide(a, unverify), committed()), 1);
    assert_eq!(after(Op::Renamed(a, b), committed()), 0);
    assert_eq!(after(Op::Renamed(a, b), Settled::Failed), 1);
    assert_eq!(after(Op::Renamed(a, c), committed()), 1);
    assert_eq!(after(Op::Renamed(c, b), committed()), 1);
    assert_eq!(after(Op::Wrote(c), committed()), 1);
}

#[test]
fn what_has_to_be_written_is_what_the_disk_has_not() {
    let keys = keys(2);
    let [a, b] = &*keys else { panic!() };
    let mut book = book([(a, touched())]);
    let quiet = |book: &Names| !book.has_changes() && !book.is_ahead() && !book.restricts();
    assert!(quiet(&book) && !book.is_unsaved() && book.to_write().is_empty());
    // What the disk has like this is nothing to write.
    apply(&mut book, Op::Decide(a, Decision::Cancel));
    apply(&mut book, Op::AccountMode(Mode::Automatic));
    assert!(quiet(&book) && book.to_write().is_empty() && book.mode_to_write().is_none());
    book.settle(Settled::Unwritten);
    // A hint is to be written some time; no call has made it, and it restricts nothing.
    book.note(&Op::Wrote(b));
    assert!(quiet(&book) && book.is_unsaved());
    assert_eq!(written(&book), "b");
    apply(&mut book, Op::Decide(a, Decision::Start));
    assert!(book.has_changes() && book.restricts());
    assert_eq!(written(&book), "a b", "the hint goes along");
    book.settle(committed());
    assert!(quiet(&book) && !book.is_unsaved() && book.to_write().is_empty());
    apply(&mut book, Op::Decide(a, Decision::End));
    assert!(book.has_changes() && !book.restricts() && !book.is_ahead(), "that opens");
    book.settle(Settled::Failed);
    assert!(quiet(&book) && !book.is_unsaved(), "nothing is left of it");
    // A restriction that could not be written makes the next call's rows last.
    apply(&mut book, Op::Decide(b, Decision::Start));
    book.settle(Settled::Failed);
    assert!(!book.has_changes() && book.is_ahead() && book.is_unsaved() && book.restricts());
    assert_eq!(written(&book), "b");
    // A name that comes back to what the disk has is written no more.
    book.note(&Op::Known(a, false));
    assert_eq!(written(&book), "a b");
    book.note(&Op::Known(a, true));
    assert_eq!(written(&book), "b");
    let mut back = super::book::book([(a, Name { contact: true, ..touched() })]);
    back.note(&Op::Known(a, false));
    assert!(back.is_unsaved());
    let mut by_a_call = back.clone();
    back.note(&Op::Known(a, true));
    assert!(!back.is_unsaved(), "a hint takes the other back");
    apply(&mut by_a_call, Op::Wrote(a));
    by_a_call.settle(Settled::Unwritten);
    assert!(!by_a_call.is_unsaved(), "so does a call");
    // Of a name of which nothing is to be known there is nothing to remember.
    let mut book = Names::load(Mode::Automatic, [], true);
    book.note(&Op::Known(a, false));
    book.note(&Op::Session(a, Stage::Private));
    assert!(book.get(a).is_none() && !book.is_unsaved());
}

#[test]
fn a_call_opens_what_the_disk_has_open_and_nothing_else_without_a_commit() {
    let keys = keys(1);
    let a = &keys[0];
    // Begun in memory alone; the disk has it open.
    let begun = || {
        let mut book = book([(a, Name { contact: true, ..touched() })]);
        book.foresee(&Op::Decide(a, Decision::Start));
        apply(&mut book, Op::Decide(a, Decision::Cancel));
        assert!(!book.is_between_calls());
        book
    };
    for (settled, door) in [(Settled::Unwritten, Door::Open), (Settled::Failed, Door::Started)] {
        let mut book = begun();
        book.settle(settled);
        assert_eq!(book.get(a).unwrap().door(), door);
        assert!(book.is_between_calls());
    }
    let mut book = book([(a, shut())]);
    apply(&mut book, Op::Decide(a, Decision::End));
    book.settle(Settled::Unwritten);
    assert_eq!(book.get(a).unwrap().door(), Door::Shut, "the disk has it shut");
    apply(&mut book, Op::AccountMode(Mode::Manual));
    assert!(!book.is_between_calls());
    // A hint during a call goes along with what the call leaves.
    book.settle(Settled::Failed);
    apply(&mut book, Op::Decide(a, Decision::Start));
    book.note(&Op::Known(a, false));
    book.settle(committed());
    assert!(!book.get(a).unwrap().is_contact());
}

#[test]
fn the_mode_of_an_account_holds_and_lasts_as_its_strictness_asks() {
    let mut book = Names::load(Mode::Manual, [], true);
    apply(&mut book, Op::AccountMode(Mode::Required));
    assert_eq!((book.account_mode(), book.mode_to_write()), (Mode::Required, Some(Mode::Required)));
    assert!(book.has_changes() && book.restricts());
    book.settle(Settled::Failed);
    assert_eq!(book.account_mode(), Mode::Required);
    assert!(book.is_ahead() && book.is_unsaved() && book.has_changes() && book.restricts());
    apply(&mut book, Op::AccountMode(Mode::Automatic));
    assert_eq!(book.account_mode(), Mode::Required, "it is not on the disk yet");
    assert!(book.has_changes() && !book.restricts());
    book.settle(Settled::Failed);
    assert_eq!(book.account_mode(), Mode::Required);
    apply(&mut book, Op::AccountMode(Mode::Manual));
    book.settle(Settled::Unwritten);
    assert_eq!(book.account_mode(), Mode::Manual, "the disk has it already");
    assert!(!book.is_ahead() && !book.is_unsaved() && !book.has_changes());
    apply(&mut book, Op::AccountMode(Mode::Automatic));
    book.settle(Settled::Unwritten);
    assert_eq!(book.account_mode(), Mode::Manual, "the disk has not been told");
    apply(&mut book, Op::AccountMode(Mode::Required));
    book.settle(committed());
    assert!(!book.is_ahead() && !book.restricts() && book.mode_to_write().is_none());
    apply(&mut book, Op::AccountMode(Mode::Required));
    assert!(!book.restricts() && !book.has_changes(), "it is required already");
}

#[test]
fn a_book_that_is_loaded_anew_drops_the_call_and_keeps_what_is_held() {
    let keys = keys(3);
    let [a, b, c] = &*keys else { panic!() };
    let mut book = book([(a, owned())]);
    book.foresee(&Op::Renamed(a, b));
    apply(&mut book, Op::Renamed(a, b));
    apply(&mut book, Op::AccountMode(Mode::Required));
    apply(&mut book, Op::Decide(c, Decision::Start));
    book.reload(Mode::Manual, [(a.clone(), owned())], false);
    assert!(book.is_between_calls() && !book.is_whole());
    assert_eq!(book.account_mode(), Mode::Manual, "no call has failed: it is as if there was none");
    assert_eq!(book.names_of(&id(0)).collect::<Vec<_>>(), [a]);
    assert_eq!(book.get(c).unwrap().door(), Door::Started, "that held at once");
    assert_eq!(written(&book), "b c", "what the disk has not is still to be written");
    assert_eq!(book.moves_to_write(), [(a.clone(), b.clone())]);
    book.settle(Settled::Unwritten);
    assert_eq!(book.moves_to_write().len(), 1, "what the call has made of the moves is dropped");
    // What the disk has in the meantime is not to be written again.
    let disk: Vec<_> = book.iter().map(|(at, name)| (at.clone(), name.clone())).collect();
    apply(&mut book, Op::Decide(b, Decision::Start));
    book.settle(committed());
    let held: Vec<_> = book.iter().map(|(at, name)| (at.clone(), name.clone())).collect();
    assert!(book.to_write().is_empty() && disk.len() == 3);
    book.note(&Op::Wrote(a));
    assert!(book.is_unsaved());
    let with = held.iter().map(|(at, name)| (at.clone(), Name { contact: true, ..name.clone() }));
    book.reload(Mode::Required, with, true);
    assert!(!book.is_unsaved() && book.is_whole());
    assert_eq!(book.account_mode(), Mode::Required);
    apply(&mut book, Op::AccountMode(Mode::Manual));
    book.settle(Settled::Failed);
    book.reload(Mode::Automatic, [], true);
    assert_eq!(book.account_mode(), Mode::Required, "the disk is never laxer than it was");
    assert!(book.is_ahead());
}

#[test]
fn what_books_that_are_given_back_hold_holds_in_the_next_one() {
    let keys = keys(3);
    let [a, b, c] = &*keys else { panic!() };
    let mut one = book([(a, owned())]);
    one.foresee(&Op::Renamed(a, b));
    let mut other = Names::load(Mode::Automatic, [], false);
    other.foresee(&Op::Decide(c, Decision::Block));
    other.foresee(&Op::AccountMode(Mode::Required));
    let mut next = book([(a, owned()), (c, touched())]);
    next.share_restrictions(Some(|_| "one".to_owned()));
    next.resume(one.clone());
    assert_eq!(next.account_mode(), Mode::Automatic);
    for before in [one, other] {
        next.resume(before);
    }
    assert!(next.is_whole() && next.is_ahead());
    assert_eq!(next.moves_to_write(), [(a.clone(), b.clone())]);
    assert_eq!(next.account_mode(), Mode::Required);
    // In a book that was not whole it was shut besides.
    let blocked = Name { blocked: true, ..shut() };
    assert_eq!((next.get(a), next.get(c)), (Some(&owned()), Some(&blocked)));
    assert_eq!(written(&next), "b c");
    let d = AddressKey::from_normal_form("d".to_owned());
    let answer = next.answer(&d, Stage::Idle, None);
    assert!(matches!(answer, Answer::Refuse(..)), "what holds is shared: {answer:?}");
}

#[test]
fn room_is_made_of_names_of_which_nothing_is_remembered() {
    let keys = keys(2);
    let [a, b] = &*keys else { panic!() };
    let mut book = book([(b, touched())]);
    assert!(book.make_room(a), "it is not there");
    let accepted = Person { accepted: true, ..Person::default() };
    let people = [(id(1), accepted)].into_iter().collect();
    let _ = book.apply(&Op::Appeared(a, id(1)), &people).unwrap();
    assert!(!book.make_room(a), "a call is about it");
    book.settle(Settled::Unwritten);
    assert!(book.get(a).is_some() && book.make_room(a), "a guest asks again");
    assert!(book.get(a).is_none());
    book.note(&Op::Wrote(a));
    assert!(!book.make_room(a), "the disk is still to be told");
    book.note(&Op::Known(a, false));
    assert!(!book.make_room(a), "the user has written there");
    apply(&mut book, Op::Decide(a, Decision::Forget(None)));
    book.settle(Settled::Unwritten);
    assert!(!book.make_room(b));
    assert!(book.get(a).is_none() && book.get(b).is_some());
    // What the disk still has is remembered, although the user has given it up.
    apply(&mut book, Op::Decide(b, Decision::Forget(None)));
    assert!(!book.make_room(b));
    book.settle(committed());
    assert!(book.get(b).is_none() && book.make_room(b));
}

#[test]
fn the_names_of_somebody_are_those_that_the_call_sees() {
    let keys = keys(3);
    let [a, b, c] = &*keys else { panic!() };
    let mut book = book([(a, owned()), (b, owned())]);
    let names = |book: &Names, who| book.names_of(&id(who)).cloned().collect::<Vec<_>>();
    assert_eq!(names(&book, 0), [a.clone(), b.clone()]);
    apply(&mut book, Op::Renamed(a, c));
    assert_eq!(names(&book, 0), [b.clone(), c.clone()]);
    book.settle(Settled::Failed);
    assert_eq!(names(&book, 0), [a.clone(), b.clone()]);
    apply(&mut book, Op::Decide(a, Decision::Accept(Some(id(1)))));
    assert_eq!((names(&book, 0), names(&book, 1)), (vec![b.clone()], vec![a.clone()]));
    book.settle(committed());
    apply(&mut book, Op::Decide(b, Decision::Forget(Some(id(0)))));
    book.settle(committed());
    assert_eq!((names(&book, 0), names(&book, 1)), (vec![], vec![a.clone()]));
}
