//! Small worlds, breadth first, and long walks in larger ones.

use super::ghost::{Ghost, Promise};
use super::promises::state;
use super::step::{Fate, Shape, Step, What, everything};
use super::ways;
use super::world::{Broken, Table, World, keys_of, widest};
use crate::guard::names::Names;
use crate::guard::spelling::AddressKey;
use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::rc::Rc;

/// Each order that identities may have, as what becomes of each set of them.
pub(super) fn orders(people: u8) -> Vec<[u32; 16]> {
    let all: &[[u32; 3]] = match people {
        3 => &[[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]],
        2 => &[[0, 1, 2], [1, 0, 2]],
        _ => &[[0, 1, 2]],
    };
    let set = |order: &[u32; 3], set: u32| {
        (0..3)
            .filter(|who| set & 1 << who != 0)
            .fold(0, |bits, who| bits | 1 << order[who as usize])
    };
    all.iter().map(|order| std::array::from_fn(|bits| set(order, bits as u32))).collect()
}

/// The hash that all states share which differ in nothing but which identity is which: nothing in
/// the machine or the ghost prefers one, as long as no set of them is full.
fn hash_of_all_orders(shape: Shape, state: &[u32], orders: &[[u32; 16]]) -> u64 {
    let ghosts = 1 + shape.accounts * shape.names;
    let width = 2 + 2 * shape.names;
    let ordered = |order: &[u32; 16]| {
        let mut state = state.to_vec();
        let mut permute = |at: usize, from: u32, sets: u32| {
            for shift in (0..sets).map(|set| from + 4 * set) {
                let set = state[at] >> shift & 15;
                state[at] = state[at] & !(15 << shift) | order[set as usize] << shift;
            }
        };
        permute(0, 0, 6);
        for ghost in [1, 1 + ghosts] {
            permute(ghost, 0, 6);
            (1..ghosts).for_each(|name| permute(ghost + name, 0, 2));
        }
        for book in 0..shape.accounts {
            let first = 1 + 2 * ghosts + book * width + 2;
            (first..first + 2 * shape.names).for_each(|name| permute(name, 7, 4));
        }
        state
    };
    match orders.len() {
        1 => hash(state),
        _ => hash(&orders.iter().map(ordered).min().unwrap_or_default()),
    }
}

/// What a search has seen.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub states: usize,
    pub depth: usize,
    pub transitions: usize,
    /// Whether there are no others.
    pub all: bool,
    /// What is wrong, and how it came to that.
    pub broken: Option<(Broken, Vec<Step>)>,
}

/// The hash of a state is a hash already.
#[derive(Default)]
struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// A hash for numbers that nobody chooses to make it fail.
#[derive(Default)]
pub(super) struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
    fn write(&mut self, bytes: &[u8]) {
        for eight in bytes.chunks(8) {
            let mut number = [0; 8];
            number[..eight.len()].copy_from_slice(eight);
            self.write_u64(u64::from_le_bytes(number));
        }
    }
    fn write_u8(&mut self, number: u8) {
        self.write_u64(u64::from(number));
    }
    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }
    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0.rotate_left(29) ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ mixed >> 29;
    }
}

fn hash(state: &[u32]) -> u64 {
    let mut hasher = Mixed::default();
    state.hash(&mut hasher);
    hasher.finish()
}

impl World {
    /// The world as numbers.
    pub(super) fn snapshot(&self, into: &mut Vec<u32>) {
        into.clear();
        let Table { blocked, replaced, verified, accepted } = self.table;
        let sets = [blocked, replaced, verified[0], verified[1], accepted[0], accepted[1]];
        into.push(sets.iter().fold(0, |bits, set| bits << 4 | set));
        for ghost in [&self.ghost, &self.kept] {
            let Ghost { names, required, blocked, replaced, verified, accepted } = ghost;
            let sets = [*blocked, *replaced, verified[0], verified[1], accepted[0], accepted[1]];
            let flags = u32::from(required[0]) | u32::from(required[1]) << 1;
            into.push(sets.iter().fold(flags, |bits, set| bits << 4 | set));
            for names in &names[..self.shape.accounts] {
                into.extend(names[..self.shape.names].iter().map(Promise::pack));
            }
        }
        for book in &self.books {
            book.snapshot(&self.keys, into);
        }
    }

    /// The world with these numbers.
    pub(super) fn restore(shape: Shape, keys: &Rc<[AddressKey]>, from: &[u32]) -> Self {
        let set = |bits: u32, number: u32| bits >> (20 - 4 * number) & 15;
        let two = |bits: u32, number| [set(bits, number), set(bits, number + 1)];
        let table = |bits: u32| Table {
            blocked: set(bits, 0),
            replaced: set(bits, 1),
            verified: two(bits, 2),
            accepted: two(bits, 4),
        };
        let width = 1 + shape.accounts * shape.names;
        let ghost = |from: &[u32]| {
            let Table { blocked, replaced, verified, accepted } = table(from[0]);
            let required = [from[0] >> 24 & 1 != 0, from[0] >> 25 & 1 != 0];
            let mut names = [[Promise::default(); 3]; 2];
            for (names, packed) in names.iter_mut().zip(from[1..].chunks(shape.names)) {
                for (name, packed) in names.iter_mut().zip(packed) {
                    *name = Promise::unpack(*packed);
                }
            }
            Ghost { names, required, blocked, replaced, verified, accepted }
        };
        let books = from[1 + 2 * width..].chunks(2 + 2 * shape.names);
        Self {
            shape,
            keys: Rc::clone(keys),
            books: books.map(|book| Rc::new(Names::restore(keys, book, Some(widest)))).collect(),
            table: table(from[0]),
            ghost: ghost(&from[1..1 + width]),
            kept: ghost(&from[1 + width..1 + 2 * width]),
        }
    }
}

