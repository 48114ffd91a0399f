//! `subrosa seal` and `subrosa open`.

use std::fs;

use predicates::prelude::PredicateBooleanExt;
use predicates::str::contains;

use super::person::{Person, pair};

/// Whatever is in the folder and was not put there by the test.
fn left_over(person: &Person, known: &[&str]) -> Vec<String> {
    let names = fs::read_dir(person.folder()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name != "data" && !known.contains(&name.as_str())).collect()
}

#[test]
fn a_file_goes_to_a_contact_who_sees_whom_it_is_from() {
    let (alice, bob) = pair();
    fs::write(alice.path("letter.txt"), "Dear Bob").unwrap();
    alice.run(&["seal", "letter.txt", "-r", "bob", "-o", "sealed"]).assert().success();
    fs::copy(alice.path("sealed"), bob.path("sealed")).unwrap();
    let opened = bob.run(&["open", "sealed"]).assert().success();
    opened.stdout("Dear Bob").stderr(contains("signed by alice (unverified)"));
    bob.run(&["open", "sealed", "-o", "."]).assert().success();
    assert_eq!(fs::read(bob.path("letter.txt")).unwrap(), b"Dear Bob");
    // Who sealed it can open it too, and nobody else.
    alice.run(&["open", "sealed"]).assert().success().stdout("Dear Bob");
    let eve = Person::new();
    fs::copy(alice.path("sealed"), eve.path("sealed")).unwrap();
    eve.run(&["open", "sealed", "-o", "clear"]).assert().code(4).stdout("");
    assert_eq!(left_over(&eve, &["sealed"]), [""; 0]);
}

#[test]
fn standard_input_and_output_carry_documents_and_text_forms() {
    let (alice, bob) = pair();
    for form in [&[][..], &["--armor"], &["--mail"]] {
        let words = [&["seal", "-r", "bob"], form].concat();
        let sealed = alice.run(&words).write_stdin("for a pipe\n").assert().success();
        let sealed = sealed.get_output().stdout.clone();
        bob.run(&["open"]).write_stdin(sealed).assert().success().stdout("for a pipe\n");
    }
}

#[test]
fn a_changed_document_writes_nothing() {
    let (alice, bob) = pair();
    let size = 9 * 1024 * 1024;
    fs::write(alice.path("large"), vec![7; size]).unwrap();
    alice.run(&["seal", "large", "-r", "bob", "-o", "sealed"]).assert().success();
    let mut sealed = fs::read(alice.path("sealed")).unwrap();
    fs::write(bob.path("whole"), &sealed).unwrap();
    bob.run(&["open", "whole", "-o", "clear"]).assert().success();
    assert_eq!(fs::read(bob.path("clear")).unwrap().len(), size);
    fs::remove_file(bob.path("clear")).unwrap();
    let near_the_end = sealed.len() - 100_000;
    sealed[near_the_end] ^= 1;
    fs::write(bob.path("changed"), &sealed).unwrap();
    for to in [&["-o", "clear"][..], &[]] {
        let refused = bob.run(&[&["open", "changed"], to].concat()).assert();
        refused.code(3).stdout("").stderr(contains("get it again"));
    }
    sealed.truncate(near_the_end);
    fs::write(bob.path("changed"), &sealed).unwrap();
    bob.run(&["open", "changed", "-o", "clear"]).assert().code(3).stdout("");
    assert_eq!(left_over(&bob, &["whole", "changed"]), [""; 0]);
}

#[test]
fn a_file_that_is_there_stays_unless_forced() {
    let (alice, _bob) = pair();
    fs::write(alice.path("letter"), "Dear Bob").unwrap();
    fs::write(alice.path("there"), "precious").unwrap();
    let seal = ["seal", "letter", "-r", "bob", "-o", "there"];
    alice.run(&seal).assert().code(7).stderr(contains("--force"));
    alice.run(&["card", "show", "-o", "there"]).assert().code(7);
    alice.run(&["seal", "-r", "bob", "-o", "there"]).write_stdin("x").assert().code(7);
    assert_eq!(fs::read(alice.path("there")).unwrap(), b"precious");
    alice.run(&[&seal[..], &["--force"]].concat()).assert().success();
    alice.run(&["open", "there", "-o", "letter"]).assert().code(7);
    alice.run(&["open", "there", "-o", "letter", "--force"]).assert().success();
    assert_eq!(left_over(&alice, &["letter", "there", "bob.card"]), [""; 0]);
}

