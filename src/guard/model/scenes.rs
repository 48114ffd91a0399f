//! Ordinary life, with a fixed number of questions.

use super::promises::state;
use super::step::{Fate, Shape, Step, What};
use super::tables::bounds;
use super::ways::Said;
use super::world::{Done, World};
use crate::guard::mode::Mode;
use crate::guard::names::snapshot::identity;
use crate::guard::op::Decision::{
    self, Accept, AcceptKey, AddKey, Block, Cancel, Decline, End, Forget, SetMode, Start, Unblock,
    Verify,
};
use crate::guard::op::Stage;
use crate::guard::permit::{Way, Why};

/// All scenes, by name.
pub(super) const ALL: &[(&str, fn())] = &[
    ("away and back", away_and_back),
    ("a netsplit", a_netsplit),
    ("a ghost", a_ghost),
    ("a swap that nobody sees", a_swap_that_nobody_sees),
    ("a swap, and back", a_swap_and_back),
    ("a new installation", a_new_installation),
    ("two machines", two_machines),
    ("start and cancel", start_and_cancel),
    ("lost, cancel, end", lost_cancel_end),
    ("a plain contact is blocked for a while", block_and_unblock_of_plain),
    ("a private contact is blocked for a while", block_and_unblock_of_private),
    ("a list tells of a name that was left", a_list_tells_of_a_left_name),
    ("away onto a name once written to", away_onto_a_known_name),
    ("decline, then start", decline_then_start),
    ("a service in a required account", a_service_in_a_required_account),
    ("a borrowed name is not answered", a_borrowed_name),
    ("two verified exchange a name", two_verified_exchange_a_name),
    ("forgotten at one name", forgotten_at_one_name),
    ("a guest is declined", a_guest_is_declined),
    ("a move that fails", a_move_that_fails),
    ("a stolen key", a_stolen_key),
    ("an excepted name after a restart", an_excepted_name_after_a_restart),
    ("more moves than wait", bounds::more_moves_than_wait),
    ("more windows than are remembered without the disk", bounds::more_windows_than_are_unwritten),
];

const A: usize = 0;
const B: usize = 1;
const C: usize = 2;
const BOB: u8 = 0;
const DAVE: u8 = 1;

/// A world with what was asked in it.
struct Scene {
    world: World,
    asked: usize,
    ends: usize,
}

impl Scene {
    fn new() -> Self {
        Self { world: World::new(Shape::new(2, 3, 3)), asked: 0, ends: 0 }
    }

    fn at(&mut self, account: usize, what: What, fate: Fate) -> bool {
        let step = Step { account, what, fate };
        match self.world.step(step).and_then(|done| state(&self.world).map(|()| done)) {
            Ok(Done::Effects(effects)) => {
                self.asked += effects.asks.len();
                self.ends += usize::from(effects.ends_wait);
                true
            }
            Ok(_) => false,
            Err(broken) => panic!("{broken}"),
        }
    }

    fn does(&mut self, what: What) -> bool {
        self.at(0, what, Fate::Committed)
    }

    fn decide(&mut self, at: usize, decision: Decision) -> bool {
        self.does(What::Decide(at, decision))
    }

    /// Somebody is private and verified at a name.
    fn private(&mut self, at: usize, who: u8) {
        assert!(self.decide(at, Start));
        self.does(What::Appeared(at, who));
        self.does(What::Session(at, Stage::Private));
        assert!(self.decide(at, Verify(identity(who))));
    }

    #[track_caller]
    fn says(&self, at: usize, stage: Stage, said: Said) {
        assert_eq!(self.world.says(0, at, stage), said);
    }

    #[track_caller]
    fn asked(&self, questions: usize) {
        assert_eq!(self.asked, questions, "questions");
    }

    fn owns(&self, at: usize, who: u8) -> bool {
        self.world.owners(0)[at] & 1 << who != 0
    }
}

const LEFT: Said = Said::Refuse(Why::Left, Way::StartOrEnd);

fn away_and_back() {
    let mut scene = Scene::new();
    scene.private(A, BOB);
    scene.does(What::Renamed(A, B));
    scene.says(A, Stage::Idle, LEFT);
    scene.says(B, Stage::Private, Said::Encrypt);
    scene.does(What::Renamed(B, A));
    scene.says(A, Stage::Private, Said::Encrypt);
    assert!(scene.owns(A, BOB));
    scene.asked(0);
}

fn a_netsplit() {
    let mut scene = Scene::new();
    scene.private(A, BOB);
    scene.does(What::Renamed(A, B));
    scene.does(What::Appeared(A, DAVE));
    assert!(!scene.owns(A, DAVE));
    scene.does(What::Renamed(A, C));
    scene.does(What::Renamed(B, A));
    assert!(scene.owns(A, BOB));
    // The stranger is asked about once, and once more under the name that he took along.
    scene.asked(2);
}

fn a_ghost() {
    let mut scene = Scene::new();
    scene.private(A, BOB);
    scene.does(What::Appeared(B, BOB));
    assert!(!scene.owns(B, BOB));
    scene.says(B, Stage::Idle, Said::Clear);
    scene.asked(1);
}

