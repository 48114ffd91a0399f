//! The headers as data: what each declares.

use crate::headers::{HEADERS, Header};

pub struct Parameter {
    pub name: String,
    /// As C spells it; an array of the caller is a pointer.
    pub kind: String,
    /// How many elements an array has.
    pub array: Option<u32>,
}

pub enum Item {
    Function {
        returns: String,
        parameters: Vec<Parameter>,
    },
    Constant {
        value: String,
    },
    Handle,
    /// A name for another type.
    Alias {
        of: String,
    },
}

pub struct Declaration {
    pub name: String,
    pub header: &'static str,
    /// Its documentation, without the stars.
    pub comment: String,
    pub item: Item,
}

/// Everything that the headers declare, in their order.
pub fn declarations() -> Vec<Declaration> {
    HEADERS.iter().flat_map(of_header).collect()
}

fn of_header(header: &Header) -> Vec<Declaration> {
    let text = header.committed();
    // The first comment is about the whole header.
    let items = text.split("\n/**\n").skip(2);
    let parsed = items.filter_map(|item| {
        let (comment, rest) = item.split_once("*/")?;
        let comment: Vec<&str> =
            comment.lines().map(|line| line.trim_start().trim_start_matches('*').trim()).collect();
        let (name, item) = item_of(rest.trim_start())?;
        Some(Declaration { name, header: header.name, comment: comment.join("\n"), item })
    });
    parsed.collect()
}

fn item_of(code: &str) -> Option<(String, Item)> {
    if let Some(rest) = code.strip_prefix("#define ") {
        let (name, value) = rest.lines().next()?.split_once(' ')?;
        let value = value.trim_matches(['(', ')']).trim_start_matches("size_t)").to_owned();
        return Some((name.to_owned(), Item::Constant { value }));
    }
    let statement = code.split_once(';')?.0.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(rest) = statement.strip_prefix("typedef ") {
        let (of, name) = rest.rsplit_once(' ')?;
        let item = match of.strip_prefix("struct ") {
            Some(_) => Item::Handle,
            None => Item::Alias { of: of.to_owned() },
        };
        return Some((name.to_owned(), item));
    }
    let (before, parameters) = statement.strip_suffix(')')?.split_once('(')?;
    let (returns, name) = typed(before)?;
    let parameters = match parameters {
        "void" => Vec::new(),
        list => list.split(", ").map(|one| parameter(one).unwrap()).collect(),
    };
    Some((name, Item::Function { returns, parameters }))
}

fn parameter(text: &str) -> Option<Parameter> {
    let (text, array) = match text.strip_suffix(']') {
        Some(text) => {
            let (text, length) = text.split_once('[')?;
            (text, Some(length.parse().ok()?))
        }
        None => (text, None),
    };
    let (kind, name) = typed(text)?;
    let kind = if array.is_some() { format!("{kind} *") } else { kind };
    Some(Parameter { name, kind, array })
}

/// A type and the name that follows it: `const char *text`.
fn typed(text: &str) -> Option<(String, String)> {
    let start = text.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_')? + 1;
    let (kind, name) = text.split_at(start);
    Some((kind.trim_end().to_owned(), name.to_owned()))
}

impl Declaration {
    /// The first sentence of its documentation.
    pub fn sentence(&self) -> String {
        let text = self.comment.split("\n\n").next().unwrap_or_default().replace('\n', " ");
        let text = text.trim();
        let end = text.find(". ").map_or(text.len(), |end| end + 1);
        text[..end].to_owned()
    }

    /// Constants of one group are numbers for one thing.
    pub fn group(&self) -> &str {
        let name = self.name.strip_prefix("SUBROSA_").unwrap_or_default();
        if name == "OK" {
            return "E";
        }
        if !name.contains("FIELD_") && (name.ends_with("_SIZE") || name.ends_with("_SIDE")) {
            return "SIZE";
        }
        let words =
            if name.starts_with("SESSION_") || name.starts_with("DOCUMENT_") { 2 } else { 1 };
        let end = name.match_indices('_').nth(words - 1).map_or(name.len(), |(at, _)| at);
        &name[..end]
    }
}
