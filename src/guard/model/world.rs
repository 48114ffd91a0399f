//! Accounts that share people and a disk.
//!
//! A call goes here as it goes in the messenger: what it restricts is foreseen, a transaction is
//! begun, moves that could not be written are tried again, the operation is applied, rows are written,
//! and the transaction is committed. Each of the two may fail.

use super::ghost::{Ghost, Heard, Promise};
use super::promises;
use super::step::{Fate, Shape, Step, What};
use crate::guard::folded::Folded;
use crate::guard::mode::Mode;
use crate::guard::name::Name;
use crate::guard::names::snapshot::{bits, identity};
use crate::guard::names::{Names, Settled};
use crate::guard::op::{Effects, Op};
use crate::guard::person::{People, Person};
use crate::guard::spelling::AddressKey;
use crate::vault::Committed;
use std::rc::Rc;

/// What the vault knows of identities: as bits, `verified` and `accepted` by the identities that the
/// user has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Table {
    pub blocked: u32,
    pub replaced: u32,
    pub verified: [u32; 2],
    pub accepted: [u32; 2],
}

/// What has gone wrong, in words.
pub(super) type Broken = String;

/// What has come of a step.
#[derive(Debug)]
pub(super) enum Done {
    /// It has worked, and this follows.
    Effects(Effects),
    Refused,
    Failed,
}

/// A small world.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub shape: Shape,
    pub keys: Rc<[AddressKey]>,
    /// Shared with the worlds from which this one has come, until a call changes them.
    pub books: Vec<Rc<Names>>,
    pub table: Table,
    pub ghost: Ghost,
    /// The ghost as it is if memory is lost now.
    pub kept: Ghost,
}

/// The form that all names of a world share.
pub(super) fn widest(_: &str) -> String {
    "one".to_owned()
}

pub(super) fn keys(count: usize) -> Rc<[AddressKey]> {
    let names = ["a", "b", "c"].into_iter().take(count);
    names.map(|name| AddressKey::from_normal_form(name.to_owned())).collect()
}

/// The names of a world.
pub(super) fn keys_of(shape: Shape) -> Rc<[AddressKey]> {
    let mut names = keys(shape.names).to_vec();
    if let (true, Some(last)) = (shape.irregular, names.last_mut()) {
        *last = AddressKey::irregular(last.as_str());
    }
    names.into()
}

impl World {
    pub(super) fn new(shape: Shape) -> Self {
        let book = || {
            let mut book = Names::load(Mode::Automatic, [], true);
            book.share_restrictions(shape.alike.then_some(widest));
            book.load_folded(&Folded::default(), shape.alike.then_some(widest));
            Rc::new(book)
        };
        Self {
            shape,
            keys: keys_of(shape),
            books: (0..shape.accounts).map(|_| book()).collect(),
            table: Table::default(),
            ghost: Ghost::default(),
            kept: Ghost::default(),
        }
    }

    /// Which identity of the user's an account has. One that is looked at alone is the second.
    pub(super) fn own(&self, account: usize) -> usize {
        usize::from(self.shape.own && account + 1 == self.shape.accounts)
    }

    /// What an account is told of people.
    pub(super) fn people(&self, account: usize) -> People {
        let Table { blocked, replaced, verified, accepted } = self.table;
        let own = self.own(account);
        let person = |number: u8| {
            let is = |set: u32| set & 1 << number != 0;
            let (blocked, replaced) = (is(blocked), is(replaced));
            Person { blocked, replaced, verified: is(verified[own]), accepted: is(accepted[own]) }
        };
        (0..self.shape.people).map(|number| (identity(number), person(number))).collect()
    }

    /// Writes what an operation has found out about people.
    fn write_people(&mut self, account: usize, effects: &Effects) {
        let own = self.own(account);
        let table = &mut self.table;
        let set = |set: &mut u32, bit: u32, is: bool| *set = *set & !bit | if is { bit } else { 0 };
        for (who, person) in &effects.people {
            let bit = super::ghost::bit(*who);
            let Person { blocked, replaced, verified, accepted } = *person;
            set(&mut table.blocked, bit, blocked);
            set(&mut table.replaced, bit, replaced);
            set(&mut table.verified[own], bit, verified);
            set(&mut table.accepted[own], bit, accepted);
            if replaced {
                // That it was verified is forgotten for all identities of the user.
                table.verified[1 - own] &= !bit;
            }
        }
        for who in &effects.forgotten {
            let bit = super::ghost::bit(*who);
            table.blocked &= !bit;
            table.replaced &= !bit;
            table.verified[own] &= !bit;
            table.accepted[own] &= !bit;
        }
    }

