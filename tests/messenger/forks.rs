//! Offers for a state that exists twice (PROTOCOL.md section 12, F5).

use super::noticed::{forked_vault, hear_as, history};
use super::pair::{Person, lines};
use super::people::*;
use super::unreadable::{echo_of, echoes, later, object};
use super::windows::rename;
use subrosa::messenger::{Action, Clock, Origin, Setting, State};
use subrosa::wire::armor;

/// Alice has been offline long enough for every budget of hers to be used up by others.
fn without_budgets(a: &mut Somebody) {
    a.messenger.set(ACCOUNT, Setting::Offers, 1).unwrap();
    a.messenger.set(ACCOUNT, Setting::OffersOfContact, 1).unwrap();
    for name in ["bob", "carol", "dave"] {
        a.messenger.set_known(ACCOUNT, name, true).unwrap();
        a.hear(name, "?SR1?");
    }
}

fn offer_lines(seen: &Seen) -> Vec<String> {
    let lines = seen.lines.iter().map(|(_, line)| line.clone());
    lines.filter(|line| object(line)[0] == 0x31).collect()
}

#[test]
fn an_offer_for_a_fork_needs_no_budget_and_is_made_again_until_there_is_a_session() {
    let folder = Folder::in_memory();
    let (mut a, mut b, evidence) = forked_vault(&folder);
    without_budgets(&mut a);
    let seen = a.hear("bob", &evidence);
    assert_eq!(echoes(&seen), [echo_of(&evidence)]);
    // After a minute, two, four ...
    let mut made = Vec::new();
    for half_minute in 1..=60 {
        let of_the_fork = |echo: &Vec<u8>| *echo == echo_of(&evidence);
        let offers = later(&mut a, 30).into_iter().filter(of_the_fork);
        made.extend(offers.map(|_| half_minute));
    }
    assert_eq!(made, [2, 6, 14, 30]);
    // One of them arrives at last.
    a.clock.advance(60 * 60_000);
    let seen = a.tick();
    assert!(echoes(&seen).contains(&echo_of(&evidence)));
    carry(&mut a, &mut b, vec![seen]);
    assert_eq!(a.state("bob"), State::Private);
    let offers: usize = (0..240).map(|_| later(&mut a, 60).len()).sum();
    assert_eq!(offers, 0);
}

#[test]
fn what_reveals_a_fork_in_a_history_or_a_notice_is_not_answered() {
    let folder = Folder::in_memory();
    let (mut a, _b, evidence) = forked_vault(&folder);
    for origin in [history(), Origin { notice: true, ..Origin::default() }] {
        let seen = hear_as(&mut a, "bob", &evidence, origin);
        assert!(echoes(&seen).is_empty(), "{origin:?}");
    }
    let repeated = (0..20).flat_map(|_| later(&mut a, 30));
    assert_eq!(repeated.filter(|echo| *echo == echo_of(&evidence)).count(), 0);
}

#[test]
fn offers_for_a_fork_end_when_the_user_ends_the_conversation() {
    let folder = Folder::in_memory();
    let (mut a, _b, evidence) = forked_vault(&folder);
    a.hear("bob", &evidence);
    a.do_with("bob", Action::End);
    assert_eq!((0..60).map(|_| later(&mut a, 60).len()).sum::<usize>(), 0);
}

#[test]
fn offers_for_a_fork_end_after_two_days_without_a_session() {
    let folder = Folder::in_memory();
    let (mut a, _b, evidence) = forked_vault(&folder);
    a.hear("bob", &evidence);
    let hours = (0..72).map(|_| later(&mut a, 3_600).contains(&echo_of(&evidence)));
    let hours: Vec<bool> = hours.collect();
    assert!(hours[..40].iter().all(|made| *made), "{hours:?}");
    assert!(hours[50..].iter().all(|made| !made), "{hours:?}");
}

#[test]
fn of_the_offers_for_a_fork_the_last_sixteen_can_be_answered() {
    let folder = Folder::in_memory();
    let (mut a, _b, evidence) = forked_vault(&folder);
    let of_the_fork = |seen: &Seen| {
        let mut offers = offer_lines(seen);
        offers.retain(|offer| object(offer)[220..232] == echo_of(&evidence));
        offers
    };
    let mut offers = of_the_fork(&a.hear("bob", &evidence));
    for _ in 0..24 {
        a.clock.advance(3_600_000);
        offers.extend(of_the_fork(&a.tick()));
    }
    // Whoever it is that answers.
    let mut is_answered = |number: usize| {
        let name = format!("carol {number}");
        a.messenger.set_known(ACCOUNT, &name, true).unwrap();
        let mut carol = Person::new(1_000 + number as u64);
        carol.now = a.clock.now_ms() / 1_000;
        let init = lines(&carol.receive(&offers[number])).remove(0);
        let answer = a.hear(&name, &init).lines;
        answer.iter().any(|(_, line)| object(line)[0] == 0x11)
    };
    let answered: Vec<bool> = (0..offers.len()).map(&mut is_answered).collect();
    let (gone, kept) = answered.split_at(offers.len() - 16);
    assert!(!gone.is_empty() && gone.iter().all(|answered| !answered), "{answered:?}");
    assert!(kept.iter().all(|answered| *answered), "{answered:?}");
}

#[test]
fn an_offer_that_asks_for_no_probe_keeps_none_out_that_does() {
    let folder = Folder::in_memory();
    let (mut a, mut b, evidence) = forked_vault(&folder);
    let offer = offer_lines(&a.hear("bob", &evidence)).remove(0);
    // The line that it names is one of Bob's other machine.
    assert!(b.hear("alice", &offer).lines.is_empty());
    let mut names_none = object(&offer);
    names_none[220..232].fill(0);
    assert_eq!(b.hear("alice", &armor::encode(&names_none)).lines.len(), 1);
}

#[test]
fn a_probe_goes_only_where_its_identity_lives() {
    let folder = Folder::in_memory();
    let (mut a, mut b, evidence) = forked_vault(&folder);
    let mut offer = object(&offer_lines(&a.hear("bob", &evidence)).remove(0));
    offer[220..232].fill(0);
    let offer = armor::encode(&offer);
    // Whoever has the Offer can write it under any name, and would learn who talks with whom.
    assert!(b.hear("mallory", &offer).lines.is_empty(), "to a guest");
    rename(&mut b, "alice", "alice_away");
    assert!(b.hear("alice", &offer).lines.is_empty(), "to the name that she left");
    b.do_with("alice", Action::Start);
    b.clock.advance(600_000);
    let probed = |seen: &Seen| {
        let mut messages = seen.lines.iter().filter(|(_, line)| object(line)[0] == 0x11);
        messages.any(|(to, _)| to == "alice")
    };
    assert!(!probed(&b.hear("alice", &offer)), "where the user awaits somebody");
    assert!(b.hear("alice_away", &offer).lines.iter().any(|(to, _)| to == "alice_away"));
}