/// The fates that a step may have. Where a committed call changes nothing, a failed one is not tried.
pub(super) fn fates(shape: Shape, what: What) -> &'static [Fate] {
    if shape.faults && what.writes() {
        &[Fate::Committed, Fate::NotBegun, Fate::NotCommitted]
    } else {
        &[Fate::Committed]
    }
}

/// Goes through a world until there is nothing new, something is wrong, or `limit` states are met.
pub(super) fn search(shape: Shape, limit: usize) -> Seen {
    let keys = keys_of(shape);
    let orders = orders(shape.people);
    let steps = everything(shape);
    let mut seen = Seen::default();
    let mut visited: HashSet<u64, BuildHasherDefault<Same>> = HashSet::default();
    let mut ways_tried: HashSet<u64, BuildHasherDefault<Same>> = HashSet::default();
    let mut state = Vec::new();
    World::new(shape).snapshot(&mut state);
    let width = state.len();
    visited.insert(hash_of_all_orders(shape, &state, &orders));
    // The states in the order in which they were met, and from which one by which step.
    let mut queue: Vec<u32> = state.clone();
    let mut origins: Vec<(u32, u16)> = vec![(0, 0)];
    let mut depths: Vec<u8> = vec![0];
    let path = |origins: &[(u32, u16)], mut at: usize| {
        let mut path = Vec::new();
        while at != 0 {
            let (from, step) = origins[at];
            path.push(number_step(shape, &steps, step));
            at = from as usize;
        }
        path.reverse();
        path
    };
    let mut next = 0;
    while next < depths.len() {
        let now = queue[next * width..(next + 1) * width].to_vec();
        let world = World::restore(shape, &keys, &now);
        let books = 1 + 2 * (1 + shape.accounts * shape.names);
        let mut essence = now.clone();
        // Ways depend on what is held, not on what the disk has nor on what was promised.
        essence[1..books].fill(0);
        let width = 2 + 2 * shape.names;
        for (index, word) in essence[books..].iter_mut().enumerate() {
            if index % width >= 2 && index % 2 == 0 {
                *word = 0;
            }
        }
        if ways_tried.insert(hash_of_all_orders(shape, &essence, &orders))
            && let Err(broken) = ways::out(&world)
        {
            seen.broken = Some((broken, path(&origins, next)));
            break;
        }
        for account in 0..shape.accounts {
            for (number, what) in steps.iter().enumerate() {
                for (fate_number, fate) in fates(shape, *what).iter().enumerate() {
                    let step = Step { account, what: *what, fate: *fate };
                    let mut after = world.clone();
                    seen.transitions += 1;
                    let code = ((number * 2 + account) * 3 + fate_number) as u16;
                    if let Err(broken) = after.step(step) {
                        let mut path = path(&origins, next);
                        path.push(step);
                        seen.broken = Some((broken, path));
                        seen.states = depths.len();
                        seen.depth = usize::from(depths[next]) + 1;
                        return seen;
                    }
                    after.snapshot(&mut state);
                    if state == now {
                        if *fate == Fate::Committed {
                            break;
                        }
                        continue;
                    }
                    if depths.len() < limit
                        && visited.insert(hash_of_all_orders(shape, &state, &orders))
                    {
                        // What holds of a state holds however it was come to.
                        if let Err(broken) = super::promises::state(&after) {
                            let mut path = path(&origins, next);
                            path.push(step);
                            seen.broken = Some((broken, path));
                            seen.states = depths.len();
                            seen.depth = usize::from(depths[next]) + 1;
                            return seen;
                        }
                        queue.extend(&state);
                        origins.push((next as u32, code));
                        depths.push(depths[next] + 1);
                    }
                }
            }
        }
        next += 1;
        if depths.len() >= limit {
            break;
        }
    }
    seen.states = depths.len();
    seen.depth = usize::from(depths.last().copied().unwrap_or(0));
    seen.all = next == depths.len() && depths.len() < limit;
    seen
}

pub(super) fn number_step(shape: Shape, steps: &[What], code: u16) -> Step {
    let (code, fate) = (usize::from(code) / 3, usize::from(code) % 3);
    let what = steps[code / 2];
    Step { account: code % 2, what, fate: fates(shape, what)[fate] }
}

/// Walks at random. Each step is likelier to be one that does something.
pub(super) fn walk(shape: Shape, seed: u64, length: usize) -> Result<(), (Broken, Vec<Step>)> {
    let steps = everything(shape);
    let mut random = seed;
    let mut draw = |below: usize| {
        random = random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = random;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ mixed >> 31) as usize % below
    };
    let mut world = World::new(shape);
    let mut path = Vec::new();
    for _ in 0..length {
        let what = steps[draw(steps.len())];
        let fates = fates(shape, what);
        let fate = if draw(3) == 0 { fates[draw(fates.len())] } else { Fate::Committed };
        let step = Step { account: draw(shape.accounts), what, fate };
        path.push(step);
        let done = world.step(step).and_then(|_| state(&world));
        let done = done.and_then(|()| if draw(8) == 0 { ways::out(&world) } else { Ok(()) });
        if let Err(broken) = done {
            return Err((broken, path));
        }
    }
    Ok(())
}
