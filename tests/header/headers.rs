//! The three headers: which files of the C room each is made of, and in which order it tells them.

use cbindgen::ItemType::{Constants, Functions, OpaqueItems, Typedefs};
use std::path::{Path, PathBuf};

/// One header in `include/`.
pub struct Header {
    pub name: &'static str,
    /// The headers that it needs.
    includes: &'static [&'static str],
    /// Files of which it has nothing but types.
    types: &'static [&'static str],
    /// What it tells, in the order in which a program needs it.
    sections: &'static [(&'static str, &'static [&'static str])],
}

pub const HEADERS: [Header; 3] = [
    Header {
        name: "subrosa",
        includes: &["<stddef.h>", "<stdint.h>"],
        types: &["frame/shared"],
        sections: &[
            ("The library", &["frame/library"]),
            ("Opening and leaving", &["messenger/opening"]),
            ("Accounts", &["messenger/account"]),
            ("Texts", &["outcome/verdicts", "messenger/text", "messenger/batch"]),
            ("IRC as raw lines", &["messenger/irc"]),
            ("What the user does", &["messenger/user"]),
            ("Contacts", &["messenger/contact"]),
            ("Outcomes", &["outcome/walk"]),
            ("Events and their fields", &["outcome/constants"]),
            ("Who somebody is", &["messenger/identity", "session/fingerprint", "session/safety"]),
            ("Results", &["frame/last_error", "frame/result"]),
        ],
    },
    Header {
        name: "subrosa_session",
        includes: &["\"subrosa.h\""],
        types: &[],
        sections: &[
            ("Identities", &["session/identity"]),
            ("Cards", &["session/card"]),
            ("Installations", &["session/installation"]),
            ("Peers", &["session/peer", "frame/content", "session/sending"]),
            ("Events and their fields", &["outcome/session_constants"]),
        ],
    },
    Header {
        name: "subrosa_documents",
        includes: &["\"subrosa_session.h\""],
        types: &[],
        sections: &[
            ("Full cards", &["documents/full_card"]),
            ("Terms", &["documents/terms"]),
            ("Texts and bytes", &["documents/in_memory"]),
            ("Files", &["documents/job"]),
            ("Documents of a messenger", &["messenger/document"]),
            ("Events and their fields", &["outcome/document_constants"]),
        ],
    },
];

/// What cbindgen cannot write: the largest `size_t`, whatever its width.
const NUL: &str = "/**\n * Pass this as the length of a text that ends with a NUL.\n */\n\
                   #define SUBROSA_NUL ((size_t)-1)\n\n";

impl Header {
    pub fn path(&self) -> PathBuf {
        root().join("include").join(self.name).with_extension("h")
    }

    pub fn committed(&self) -> String {
        std::fs::read_to_string(self.path()).unwrap()
    }

    pub fn generated(&self) -> String {
        let guard = format!("{}_H", self.name.to_uppercase());
        let prose = root().join("tests/header").join(self.name).with_extension("txt");
        let prose = std::fs::read_to_string(prose).unwrap();
        let includes = self.includes.iter().map(|name| format!("#include {name}\n"));
        let mut text = format!(
            "/* Generated from src/capi/ by cbindgen: change it there, then run `make header`. */\n\n\
             #ifndef {guard}\n#define {guard}\n\n{}\n\n{}\n\
             #ifdef __cplusplus\nextern \"C\" {{\n#endif\n\n{}\n",
            prose.trim_end(),
            includes.collect::<String>(),
            told_by(&self.files().collect::<Vec<_>>(), &[OpaqueItems, Typedefs]),
        );
        for (title, files) in self.sections {
            let dashes = "-".repeat(89 - title.len());
            text += &format!("/* --- {title} {dashes} */\n\n");
            for file in *files {
                text += &told_by(&[file], &[Constants, Functions]);
                text += "\n";
            }
        }
        if self.name == "subrosa" {
            text = text.replacen("#ifdef __cplusplus", &format!("{NUL}#ifdef __cplusplus"), 1);
        }
        text + &format!(
            "#ifdef __cplusplus\n}} /* extern \"C\" */\n#endif\n\n#endif /* {guard} */\n"
        )
    }

    /// The files of the C room that this header is made of.
    pub fn files(&self) -> impl Iterator<Item = &'static str> {
        let told = self.sections.iter().flat_map(|(_, files)| files.iter());
        self.types.iter().chain(told).copied()
    }
}

/// What cbindgen makes of some kinds of items in some files.
fn told_by(files: &[&str], kinds: &[cbindgen::ItemType]) -> String {
    let mut config = cbindgen::Config::from_file(root().join("cbindgen.toml")).unwrap();
    config.export.item_types = kinds.to_vec();
    let mut builder = cbindgen::Builder::new().with_config(config);
    for file in files {
        builder = builder.with_src(root().join("src/capi").join(file).with_extension("rs"));
    }
    let mut written = Vec::new();
    builder.generate().unwrap().write(&mut written);
    let text = String::from_utf8(written).unwrap();
    text.trim().lines().map(|line| format!("{}\n", in_parentheses(line))).collect()
}

/// `(-1)` for `-1`: what stands before it in a program cannot become a part of the number.
fn in_parentheses(line: &str) -> String {
    let number = line.strip_prefix("#define ").and_then(|rest| rest.split_once(" -"));
    match number {
        Some((name, number)) => format!("#define {name} (-{number})"),
        None => line.to_owned(),
    }
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