    /// Does a step, and compares machine and ghost during it. What has to hold of the state that it
    /// leads to is asked by whoever meets that.
    pub(super) fn step(&mut self, step: Step) -> Result<Done, Broken> {
        Ok(match step.what {
            what if what.writes() => self.call(step)?,
            What::MakeRoom(at) => {
                let book = Rc::make_mut(&mut self.books[step.account]);
                let remembered = book.is_in_memory(&self.keys[at]);
                let forgotten = book.make_room(&self.keys[at]) && remembered;
                let name = &mut self.ghost.names[step.account][at];
                if forgotten && (name.stands() || name.is_to_be_kept()) {
                    return Err("rule 12: a name that the user knows is forgotten".to_owned());
                }
                if forgotten {
                    name.is_forgotten();
                    self.kept.names[step.account][at] = *name;
                }
                Done::Failed
            }
            What::Noted(..) => self.note(step)?,
            what => {
                self.load(step.account, what);
                Done::Failed
            }
        })
    }

    fn load(&mut self, account: usize, what: What) {
        let alike = self.shape.alike.then_some(widest as fn(&str) -> String);
        let (mode, rows) = self.books[account].disk();
        let whole = self.books[account].is_whole();
        let folded = self.books[account].folded_on_disk();
        let book = Rc::make_mut(&mut self.books[account]);
        match what {
            What::Reload => book.reload(mode, rows, whole),
            What::Announce => book.share_restrictions(None),
            What::Damage(at) => {
                // Nobody knows what the ghost was told about the lost name; the promise stands.
                let rows = rows.into_iter().filter(|(name, _)| *name != self.keys[at]);
                *book = Names::load(mode, rows, false);
                book.load_folded(&folded, alike);
                book.share_restrictions(alike);
            }
            _ => {
                *book = Names::load(mode, rows, whole);
                book.load_folded(&folded, alike);
                book.share_restrictions(alike);
            }
        }
        if !matches!(what, What::Reload | What::Announce) {
            self.ghost.names[account] = self.kept.names[account];
            self.ghost.required[account] = self.kept.required[account];
        }
        if let What::Damage(at) = what {
            let lost = &mut self.ghost.names[account][at];
            // Nobody can say any more to whom the name belonged, nor what mode it had.
            let Promise { folded, .. } = *lost;
            *lost = Promise { private: lost.stands(), tainted: true, folded, ..Promise::default() };
            self.kept.names[account][at] = *lost;
        }
    }

    /// A hint is held at once and written later. Where writes do not fail nothing tells when, so there
    /// it is written with it.
    fn note(&mut self, step: Step) -> Result<Done, Broken> {
        let Step { account, what, .. } = step;
        let keys = self.keys.clone();
        let mut heard = self.heard(account, what);
        let before = Rc::clone(&self.books[account]);
        Rc::make_mut(&mut self.books[account]).note(&operation(&keys, what));
        let book = &self.books[account];
        promises::hinted(&before, book, &keys)?;
        let name = about(what).and_then(|at| book.get(&keys[at]));
        heard.touched = name.is_some_and(Name::is_touched);
        self.ghost.commit(&heard, what)?;
        if !self.shape.faults {
            self.write(account, &Effects::none())?;
            self.kept = self.ghost;
        }
        Ok(Done::Failed)
    }

    fn call(&mut self, step: Step) -> Result<Done, Broken> {
        let Step { account, what, fate } = step;
        let keys = self.keys.clone();
        let op = operation(&keys, what);
        let before = (self.ghost, Rc::clone(&self.books[account]));
        let people = self.people(account);
        let mut heard = self.heard(account, what);
        let book = Rc::make_mut(&mut self.books[account]);
        book.foresee(&op);
        self.ghost.taint(&heard, what);
        if fate == Fate::NotBegun {
            self.ghost.restrict(&heard, what);
            promises::failed(&before.1, &self.books[account], &keys, &op)?;
            return Ok(Done::Failed);
        }
        let mut next = self.ghost;
        for (from, to) in self.books[account].moves_to_write().to_vec() {
            let number = |at: &AddressKey| keys.iter().position(|key| key == at).unwrap_or(0);
            let again = What::Renamed(number(&from), number(&to));
            if again != what {
                let remembered = self.heard(account, again);
                let book = Rc::make_mut(&mut self.books[account]);
                let _ = book.apply(&Op::Renamed(&from, &to), &people);
                let owners = self.owners(account);
                next.taint(&remembered, again);
                self.ghost.taint(&remembered, again);
                let waits = self.waits(account, again);
                next.commit(&Heard { owners, waits, ..remembered }, again)?;
            }
        }
        heard = self.heard(account, what);
        let done = Rc::make_mut(&mut self.books[account]).apply(&op, &people);
        if done.is_ok() {
            self.ghost.restrict(&heard, what);
            next.restrict(&heard, what);
        }
        promises::permits(self, account, &people, "while a call is half done")?;
        let effects = match (done, fate) {
            (Ok(effects), Fate::Committed) => effects,
            (done, _) => {
                Rc::make_mut(&mut self.books[account]).settle(Settled::Failed);
                promises::failed(&before.1, &self.books[account], &keys, &op)?;
                return Ok(if done.is_err() { Done::Refused } else { Done::Failed });
            }
        };
        self.write(account, &effects)?;
        let book = &self.books[account];
        let at = about(what).map(|at| &keys[at]);
        heard.touched = at.and_then(|at| book.get(at)).is_some_and(Name::is_touched);
        heard.waits = self.waits(account, what);
        heard.owners = self.owners(account);
        heard.forgotten = heard.remembered && at.is_some_and(|at| !book.is_in_memory(at));
        next.commit(&heard, what)?;
        self.ghost = next;
        promises::followed(&before.0, &before.1, self, step, &effects)?;
        self.kept = Ghost { names: self.kept.names, required: self.kept.required, ..self.ghost };
        self.kept.names[account] = self.ghost.names[account];
        self.kept.required[account] = self.ghost.required[account];
        Ok(Done::Effects(effects))
    }