#[test]
fn a_folder_that_is_missing_is_named_and_not_the_source() {
    let (alice, _bob) = pair();
    fs::write(alice.path("letter"), "Dear Bob").unwrap();
    let seal = ["seal", "letter", "-r", "bob", "-o", "nowhere/sealed"];
    let refused = alice.run(&seal).assert().code(7);
    refused.stderr(contains("nowhere:").and(contains("letter").not()));
}

#[test]
fn a_passphrase_from_a_descriptor_seals_and_opens_without_a_vault() {
    let somebody = Person::without_key();
    fs::write(somebody.path("pass"), "correct horse\n").unwrap();
    fs::write(somebody.path("wrong"), "incorrect horse\n").unwrap();
    fs::write(somebody.path("letter"), "Dear all").unwrap();
    let seal = "seal -p --passphrase-fd 3 letter -o sealed 3<pass";
    somebody.shell(seal).assert().success();
    somebody.shell("open -p --passphrase-fd 3 sealed 3<pass").assert().success().stdout("Dear all");
    let refused = somebody.shell("open -p --passphrase-fd 3 sealed 3<wrong").assert();
    refused.code(4).stdout("").stderr(contains("passphrase is wrong"));
    assert!(!somebody.path("data").exists());
    // Without a terminal nobody can be asked.
    somebody.run(&["open", "-p", "sealed"]).assert().code(2).stderr(contains("--passphrase-fd"));
}

#[test]
fn who_has_to_have_signed_it_has_or_nothing_comes_out() {
    let (alice, bob) = pair();
    let sealed = |words: &[&str]| {
        let run =
            alice.run(&[&["seal", "-r", "bob"], words].concat()).write_stdin("secret").assert();
        run.success().get_output().stdout.clone()
    };
    let (signed, unsigned) = (sealed(&[]), sealed(&["--unsigned"]));
    let open = ["open", "--from", "alice"];
    bob.run(&open).write_stdin(signed.clone()).assert().success().stdout("secret");
    bob.run(&open).write_stdin(unsigned.clone()).assert().code(5).stdout("");
    let carol = Person::new();
    bob.learn("carol", &carol);
    bob.run(&["open", "--from", "carol"]).write_stdin(signed).assert().code(5).stdout("");
    let opened = bob.run(&["open"]).write_stdin(unsigned).assert().success();
    opened.stderr(contains("not signed"));
}

