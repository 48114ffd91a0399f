//! Two people on each messenger network there is a profile for, through what the network does to
//! text, whatever their hosts speak.

mod world;

use crate::awkward::{long_text, texts};
use crate::networks::{Network, groupware, irc, jabber, mail, microsoft, oscar, telephony, yahoo};
use subrosa::messenger::{Markup, Origin, Setting};
use world::World;

const KINDS: [(Markup, Markup); 3] =
    [(Markup::Html, Markup::Plain), (Markup::Plain, Markup::Plain), (Markup::Html, Markup::Html)];

/// Everything there is between an HTML host and a plain one, a part between hosts of one kind.
fn talk(network: &'static Network) {
    for (seed, (here, there)) in KINDS.into_iter().enumerate() {
        let mut world = World::new(network, here, there, seed as u64);
        world.begin();
        let mut texts = texts();
        if here == there {
            texts = texts.into_iter().skip(seed).step_by(5).collect();
        } else {
            texts.push(long_text());
        }
        world.converse(&texts);
    }
}

macro_rules! networks {
    ($($test:ident: $network:expr;)+) => {
        $(
            #[test]
            fn $test() {
                static NETWORK: Network = $network;
                talk(&NETWORK);
            }
        )+
    };
}

networks! {
    every_text_arrives_once_and_as_typed_through_irc: irc::IRC;
    every_text_arrives_once_and_as_typed_through_xmpp: jabber::XMPP;
    every_text_arrives_once_and_as_typed_through_bonjour: jabber::BONJOUR;
    every_text_arrives_once_and_as_typed_through_aim: oscar::AIM;
    every_text_arrives_once_and_as_typed_through_icq: oscar::ICQ;
    every_text_arrives_once_and_as_typed_through_msn: microsoft::MSN;
    every_text_arrives_once_and_as_typed_through_yahoo: yahoo::YAHOO;
    every_text_arrives_once_and_as_typed_through_gadu_gadu: groupware::GADU_GADU;
    every_text_arrives_once_and_as_typed_through_groupwise: groupware::GROUPWISE;
    every_text_arrives_once_and_as_typed_through_simple: telephony::SIMPLE;
    every_text_arrives_once_and_as_typed_through_mail: mail::MAIL;
}

#[test]
fn a_host_that_knows_its_network_sets_the_limit_itself() {
    let long_names: &'static Network = &irc::LONG_NAMES;
    let mut world = World::new(long_names, Markup::Plain, Markup::Html, 7);
    world.set_for_both(Setting::LineChars, 361);
    world.begin();
    let texts: Vec<String> = texts().into_iter().step_by(3).collect();
    world.converse(&texts);
}

#[test]
fn a_limit_too_long_for_the_network_shows_nothing_of_lines_it_loses_and_shorter_ones_arrive() {
    let long_names: &'static Network = &irc::LONG_NAMES;
    let mut world = World::new(long_names, Markup::Plain, Markup::Plain, 8);
    world.set_for_both(Setting::LineChars, 400);
    world.begin();
    world.say(0, &"x".repeat(230), Origin::default());
    world.settle(30_000);
    assert!(world.shown().is_empty(), "not even in clear");
    assert_eq!(world.open_texts(0), 1, "the user is not told that it arrived");
    world.settle(3_600_000);
    assert_eq!(world.shown().len(), 1, "it goes in shorter lines after two attempts");
    assert_eq!(world.open_texts(0), 0);
}

#[test]
fn what_people_do_arrives_as_something_they_do() {
    static NETWORKS: [Network; 3] = [irc::IRC, jabber::XMPP, oscar::AIM];
    for network in &NETWORKS {
        let mut world = World::new(network, Markup::Html, Markup::Plain, 9);
        world.begin();
        world.act("waves <3 & smiles");
    }
}

#[test]
fn the_question_for_the_library_survives_every_network() {
    static NETWORKS: [Network; 11] = [
        irc::IRC,
        jabber::XMPP,
        jabber::BONJOUR,
        oscar::AIM,
        oscar::ICQ,
        microsoft::MSN,
        yahoo::YAHOO,
        groupware::GADU_GADU,
        groupware::GROUPWISE,
        telephony::SIMPLE,
        mail::MAIL,
    ];
    for network in &NETWORKS {
        for (here, there) in KINDS {
            // Bob does not know Alice: the question alone tells him.
            let mut world = World::new(network, here, there, 11);
            world.ask_a_stranger();
        }
    }
}
