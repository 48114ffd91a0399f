//! Sources as text: which paths a file names, which methods it has, and which it calls.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// One file of the library.
pub struct Source {
    /// Its module, from the crate on.
    pub module: Vec<String>,
    is_mod: bool,
    /// Without comments, texts in quotes, and tests.
    code: String,
}

/// A call of a method: of `self` in an `impl` of that type, or of anything.
pub struct Call {
    pub of: Option<String>,
    pub method: String,
}

/// All files under a folder, but for those of tests.
pub fn read(folder: &str) -> Vec<Source> {
    let mut files = Vec::new();
    collect(&root().join(folder), &mut files);
    assert!(!files.is_empty(), "{folder} has no file");
    files.sort();
    files.iter().map(|path| Source::read(path)).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    // What is compiled for tests alone orders nothing.
    let for_tests = ["model", "tests"];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && !for_tests.contains(&name) {
            collect(&path, files);
        } else if name.ends_with(".rs") && name != "tests.rs" {
            files.push(path);
        }
    }
}

/// Every folder of the library with the number of its files.
pub fn folders() -> BTreeMap<String, usize> {
    fn count(folder: &Path, found: &mut BTreeMap<String, usize>) {
        let name = folder.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => count(&path, found),
                false => *found.entry(name.clone()).or_default() += 1,
            }
        }
    }
    let mut found = BTreeMap::new();
    count(&root().join("src"), &mut found);
    found
}

/// The file that a path from the crate on leads to: the longest module that it begins with.
pub fn file_of<'f>(files: &'f [Source], path: &[String]) -> Option<&'f Source> {
    let found = files.iter().filter(|file| path.starts_with(&file.module));
    let file = found.max_by_key(|file| file.module.len())?;
    let next = path.get(file.module.len());
    // What a folder gives on comes from one of its files.
    let onward = next.filter(|_| file.is_mod).and_then(|item| {
        let given = file.paths().into_iter().find(|given| given.last() == Some(item))?;
        (given != path).then_some(given)
    });
    match onward {
        Some(onward) => file_of(files, &onward),
        None => Some(file),
    }
}

/// Names that methods of the standard library have as well.
pub fn of_everybody(method: &str) -> bool {
    method.starts_with("is_some")
        || method.starts_with("is_none")
        || ["as_str", "as_bytes", "to_bytes", "is_empty", "from_bytes", "is_open"].contains(&method)
}

impl Source {
    fn read(path: &Path) -> Self {
        let relative = path.strip_prefix(root().join("src")).unwrap().with_extension("");
        let mut module: Vec<String> =
            relative.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        let is_mod = module.last().is_some_and(|name| name == "mod");
        if is_mod {
            module.pop();
        }
        let code = bare(&std::fs::read_to_string(path).unwrap());
        Self { module, is_mod, code }
    }

    pub fn is_mod(&self) -> bool {
        self.is_mod
    }