#[test]
fn a_text_of_a_mail_is_found_however_mail_programs_encode_it() {
    let (alice, bob) = pair();
    let sealed = alice.run(&["seal", "--mail", "-r", "bob"]).write_stdin("Grüße\n").assert();
    let sealed = String::from_utf8(sealed.success().get_output().stdout.clone()).unwrap();
    let quoted: String = sealed.lines().map(|line| format!("> {line}\n")).collect();
    let printable = sealed.replace('=', "=3D").replace("?SR1", "=3FSR1=\n");
    let flowed: String = sealed.lines().map(|line| format!("{line} \n")).collect();
    let html: String = sealed.lines().map(|line| format!("{line}<br>\n")).collect();
    let base64 = base64(sealed.as_bytes());
    let mail = |encoding: &str, kind: &str, body: &str| {
        let fields = "From: alice@example.org\nTo: bob@example.org\nSubject: hello\n";
        let mime = format!("MIME-Version: 1.0\nContent-Type: {kind}; charset=utf-8\n");
        format!("{fields}{mime}Content-Transfer-Encoding: {encoding}\n\n{body}")
    };
    let mixed = format!(
        "--x\nContent-Type: text/plain\n\nSee below.\n--x\nContent-Type: text/plain\n\
         Content-Transfer-Encoding: base64\n\n{base64}\n--x--\n"
    );
    let mails = [
        ("plain", mail("8bit", "text/plain", &sealed)),
        ("quoted", mail("7bit", "text/plain", &quoted)),
        ("quoted-printable", mail("quoted-printable", "text/plain", &printable)),
        ("flowed", mail("7bit", "text/plain; format=flowed", &flowed)),
        ("HTML", mail("7bit", "text/html", &format!("<html><p>{html}</p></html>"))),
        ("base64", mail("base64", "text/plain", &base64)),
        ("parts", mail("7bit", "multipart/mixed; boundary=x", &mixed)),
        ("carriage returns", mail("7bit", "text/plain", &sealed).replace('\n', "\r\n")),
    ];
    for (name, mail) in mails {
        let output = bob.run(&["open"]).write_stdin(mail).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(String::from_utf8_lossy(&output.stdout), "Grüße\n", "{name}: {said}");
    }
    let empty = mail("7bit", "text/plain", "hello\n");
    bob.run(&["open"]).write_stdin(empty).assert().code(3).stderr(contains("no sealed document"));
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for (at, three) in bytes.chunks(3).enumerate() {
        let mut number = 0;
        (0..3).for_each(|i| number = number << 8 | u32::from(*three.get(i).unwrap_or(&0)));
        for i in 0..4 {
            let digit = DIGITS[(number >> (18 - 6 * i)) as usize & 63] as char;
            text.push(if i > three.len() { '=' } else { digit });
        }
        if at % 19 == 18 {
            text.push('\n');
        }
    }
    text
}

#[test]
fn nobody_is_sealed_to_whom_nobody_knows() {
    let (alice, _bob) = pair();
    let refused = alice.run(&["seal", "-r", "carol"]).write_stdin("x").assert();
    refused.code(8).stdout("").stderr(contains("carol").and(contains("card import")));
    alice.run(&["seal"]).write_stdin("x").assert().code(2).stderr(contains("--recipient"));
    let lonely = Person::without_key();
    lonely.run(&["seal", "-r", "bob"]).write_stdin("x").assert().code(6);
}

#[test]
fn the_file_of_a_card_does_for_a_recipient() {
    let (alice, bob) = pair();
    let stranger = Person::without_key();
    fs::write(stranger.path("bob.card"), bob.read(&["card", "show"])).unwrap();
    let seal = ["seal", "--unsigned", "-r", "bob.card"];
    let sealed = stranger.run(&seal).write_stdin("hello").assert().success();
    let sealed = sealed.get_output().stdout.clone();
    bob.run(&["open"]).write_stdin(sealed.clone()).assert().success().stdout("hello");
    alice.run(&["open"]).write_stdin(sealed).assert().code(4).stdout("");
    // A file of the name of a contact does not take their place.
    fs::write(alice.path("bob"), Person::new().read(&["card", "show"])).unwrap();
    let sealed = alice.run(&["seal", "-r", "bob"]).write_stdin("hello").assert().success();
    let sealed = sealed.get_output().stdout.clone();
    bob.run(&["open"]).write_stdin(sealed).assert().success().stdout("hello");
}

#[test]
fn a_result_as_json_says_who_signed_and_what_went_wrong() {
    let (alice, bob) = pair();
    let sealed = alice.run(&["seal", "--mail", "-r", "bob"]).write_stdin("hello").assert();
    let sealed = sealed.get_output().stdout.clone();
    let opened = bob.run(&["open", "--json"]).write_stdin(sealed).assert().success();
    let told: serde_json::Value = serde_json::from_slice(&opened.get_output().stdout).unwrap();
    assert_eq!(told["text"], "hello");
    assert_eq!(told["known_as"][0], "alice");
    assert_eq!(told["trust"], "unverified");
    let refused = bob.run(&["open", "--json"]).write_stdin("nothing").assert().code(3);
    let told: serde_json::Value = serde_json::from_slice(&refused.get_output().stderr).unwrap();
    assert_eq!(told["error"], "input");
}
