//! Every text for people: templates by code, English or those of a file.

mod english;
pub(super) mod words;

pub(super) use words::{Words, quoted};

use super::error::PluginError;
use std::collections::BTreeMap;
use std::path::Path;

/// The largest file of templates, in bytes.
const MAX_FILE: u64 = 1 << 20;

/// Templates in one language. What a translation leaves out is English.
#[derive(Debug, Default)]
pub(super) struct Sentences {
    translated: BTreeMap<String, String>,
}

impl Sentences {
    /// Those of a file as `bindings/sentences.json`: an object of codes and templates.
    ///
    /// # Errors
    /// [`PluginError::Language`] if it cannot be read, or is no such object.
    pub(super) fn load(path: &Path) -> Result<Self, PluginError> {
        let failed = || PluginError::Language(path.to_owned());
        let length = std::fs::metadata(path).map_err(|_| failed())?.len();
        if length > MAX_FILE {
            return Err(failed());
        }
        let text = std::fs::read_to_string(path).map_err(|_| failed())?;
        Self::parse(&text).ok_or_else(failed)
    }

    fn parse(text: &str) -> Option<Self> {
        let translated: BTreeMap<String, String> = serde_json::from_str(text).ok()?;
        Some(Self { translated })
    }

    /// The sentence of a code.
    pub(super) fn say(&self, code: &str, words: &Words<'_>) -> String {
        words::fill(self.template(code), words)
    }

    /// The text of a code that has no words to put in.
    pub(super) fn text(&self, code: &str) -> String {
        self.say(code, &Words::default())
    }

    /// The sentence of a code with a text of ours in it, which is not cut.
    pub(super) fn listing(&self, code: &str, text: &str) -> String {
        self.template(code).replace("{text}", text)
    }

    fn template(&self, code: &str) -> &str {
        match self.translated.get(code) {
            Some(template) => template,
            None => english(code).unwrap_or_default(),
        }
    }
}

fn english(code: &str) -> Option<&'static str> {
    english::ENGLISH.iter().find(|(known, _)| *known == code).map(|(_, template)| *template)
}

/// Every template in English, as JSON, in the order of the subjects.
#[must_use]
pub fn english_json() -> String {
    let lines: Vec<String> = english::ENGLISH
        .iter()
        .map(|(code, template)| {
            let quoted = |text: &str| serde_json::Value::from(text).to_string();
            format!("  {}: {}", quoted(code), quoted(template))
        })
        .collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_has_one_template_that_suits_any_window() {
        let codes: BTreeSet<&str> = english::ENGLISH.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes.len(), english::ENGLISH.len());
        for (code, template) in english::ENGLISH {
            assert!(
                !template.chars().any(|c| c.is_control() || "<>&\"%".contains(c)),
                "{code}: {template}"
            );
        }
    }

    #[test]
    fn what_a_translation_leaves_out_is_english() {
        let german = Sentences::parse(r#"{"blocked": "{name} ist blockiert."}"#).unwrap();
        let bob = Words { name: "bob", ..Words::default() };
        assert_eq!(german.say("blocked", &bob), "bob ist blockiert.");
        assert_eq!(german.say("unblocked", &bob), Sentences::default().say("unblocked", &bob));
    }

    #[test]
    fn what_is_no_object_of_texts_is_no_translation() {
        for bad in ["", "[]", "{\"blocked\": 3}", "{\"blocked\"}"] {
            assert!(Sentences::parse(bad).is_none(), "{bad}");
        }
    }
}
