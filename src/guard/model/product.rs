//! Worlds of two accounts, account by account.
//!
//! Accounts share nothing but what the vault knows of people: a call at one reads and changes that
//! and its own names. So a step is worked out once for an account and what is known of people, however
//! the other account stands, and a state is three numbers: what is known of people, and one for each
//! account. Without this the same calls are made a thousand times over. A test holds it to what the
//! plain search sees.

use super::ghost::{Ghost, Promise};
use super::promises::state;
use super::search::{Mixed, Seen, fates, number_step, orders};
use super::step::{Fate, Shape, Step, What, everything};
use super::ways;
use super::world::{Broken, Table, World, keys_of, widest};
use crate::guard::names::Names;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::rc::Rc;

type Mix = BuildHasherDefault<Mixed>;

/// What is known of people, by the vault and by the ghost: six sets of four bits each.
type Common = u64;

/// What follows from each step that changes something, or what is wrong.
/// What follows from every operation, or what is broken, and by which.
type Worked = Result<Vec<(u16, Common, u32)>, (Broken, Option<u16>)>;

type Follows = Rc<Worked>;

/// The accounts that were met, each with what was worked out for it.
struct Accounts {
    shape: Shape,
    steps: Vec<What>,
    orders: Vec<[u32; 16]>,
    parts: Vec<Rc<[u32]>>,
    numbers: HashMap<Rc<[u32]>, u32, Mix>,
    /// Each account with its identities in each order.
    ordered: Vec<Option<Rc<[u32]>>>,
    follows: HashMap<(Common, u32, bool), Follows, Mix>,
}

fn sets(sets: [u32; 6]) -> u64 {
    sets.iter().fold(0, |bits, set| bits << 4 | u64::from(*set))
}

fn from_sets(bits: u64) -> Table {
    let set = |number: u32| (bits >> (20 - 4 * number)) as u32 & 15;
    Table {
        blocked: set(0),
        replaced: set(1),
        verified: [set(2), set(3)],
        accepted: [set(4), set(5)],
    }
}

impl Accounts {
    fn new(shape: Shape) -> Self {
        Self {
            shape,
            steps: everything(shape),
            orders: orders(shape.people),
            parts: Vec::new(),
            numbers: HashMap::default(),
            ordered: Vec::new(),
            follows: HashMap::default(),
        }
    }

    fn number(&mut self, part: &[u32]) -> u32 {
        if let Some(number) = self.numbers.get(part) {
            return *number;
        }
        let (number, part): (_, Rc<[u32]>) = (self.parts.len() as u32, part.into());
        self.parts.push(Rc::clone(&part));
        self.ordered.push(None);
        self.numbers.insert(part, number);
        number
    }

    /// What a world of one account knows of people, and the number of the account.
    fn take_apart(&mut self, world: &World) -> (Common, u32) {
        let Table { blocked, replaced, verified, accepted } = world.table;
        let table = sets([blocked, replaced, verified[0], verified[1], accepted[0], accepted[1]]);
        let Ghost { names, required, blocked, replaced, verified, accepted } = &world.ghost;
        let ghost = sets([*blocked, *replaced, verified[0], verified[1], accepted[0], accepted[1]]);
        let kept = &world.kept;
        let mut part = vec![u32::from(required[0]) | u32::from(kept.required[0]) << 1];
        for names in [&names[0], &kept.names[0]] {
            part.extend(names[..self.shape.names].iter().map(Promise::pack));
        }
        world.books[0].snapshot(&world.keys, &mut part);
        (table << 24 | ghost, self.number(&part))
    }

    fn world(&self, common: Common, part: u32, second: bool) -> World {
        let shape = Shape { accounts: 1, own: self.shape.own && second, ..self.shape };
        let (keys, part) = (keys_of(shape), &self.parts[part as usize]);
        let ghost = |packed: &[u32], bit: u32| {
            let Table { blocked, replaced, verified, accepted } = from_sets(common);
            let mut names = [[Promise::default(); 3]; 2];
            for (name, packed) in names[0].iter_mut().zip(packed) {
                *name = Promise::unpack(*packed);
            }
            let required = [part[0] >> bit & 1 != 0, false];
            Ghost { names, required, blocked, replaced, verified, accepted }
        };
        let names = shape.names;
        World {
            shape,
            books: vec![Rc::new(Names::restore(&keys, &part[1 + 2 * names..], Some(widest)))],
            keys,
            table: from_sets(common >> 24),
            ghost: ghost(&part[1..=names], 0),
            kept: ghost(&part[1 + names..=2 * names], 1),
        }
    }

    fn follow(&mut self, common: Common, part: u32, second: bool) -> Follows {
        let second = second && self.shape.own;
        if let Some(follows) = self.follows.get(&(common, part, second)) {
            return Rc::clone(follows);
        }
        let follows = Rc::new(self.work_out(common, part, second));
        self.follows.insert((common, part, second), Rc::clone(&follows));
        follows
    }