    /// Commits what the current call has to write, and compares the disk with what the book takes it
    /// to be.
    fn write(&mut self, account: usize, effects: &Effects) -> Result<(), Broken> {
        let book = Rc::make_mut(&mut self.books[account]);
        let (mut mode, mut disk) = book.disk();
        let (rows, own) = (book.to_write(), book.mode_to_write());
        let nothing = rows.is_empty()
            && own.is_none()
            && effects.people.is_empty()
            && effects.forgotten.is_empty()
            && book.folded_to_write().is_none();
        let folded = book.folded_to_write().cloned().unwrap_or_else(|| book.folded_on_disk());
        promises::lasting(book, &rows, own)?;
        for (at, name) in rows {
            disk.retain(|(other, _)| *other != at);
            if book.row_of(&at).is_some() {
                disk.push((at, name));
            }
        }
        mode = own.unwrap_or(mode);
        if nothing {
            book.settle(Settled::Unwritten);
        } else {
            book.settle(Settled::Committed(Committed::imagined()));
        }
        let book = &self.books[account];
        let (saved, mut rows) = book.disk();
        disk.sort_by(|one, other| one.0.cmp(&other.0));
        rows.sort_by(|one, other| one.0.cmp(&other.0));
        if saved != mode || rows != disk {
            return Err(format!("the book takes the disk for {rows:?}, and it is {disk:?}"));
        }
        if book.folded_on_disk() != folded {
            return Err("what is folded is not written".to_owned());
        }
        if book.is_unsaved() {
            return Err("P6: something is not written by a commit".to_owned());
        }
        self.write_people(account, effects);
        Ok(())
    }

    /// Whom the machine has for owners, by name.
    pub(super) fn owners(&self, account: usize) -> [u32; 3] {
        let mut owners = [0; 3];
        for (owners, key) in owners.iter_mut().zip(self.keys.iter()) {
            *owners = self.books[account].get(key).map_or(0, |name| bits(name.owners()));
        }
        owners
    }

    fn waits(&self, account: usize, what: What) -> bool {
        let at = about(what).map(|at| &self.keys[at]);
        let name = at.and_then(|at| self.books[account].get(at));
        name.is_some_and(|name| !name.left().is_empty())
    }

    fn heard(&self, account: usize, what: What) -> Heard {
        let at = about(what).map(|at| &self.keys[at]);
        let name = at.and_then(|at| self.books[account].get(at));
        Heard {
            account,
            own: self.own(account),
            remembered: name.is_some(),
            contact: name.is_some_and(|name| name.is_contact() && !name.is_left()),
            touched: false,
            waits: false,
            owners: [0; 3],
            guests: name.map_or(0, |name| bits(name.guests())),
            forgotten: false,
            folded: at.is_some_and(|at| self.books[account].may_be_folded(at)),
        }
    }
}

/// The name that an operation is about; the first of two.
pub(super) fn about(what: What) -> Option<usize> {
    match what {
        What::Decide(at, _)
        | What::Appeared(at, _)
        | What::Session(at, _)
        | What::Unreadable(at)
        | What::Renamed(at, _)
        | What::Respelled(at, _)
        | What::Spread(at, _)
        | What::Wrote(at)
        | What::Noted(at, _)
        | What::MadeRoom(at)
        | What::MakeRoom(at)
        | What::Damage(at) => Some(at),
        What::AccountMode(_) | What::Reload | What::Crash | What::Announce => None,
    }
}

/// The operation as the machine takes it.
pub(super) fn operation(keys: &[AddressKey], what: What) -> Op<'_> {
    match what {
        What::Decide(at, decision) => Op::Decide(&keys[at], decision),
        What::Appeared(at, who) => Op::Appeared(&keys[at], identity(who)),
        What::Session(at, stage) => Op::Session(&keys[at], stage),
        What::Unreadable(at) => Op::Unreadable(&keys[at]),
        What::Renamed(from, to) => Op::Renamed(&keys[from], &keys[to]),
        What::Respelled(from, to) => Op::Respelled(&keys[from], &keys[to]),
        What::Spread(from, to) => Op::Spread(&keys[from], &keys[to]),
        What::MadeRoom(at) => Op::MadeRoom(&keys[at]),
        What::Wrote(at) | What::Noted(at, None) => Op::Wrote(&keys[at]),
        What::Noted(at, Some(known)) => Op::Known(&keys[at], known),
        What::AccountMode(mode) => Op::AccountMode(mode),
        What::MakeRoom(_) | What::Reload | What::Crash | What::Damage(_) | What::Announce => {
            panic!("this is no call")
        }
    }
}
