//! `subrosa key`.

use std::fs;

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

#[test]
fn a_key_moves_to_another_machine_under_a_passphrase() {
    let (laptop, desktop) = (Person::new(), Person::without_key());
    fs::write(laptop.path("pass"), "correct horse\n").unwrap();
    laptop.shell("key export --passphrase-fd 3 -o exported 3<pass").assert().success();
    for name in ["pass", "exported"] {
        fs::copy(laptop.path(name), desktop.path(name)).unwrap();
    }
    fs::write(desktop.path("wrong"), "wrong horse\n").unwrap();
    desktop.shell("key import --passphrase-fd 3 exported 3<wrong").assert().code(4);
    desktop.shell("key import --passphrase-fd 3 exported 3<pass").assert().success();
    assert_eq!(desktop.read(&["key", "show"]), laptop.read(&["key", "show"]));
}

#[test]
fn a_passphrase_protects_the_vault_until_it_is_removed() {
    let alice = Person::new();
    let shown = alice.read(&["key", "show"]);
    fs::write(alice.path("pass"), "correct horse\n").unwrap();
    fs::write(alice.path("wrong"), "wrong horse\n").unwrap();
    alice.shell("key passphrase --passphrase-fd 3 3<pass").assert().success();
    alice.run(&["key", "show"]).assert().code(2).stderr(contains("--passphrase-fd"));
    alice.shell("key show --passphrase-fd 3 3<wrong").assert().code(4).stdout("");
    alice.shell("key show --passphrase-fd 3 3<pass").assert().success().stdout(shown.clone());
    // One line for each passphrase that is needed.
    fs::write(alice.path("two"), "correct horse\nanother\n").unwrap();
    alice.shell("key export --passphrase-fd 3 -o exported 3<two").assert().success();
    alice.shell("key passphrase --remove --passphrase-fd 3 3<pass").assert().success();
    alice.run(&["key", "show"]).assert().success().stdout(shown);
}