fn a_swap_that_nobody_sees() {
    let mut scene = Scene::new();
    scene.private(A, BOB);
    scene.private(B, DAVE);
    scene.does(What::Appeared(A, DAVE));
    scene.asked(1);
    assert!(!scene.decide(A, AcceptKey(identity(DAVE))), "Dave is no new key of Bob's");
    assert!(scene.decide(A, Accept(Some(identity(DAVE)))));
    scene.says(A, Stage::Private, Said::Encrypt);
    scene.says(B, Stage::Private, Said::Encrypt);
    assert_eq!(scene.world.table.replaced, 0);
}

fn a_swap_and_back() {
    let mut scene = Scene::new();
    scene.private(A, BOB);
    scene.private(B, DAVE);
    for (from, to) in [(A, C), (B, A), (C, B), (A, C), (B, A), (C, B)] {
        scene.does(What::Renamed(from, to));
    }
    assert!(scene.owns(A, BOB) && scene.owns(B, DAVE), "both are home before they say a word");
    // Each was asked about at the other's name, and Dave at the one that Bob had passed.
    scene.asked(3);
}

fn a_new_installation() {
    let mut scene = Scene::new();
    scene.private(A, BOB);
    scene.does(What::Appeared(A, DAVE));
    scene.asked(1);
    scene.says(A, Stage::Idle, Said::Refuse(Why::Guest, Way::DecideOrEnd));
    assert!(scene.decide(A, AcceptKey(identity(DAVE))));
    scene.says(A, Stage::Private, Said::Encrypt);
    scene.does(What::Appeared(A, BOB));
    assert!(!scene.owns(A, BOB));
    scene.asked(1);
}

fn two_machines() {
    let mut scene = Scene::new();
    scene.private(A, BOB);
    assert!(scene.decide(A, AcceptKey(identity(DAVE))));
    assert!(scene.decide(A, AddKey(identity(BOB))));
    assert!(scene.owns(A, BOB) && scene.owns(A, DAVE));
    assert_eq!(scene.world.table.verified[0], 0, "what was verified is to be compared again");
    scene.says(A, Stage::Private, Said::Encrypt);
}

fn start_and_cancel() {
    let mut scene = Scene::new();
    scene.does(What::Wrote(A));
    scene.says(A, Stage::Idle, Said::Clear);
    assert!(scene.decide(A, Start));
    scene.says(A, Stage::Waiting, Said::Hold(Way::CancelOrEnd));
    assert!(scene.decide(A, Cancel));
    scene.says(A, Stage::Idle, Said::Clear);
    scene.asked(0);
}

fn lost_cancel_end() {
    let mut scene = Scene::new();
    scene.private(A, BOB);
    scene.does(What::Session(A, Stage::Waiting));
    assert!(scene.decide(A, Cancel));
    scene.says(A, Stage::Idle, Said::Refuse(Why::Ended, Way::StartOrEnd));
    assert!(scene.decide(A, End));
    scene.says(A, Stage::Idle, Said::Clear);
}

fn block_and_unblock_of_plain() {
    let mut scene = Scene::new();
    scene.does(What::Wrote(A));
    assert!(scene.decide(A, Block));
    scene.says(A, Stage::Idle, Said::Refuse(Why::Blocked, Way::Unblock));
    assert!(scene.decide(A, Unblock));
    scene.says(A, Stage::Idle, Said::Clear);
}

fn block_and_unblock_of_private() {
    let mut scene = Scene::new();
    scene.private(A, BOB);
    scene.at(1, What::Decide(B, Accept(Some(identity(BOB)))), Fate::Committed);
    assert!(scene.decide(A, Block));
    assert_eq!(
        scene.world.says(1, B, Stage::Private),
        Said::Refuse(Why::Blocked, Way::Unblock),
        "a block holds on all accounts"
    );
    assert!(!scene.decide(A, End));
    assert!(scene.decide(A, Unblock));
    scene.says(A, Stage::Idle, Said::Refuse(Why::Ended, Way::StartOrEnd));
    assert_eq!(scene.world.says(1, B, Stage::Private), Said::Encrypt);
}

fn a_list_tells_of_a_left_name() {
    let mut scene = Scene::new();
    scene.private(A, BOB);
    scene.does(What::Renamed(A, B));
    scene.does(What::Noted(A, Some(true)));
    scene.does(What::Wrote(A));
    assert!(!scene.world.books[0].answers(&scene.world.keys[A]));
    scene.does(What::Unreadable(A));
    scene.says(A, Stage::Idle, LEFT);
    scene.does(What::Renamed(B, A));
    assert!(scene.owns(A, BOB));
    scene.asked(0);
}

fn away_onto_a_known_name() {
    let mut scene = Scene::new();
    scene.private(A, BOB);
    scene.does(What::Wrote(B));
    scene.does(What::Renamed(A, B));
    scene.asked(1);
    assert!(!scene.owns(B, BOB));
    scene.says(B, Stage::Idle, Said::Refuse(Why::Guest, Way::DecideOrEnd));
    assert!(scene.decide(B, Accept(Some(identity(BOB)))));
    scene.says(B, Stage::Private, Said::Encrypt);
}