    /// Every path that the file names, from the crate on.
    pub fn paths(&self) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        let mut rest = self.code.as_str();
        let mut before = None;
        while !rest.is_empty() {
            let begins = !before.is_some_and(|c: char| c.is_alphanumeric() || "_:.".contains(c));
            let starts = ["super::", "crate::", "self::"].iter().any(|word| rest.starts_with(word));
            let uses = rest.starts_with("use ") && begins;
            if uses || (starts && begins) {
                let tree = if uses { &rest[4..] } else { rest };
                let (paths, used) = tree_paths(tree);
                found.extend(paths.iter().filter_map(|path| self.resolve(path)));
                rest = &tree[used..];
                before = None;
                continue;
            }
            let mut letters = rest.chars();
            before = letters.next();
            rest = letters.as_str();
        }
        found
    }

    fn resolve(&self, path: &[String]) -> Option<Vec<String>> {
        let mut module = self.module.clone();
        let mut parts = path.iter().map(String::as_str).peekable();
        match parts.peek().copied()? {
            "crate" => {
                module.clear();
                parts.next();
            }
            "self" => drop(parts.next()),
            "super" => {
                while parts.next_if_eq(&"super").is_some() {
                    module.pop();
                }
            }
            // A module beside the `use` of a `mod.rs`, or another crate.
            _ if self.is_mod => {}
            _ => return None,
        }
        module.extend(parts.map(str::to_owned));
        Some(module)
    }

    /// The methods that it defines, with their type.
    pub fn methods(&self) -> Vec<(String, String)> {
        let mut methods = Vec::new();
        for (of, line) in self.lines_of_types() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let Some(at) = words.iter().position(|word| *word == "fn") else { continue };
            let name = words.get(at + 1).and_then(|word| word.split(['(', '<']).next());
            methods.extend(of.zip(name).map(|(of, name)| (of.to_owned(), name.to_owned())));
        }
        methods
    }

    /// The methods that it calls.
    pub fn calls(&self) -> Vec<Call> {
        let mut calls = Vec::new();
        let mut object = String::new();
        for (of, line) in self.lines_of_types() {
            let line = line.trim();
            // A chain goes on.
            let joined =
                if line.starts_with('.') { format!("{object}{line}") } else { line.into() };
            let begin = joined.len() - line.len();
            for (at, _) in joined.match_indices(['.', ':']).filter(|(at, _)| *at >= begin) {
                let after = &joined[at + 1..];
                let end = after.find(|c: char| !c.is_alphanumeric() && c != '_');
                let (name, rest) = after.split_at(end.unwrap_or(after.len()));
                if name.is_empty() || !(rest.starts_with('(') || rest.starts_with("::<")) {
                    continue;
                }
                let receiver = joined[..at].trim_end_matches(':');
                let word: String = receiver
                    .chars()
                    .rev()
                    .take_while(|c| c.is_alphanumeric() || "_.".contains(*c))
                    .collect();
                let word: String = word.chars().rev().collect();
                let own = match word.as_str() {
                    "self" | "Self" => of.map(str::to_owned),
                    "call" => Some("Call".to_owned()),
                    _ => None,
                };
                calls.push(Call { of: own, method: name.to_owned() });
            }
            object = if line.ends_with([';', '{', '}', ',']) { String::new() } else { joined };
        }
        calls
    }

    /// Each line with the type whose `impl` it is in.
    fn lines_of_types(&self) -> Vec<(Option<&str>, &str)> {
        let mut of = None;
        let lines = self.code.lines().map(|line| {
            if line.starts_with("impl") {
                let head = line.split('{').next().unwrap_or_default();
                let head = head.rsplit(" for ").next().unwrap_or_default();
                let head = head.strip_prefix("impl").unwrap_or(head).trim();
                let head = head
                    .strip_prefix("<'")
                    .map_or(head, |rest| rest.split_once("> ").map_or(rest, |(_, of)| of));
                of = head.split(['<', ' ']).next();
            } else if line.starts_with('}') {
                of = None;
            }
            (of, line)
        });
        lines.collect()
    }
}

/// The paths of a tree, as in `a::{b, c::{d, e}}`, and how long it is.
fn tree_paths(tree: &str) -> (Vec<Vec<String>>, usize) {
    let mut done = Vec::new();
    let mut stack: Vec<Vec<String>> = vec![Vec::new()];
    let mut path: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut used = tree.len();
    for (at, c) in tree.char_indices() {
        let depth = stack.len();
        match c {
            _ if c.is_alphanumeric() || c == '_' => word.push(c),
            ':' => path.extend((!word.is_empty()).then(|| std::mem::take(&mut word))),
            '{' if tree[..at].ends_with("::") => stack.push(path.clone()),
            ' ' | '\n' if depth > 1 => {}
            ',' | '}' if depth > 1 => {
                if !word.is_empty() {
                    path.push(std::mem::take(&mut word));
                    done.push(path.clone());
                }
                if c == '}' {
                    stack.pop();
                }
                path = stack.last().cloned().unwrap_or_default();
                if stack.len() == 1 {
                    used = at;
                    path.clear();
                    break;
                }
            }
            _ => {
                used = at;
                break;
            }
        }
    }
    if !word.is_empty() {
        path.push(word);
    }
    if !path.is_empty() {
        done.push(path);
    }
    (done, used)
}

/// A source without comments, texts in quotes, and what is for tests alone at its end.
fn bare(source: &str) -> String {
    let source = source.split("\n#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let mut bare = String::new();
    for line in source.lines() {
        let mut quoted = false;
        let mut kept = String::new();
        let mut letters = line.chars().peekable();
        while let Some(c) = letters.next() {
            match c {
                '\\' if quoted => drop(letters.next()),
                '"' => quoted = !quoted,
                '/' if !quoted && letters.peek() == Some(&'/') => break,
                _ if !quoted => kept.push(c),
                _ => {}
            }
        }
        bare.push_str(&kept);
        bare.push('\n');
    }
    bare
}
