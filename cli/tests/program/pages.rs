//! Completions and manual pages.

use std::fs;

use super::person::Person;

#[test]
fn every_command_has_a_page_and_is_completed() {
    let somebody = Person::without_key();
    somebody.run(&["man", "pages"]).assert().success();
    let completions = somebody.read(&["completions", "bash"]);
    for command in ["key", "card", "seal", "open", "inspect", "trust", "safety", "doctor"] {
        let page = fs::read_to_string(somebody.path(&format!("pages/subrosa-{command}.1")));
        assert!(page.unwrap().contains(".TH"), "{command}");
        assert!(completions.contains(command), "{command}");
    }
}
