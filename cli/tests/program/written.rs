//! What README.md and docs/CLI.md show happens: their commands are run, and print what stands there.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::person::Person;

#[test]
fn the_commands_of_the_readme_print_what_it_shows() {
    assert!(play("README.md") > 4);
}

#[test]
fn the_commands_of_the_description_print_what_it_shows() {
    assert!(play("docs/CLI.md") > 15);
}

/// Two people with a folder in common, and homes of their own. Gives how many commands there were.
fn play(file: &str) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let text = fs::read_to_string(root.join(file)).unwrap();
    let (alice, bob, common) =
        (Person::without_key(), Person::without_key(), Person::without_key());
    let program = assert_cmd::cargo::cargo_bin!("subrosa").parent().unwrap().to_owned();
    let path = format!("{}:/usr/bin:/bin", program.display());
    let run = |who: &Person, line: &str| {
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("{{ {line}\n}} 2>&1")).current_dir(common.folder());
        command.env_clear().env("PATH", &path).env("HOME", who.folder());
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let mut commands = 0;
    for block in text.split("```console\n").skip(1) {
        let mut lines = block.split("```").next().unwrap().lines().peekable();
        while let Some(line) = lines.next() {
            let (who, typed) =
                line.split_once("$ ").unwrap_or_else(|| panic!("no command: {line}"));
            let who = match who {
                "alice" => &alice,
                "bob" => &bob,
                other => panic!("nobody is called {other}"),
            };
            commands += 1;
            let printed = run(who, typed);
            for (number, printed) in printed.lines().enumerate() {
                let next = lines.next_if(|next| !is_typed(next));
                let shown = next.unwrap_or_else(|| panic!("{file}: {typed} prints {printed}"));
                assert!(fits(shown, printed), "{file}: {typed}, line {number}: {printed}");
            }
            let rest = lines.next_if(|next| !is_typed(next));
            assert_eq!(rest, None, "{file}: {typed} does not print this");
        }
    }
    commands
}

fn is_typed(line: &str) -> bool {
    line.starts_with("alice$ ") || line.starts_with("bob$ ")
}

/// Three dots stand for anything.
fn fits(shown: &str, printed: &str) -> bool {
    match shown.split_once("...") {
        Some((start, end)) => {
            printed.len() >= start.len() + end.len()
                && printed.starts_with(start)
                && printed.ends_with(end)
        }
        None => shown == printed,
    }
}