fn decline_then_start() {
    let mut scene = Scene::new();
    scene.private(A, BOB);
    scene.does(What::Appeared(A, DAVE));
    assert!(scene.decide(A, Decline(identity(DAVE))));
    scene.does(What::Appeared(A, DAVE));
    scene.asked(1);
    assert!(scene.decide(A, Start));
    scene.does(What::Appeared(A, DAVE));
    scene.asked(2);
}

fn a_service_in_a_required_account() {
    let mut scene = Scene::new();
    scene.does(What::AccountMode(Mode::Required));
    scene.says(A, Stage::Idle, Said::Hold(Way::SetMode));
    assert!(scene.decide(A, Start));
    assert!(scene.decide(A, SetMode(Some(Mode::Automatic))));
    assert!(scene.decide(A, Cancel));
    scene.says(A, Stage::Idle, Said::Clear);
    scene.does(What::Renamed(A, B));
    scene.says(B, Stage::Idle, Said::Hold(Way::SetMode));
}

fn a_borrowed_name() {
    let mut scene = Scene::new();
    scene.private(A, BOB);
    assert!(scene.decide(A, SetMode(Some(Mode::Required))));
    scene.does(What::Renamed(A, B));
    scene.does(What::Appeared(C, DAVE));
    scene.does(What::Renamed(C, A));
    assert!(!scene.owns(A, DAVE));
    for stage in [Stage::Idle, Stage::Private] {
        assert_ne!(scene.world.says(0, A, stage), Said::Clear);
    }
    // Bob's acquaintance on one account is no acquaintance of a name on another.
    scene.at(1, What::Wrote(A), Fate::Committed);
    let before = scene.asked;
    scene.at(1, What::Appeared(A, BOB), Fate::Committed);
    assert_eq!(scene.asked, before + 1);
    assert_eq!(scene.world.owners(1)[A], 0);
}

fn two_verified_exchange_a_name() {
    let mut scene = Scene::new();
    scene.private(A, BOB);
    scene.private(B, DAVE);
    scene.does(What::Renamed(A, C));
    scene.does(What::Renamed(B, A));
    assert!(!scene.owns(A, DAVE), "the name waits for Bob");
    scene.asked(1);
    scene.says(A, Stage::Idle, Said::Refuse(Why::Guest, Way::DecideOrEnd));
}

fn forgotten_at_one_name() {
    let mut scene = Scene::new();
    scene.private(A, BOB);
    assert!(scene.decide(B, Accept(Some(identity(BOB)))));
    scene.does(What::Session(B, Stage::Private));
    assert!(scene.decide(B, Forget(Some(identity(BOB)))));
    scene.says(B, Stage::Idle, Said::Clear);
    scene.says(A, Stage::Idle, Said::Refuse(Why::Ended, Way::StartOrEnd));
}

fn a_guest_is_declined() {
    let mut scene = Scene::new();
    scene.private(A, BOB);
    scene.does(What::Renamed(A, B));
    scene.does(What::Appeared(A, DAVE));
    assert!(scene.decide(A, Decline(identity(DAVE))));
    assert_eq!(scene.ends, 1, "nobody is left whom a text could go to");
    scene.says(A, Stage::Idle, LEFT);
}

fn a_move_that_fails() {
    for fate in [Fate::NotBegun, Fate::NotCommitted] {
        let mut scene = Scene::new();
        scene.private(A, BOB);
        scene.at(0, What::Renamed(A, B), fate);
        scene.says(B, Stage::Idle, Said::Refuse(Why::Ended, Way::StartOrEnd));
        scene.does(What::Wrote(C));
        assert!(scene.owns(B, BOB), "the next call tries again");
        scene.does(What::Crash);
        scene.says(B, Stage::Private, Said::Encrypt);
        scene.asked(0);
    }
}

fn a_stolen_key() {
    let mut scene = Scene::new();
    scene.private(A, BOB);
    assert!(scene.decide(B, Accept(Some(identity(BOB)))));
    assert!(scene.decide(A, AcceptKey(identity(DAVE))));
    scene.says(B, Stage::Private, Said::Refuse(Why::Replaced, Way::DecideOrEnd));
    assert!(!scene.decide(B, Start));
    scene.does(What::Appeared(C, BOB));
    assert!(!scene.owns(C, BOB));
    assert_eq!(scene.world.table.verified[0], 0);
}

fn an_excepted_name_after_a_restart() {
    let mut scene = Scene::new();
    scene.does(What::AccountMode(Mode::Required));
    assert!(scene.decide(A, SetMode(Some(Mode::Automatic))));
    scene.does(What::Crash);
    scene.says(A, Stage::Idle, Said::Clear);
    scene.does(What::Reload);
    scene.says(A, Stage::Idle, Said::Clear);
}

#[test]
fn ordinary_life_asks_as_often_as_it_has_to() {
    for (title, scene) in ALL {
        println!("scene: {title}");
        scene();
    }
}