    fn work_out(&mut self, common: Common, part: u32, second: bool) -> Worked {
        let world = self.world(common, part, second);
        state(&world).and_then(|()| ways::out(&world)).map_err(|broken| (broken, None))?;
        let mut follows = Vec::new();
        for (number, what) in self.steps.clone().into_iter().enumerate() {
            for (fate_number, fate) in fates(self.shape, what).iter().enumerate() {
                let code = (number * 6 + fate_number) as u16;
                let mut after = world.clone();
                let step = Step { account: 0, what, fate: *fate };
                after.step(step).map_err(|broken| (broken, Some(code)))?;
                let (after_common, after_part) = self.take_apart(&after);
                if (after_common, after_part) != (common, part) {
                    follows.push((code, after_common, after_part));
                } else if *fate == Fate::Committed {
                    break;
                }
            }
        }
        Ok(follows)
    }

    fn order(&mut self, part: u32) -> Rc<[u32]> {
        if let Some(ordered) = &self.ordered[part as usize] {
            return Rc::clone(ordered);
        }
        let names = self.shape.names;
        let orders = self.orders.clone();
        let ordered: Rc<[u32]> = orders
            .iter()
            .map(|order| {
                let mut words = self.parts[part as usize].to_vec();
                let mut permute = |at: usize, from: u32, sets: u32| {
                    for shift in (0..sets).map(|set| from + 4 * set) {
                        let set = words[at] >> shift & 15;
                        words[at] = words[at] & !(15 << shift) | order[set as usize] << shift;
                    }
                };
                (1..=2 * names).for_each(|name| permute(name, 0, 2));
                (0..2 * names).for_each(|name| permute(3 + 2 * names + name, 7, 4));
                self.number(&words)
            })
            .collect();
        self.ordered[part as usize] = Some(Rc::clone(&ordered));
        ordered
    }

    /// The one that stands for all that differ in which identity is which, and, if `alike`, in which
    /// account is which.
    fn canonical(&mut self, (common, parts): State, alike: bool) -> State {
        let ordered = parts.map(|part| self.order(part));
        let all = self.orders.iter().enumerate().map(|(number, order)| {
            let common = (0..12).fold(0, |bits, set| {
                bits | u64::from(order[(common >> (4 * set) & 15) as usize]) << (4 * set)
            });
            let mut parts = [ordered[0][number], ordered[1][number]];
            if alike {
                parts.sort_unstable();
            }
            (common, parts)
        });
        all.min().unwrap_or((common, parts))
    }
}

type State = (Common, [u32; 2]);

/// Goes through a world of two accounts. With `alike` accounts that differ in nothing stand for each
/// other.
pub(super) fn search(shape: Shape, limit: usize, alike: bool) -> Seen {
    let alike = alike && !shape.own;
    let mut accounts = Accounts::new(shape);
    let first = World::new(Shape { accounts: 1, ..shape });
    let (common, part) = accounts.take_apart(&first);
    let mut queue: Vec<State> = vec![(common, [part, part])];
    let mut origins: Vec<(u32, u16, u8)> = vec![(0, 0, 0)];
    let mut visited: HashSet<State, Mix> = HashSet::default();
    visited.insert(accounts.canonical(queue[0], alike));
    let mut seen = Seen::default();
    let mut next = 0;
    while next < queue.len() && (queue.len() < limit) {
        let (common, parts) = queue[next];
        for account in 0..2usize {
            let follows = accounts.follow(common, parts[account], account == 1);
            let follows = match &*follows {
                Ok(follows) => follows,
                Err((broken, code)) => {
                    let path = path(shape, &accounts.steps, &origins, (next, account, *code));
                    seen.states = queue.len();
                    seen.broken = Some((broken.clone(), path));
                    return seen;
                }
            };
            for (code, common, part) in follows {
                seen.transitions += 1;
                let mut parts = parts;
                parts[account] = *part;
                let state = (*common, parts);
                if queue.len() < limit && visited.insert(accounts.canonical(state, alike)) {
                    queue.push(state);
                    origins.push((next as u32, *code, account as u8));
                }
            }
        }
        next += 1;
    }
    seen.states = queue.len();
    let all = (queue.len() - 1, 0, None);
    seen.depth = path(shape, &accounts.steps, &origins, all).len();
    seen.all = next == queue.len() && queue.len() < limit;
    seen
}

fn path(
    shape: Shape,
    steps: &[What],
    origins: &[(u32, u16, u8)],
    (mut at, account, last): (usize, usize, Option<u16>),
) -> Vec<Step> {
    let step = |code, account| Step { account, ..number_step(shape, steps, code) };
    let mut path: Vec<Step> = last.map(|code| step(code, account)).into_iter().collect();
    while at != 0 {
        let (from, code, account) = origins[at];
        path.push(step(code, usize::from(account)));
        at = from as usize;
    }
    path.reverse();
    path
}
