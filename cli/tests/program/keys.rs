//! `subrosa key`.

use predicates::str::contains;

use super::person::Person;

#[test]
fn a_new_key_is_made_once_and_shown_the_same_afterwards() {
    let alice = Person::without_key();
    alice.run(&["key", "show"]).assert().code(6).stderr(contains("subrosa key new"));
    assert!(!alice.path("data").exists(), "showing made a vault");
    let made = alice.read(&["key", "new"]);
    assert_eq!(alice.read(&["key", "show"]), made);
    alice.run(&["key", "new"]).assert().code(6).stderr(contains("already"));
    assert_eq!(alice.read(&["key", "show"]), made);
    let json = alice.read_json(&["key", "show"]);
    assert!(made.contains(json["fingerprint"].as_str().unwrap()));
}

#[test]
fn a_made_vault_opens_without_questions() {
    Person::new().run(&["key", "show"]).assert().success();
}

#[test]
fn wrong_use_is_code_2_and_says_what_is_wrong() {
    let alice = Person::without_key();
    alice.run(&["sael"]).assert().code(2).stderr(contains("sael"));
    alice.run(&[]).assert().code(2);
}
