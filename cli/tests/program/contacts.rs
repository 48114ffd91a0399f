//! `subrosa card`, `trust`, `safety`, `inspect`, `doctor`.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use predicates::str::contains;

use super::person::{Person, pair};

#[test]
fn a_card_is_verified_listed_and_named() {
    let (alice, bob) = pair();
    let bobs = bob.read_json(&["key", "show"])["fingerprint"].as_str().unwrap().to_owned();
    let told = alice.read_json(&["card", "verify", "bob.card"]);
    assert_eq!(told["fingerprint"], bobs.as_str());
    let listed = alice.read_json(&["card", "list"]);
    assert_eq!(listed[0]["fingerprint"], bobs.as_str());
    assert_eq!(listed[0]["names"][0], "bob");
    assert_eq!(listed.as_array().unwrap().len(), 1);
    let text = fs::read_to_string(alice.path("bob.card")).unwrap();
    fs::write(alice.path("changed"), text.replacen('Q', "R", 3)).unwrap();
    alice.run(&["card", "verify", "changed"]).assert().code(3);
    alice.run(&["card", "import", "changed"]).assert().code(3);
    let own = alice.read(&["card", "show"]);
    alice.run(&["card", "import"]).write_stdin(own).assert().code(2).stderr(contains("your own"));
}

#[test]
fn nobody_takes_the_name_of_a_contact() {
    let (alice, _bob) = pair();
    let mallory = Person::new().read(&["card", "show"]);
    let before = alice.read(&["card", "list"]);
    let import = alice.run(&["card", "import", "--name", "bob"]).write_stdin(mallory).assert();
    import.code(5).stderr(contains("somebody else's name"));
    assert_eq!(alice.read(&["card", "list"]), before);
}

#[test]
fn a_safety_number_that_is_the_same_verifies_and_another_does_not() {
    let (alice, bob) = pair();
    let number = |person: &Person, other| {
        person.read_json(&["safety", other])["number"].as_str().unwrap().to_owned()
    };
    assert_eq!(number(&alice, "bob"), number(&bob, "alice"));
    bob.learn("carol", &Person::new());
    let other = number(&bob, "carol");
    bob.run(&["trust", "alice", &other]).assert().code(5).stderr(contains("differ"));
    let trust = || bob.read_json(&["card", "list"]);
    let of_alice = |list: serde_json::Value| {
        let mut list = list.as_array().unwrap().clone().into_iter();
        list.find(|one| one["names"][0] == "alice").unwrap()["trust"].clone()
    };
    assert_eq!(of_alice(trust()), "unverified");
    bob.run(&["trust", "alice", &number(&alice, "bob")]).assert().success();
    assert_eq!(of_alice(trust()), "verified");
    let sealed = alice.run(&["seal", "-r", "bob"]).write_stdin("hi").assert();
    let sealed = sealed.get_output().stdout.clone();
    let opened = bob.run(&["open"]).write_stdin(sealed).assert().success();
    opened.stderr(contains("signed by alice (verified)"));
    bob.run(&["trust", "alice", "--revoke"]).assert().success();
    assert_eq!(of_alice(trust()), "unverified");
}

#[test]
fn a_code_of_the_other_side_verifies_and_that_of_somebody_else_does_not() {
    let (alice, bob) = pair();
    let code = |person: &Person, other| {
        person.read_json(&["safety", other])["code"].as_str().unwrap().to_owned()
    };
    bob.learn("carol", &Person::new());
    for (code, exit) in [("nonsense".to_owned(), 3), (code(&bob, "alice"), 5)] {
        bob.run(&["safety", "alice", "--scan", &code]).assert().code(exit);
        assert!(!bob.read(&["card", "list"]).contains("(verified"));
    }
    bob.run(&["safety", "alice", "--scan", &code(&alice, "bob")]).assert().success();
    assert!(bob.read(&["card", "list"]).contains("alice (verified)"));
    assert!(alice.read(&["safety", "bob", "--qr"]).contains('▀'));
}

#[test]
fn what_something_is_can_be_told_without_opening_it() {
    let (alice, bob) = pair();
    let kind = |words: &[&str]| alice.read_json(words)[0]["kind"].as_str().unwrap().to_owned();
    assert_eq!(kind(&["inspect", "bob.card"]), "card");
    assert_eq!(kind(&["inspect", "data/subrosa/vault"]), "vault");
    fs::write(alice.path("pass"), "correct horse\n").unwrap();
    alice.shell("key export --passphrase-fd 3 -o exported 3<pass").assert().success();
    assert_eq!(kind(&["inspect", "exported"]), "exported key");
    for words in [&["seal", "-r", "bob"][..], &["seal", "-r", "bob", "--armor"]] {
        let sealed = alice.run(words).write_stdin("x").assert().get_output().stdout.clone();
        let told = bob.run(&["inspect"]).write_stdin(sealed).assert().success();
        told.stdout(contains("document").and_then("sealed to keys"));
    }
    alice.run(&["inspect"]).write_stdin("nothing").assert().code(3);
}

/// Two things that a text has to contain.
trait And {
    fn and_then(self, other: &'static str) -> predicates::BoxPredicate<str>;
}

impl<P: predicates::Predicate<str> + Send + Sync + 'static> And for P {
    fn and_then(self, other: &'static str) -> predicates::BoxPredicate<str> {
        use predicates::prelude::{PredicateBooleanExt, PredicateBoxExt};
        self.and(contains(other)).boxed()
    }
}

#[test]
fn the_doctor_finds_what_is_wrong() {
    let alice = Person::new();
    alice.run(&["doctor"]).assert().success().stdout(contains("as it was written"));
    let key = alice.path("data/subrosa/vault.key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    alice.run(&["doctor"]).assert().code(6).stdout(contains("chmod 600"));
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    fs::rename(&key, alice.path("kept")).unwrap();
    alice.run(&["doctor"]).assert().code(6).stdout(contains("put"));
    fs::rename(alice.path("kept"), &key).unwrap();
    alice.run(&["doctor"]).assert().success();
    Person::without_key().run(&["doctor"]).assert().code(6).stderr(contains("key new"));
}
