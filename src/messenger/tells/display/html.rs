//! HTML as a messenger made it, or as an attacker did. It is read tag by tag, as browsers read it
//! (WHATWG HTML section 13.2.5), and never built into a tree: a tree can be made to grow with the
//! square of its source.

use super::layout::{Layout, Look};
use super::link;
use html5gum::{DefaultEmitter, Error, HtmlString, Spanned, StartTag, Token, Tokenizer};
use std::rc::Rc;

/// What a peer's HTML shows.
pub(super) fn layout(source: &str) -> Layout {
    let mut reader = Reader::default();
    for token in tokens(source) {
        reader.take(token);
    }
    reader.end_link();
    if reader.layout.is_empty() { Layout::of_plain(source) } else { reader.layout.finished() }
}

/// The text that the HTML stands for, if it says nothing beyond it.
pub(super) fn as_plain(source: &str) -> Option<String> {
    let mut plain = String::new();
    for token in tokens(source) {
        match token {
            Token::String(text) => plain.push_str(str::from_utf8(&text).ok()?),
            Token::StartTag(tag) if tag.name == b"br" && tag.attributes.is_empty() => {
                plain.push('\n');
            }
            Token::Error(error) if !loses_source(*error) => {}
            _ => return None,
        }
    }
    // Before a `<br>` it would join with it.
    (!plain.contains('\r')).then_some(plain)
}

fn tokens(source: &str) -> impl Iterator<Item = Token> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(source, emitter).flatten()
}

/// Whether the tokens lack something of the source where this was found.
fn loses_source(error: Error) -> bool {
    use Error::{
        AbsenceOfDigitsInNumericCharacterReference, ControlCharacterInInputStream,
        ControlCharacterReference, EofBeforeTagName, InvalidFirstCharacterOfTagName,
        MissingSemicolonAfterCharacterReference, NoncharacterCharacterReference,
        NoncharacterInInputStream, UnexpectedNullCharacter, UnknownNamedCharacterReference,
    };
    !matches!(
        error,
        AbsenceOfDigitsInNumericCharacterReference
            | ControlCharacterInInputStream
            | ControlCharacterReference
            | EofBeforeTagName
            | InvalidFirstCharacterOfTagName
            | MissingSemicolonAfterCharacterReference
            | NoncharacterCharacterReference
            | NoncharacterInInputStream
            | UnexpectedNullCharacter
            | UnknownNamedCharacterReference
    )
}

/// Goes through the tags.
#[derive(Default)]
struct Reader {
    layout: Layout,
    look: Look,
    /// How many tags of each mark are open.
    bold: usize,
    italic: usize,
    underlined: usize,
    struck: usize,
    /// The open link has shown nothing yet.
    link_is_blank: bool,
    /// The element whose content is not shown.
    hidden: Option<HtmlString>,
    /// A block has ended: what follows begins a line.
    break_due: bool,
    /// A block tag was the last thing: a line break of the source behind it lays out the source.
    after_block: bool,
}

impl Reader {
    fn take(&mut self, token: Token) {
        match token {
            Token::StartTag(tag) if self.hidden.is_none() => self.start(tag),
            Token::EndTag(tag) => match &self.hidden {
                Some(hidden) if *hidden == tag.name => self.hidden = None,
                Some(_) => {}
                None => self.end(&tag.name),
            },
            Token::String(text) if self.hidden.is_none() => {
                self.text(&String::from_utf8_lossy(&text));
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: StartTag<()>) {
        if let Some((open, on)) = self.mark(&tag.name) {
            *open += 1;
            *on = true;
            return;
        }
        match tag.name.as_slice() {
            b"br" => self.line_break(),
            b"a" => {
                self.end_link();
                let href = attribute(&tag, b"href");
                self.look.link = href.and_then(|href| link::target(&href)).map(Rc::from);
                self.link_is_blank = true;
            }
            b"img" => {
                if let Some(alt) = attribute(&tag, b"alt") {
                    self.text(&alt);
                }
            }
            b"td" | b"th" if !self.break_due && !self.layout.at_line_start() => self.text("\t"),
            // The elements whose content the tokenizer gives as one string that no browser shows.
            b"script" | b"style" | b"title" | b"iframe" | b"noembed" => {
                self.hidden = Some(tag.name);
            }
            name if is_block(name) => self.block(),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        if let Some((open, on)) = self.mark(name) {
            *open = open.saturating_sub(1);
            *on = *open > 0;
            return;
        }
        match name {
            b"a" => self.end_link(),
            b"br" => self.line_break(),
            name if is_block(name) => self.block(),
            _ => {}
        }
    }

    /// The mark that a tag is for: how many of its tags are open, and whether it is on.
    fn mark(&mut self, name: &[u8]) -> Option<(&mut usize, &mut bool)> {
        match name {
            b"b" | b"strong" => Some((&mut self.bold, &mut self.look.bold)),
            b"i" | b"em" => Some((&mut self.italic, &mut self.look.italic)),
            b"u" | b"ins" => Some((&mut self.underlined, &mut self.look.underlined)),
            b"s" | b"strike" | b"del" => Some((&mut self.struck, &mut self.look.struck)),
            _ => None,
        }
    }

    fn text(&mut self, text: &str) {
        let after_block = std::mem::take(&mut self.after_block);
        let text = if after_block { text.strip_prefix('\n').unwrap_or(text) } else { text };
        if text.is_empty() {
            return;
        }
        self.line_break_if_due();
        self.link_is_blank = false;
        self.layout.text(text, &mut self.look);
    }

    fn line_break(&mut self) {
        self.after_block = false;
        self.line_break_if_due();
        self.layout.line_break(&mut self.look);
    }

    fn line_break_if_due(&mut self) {
        if std::mem::take(&mut self.break_due) {
            self.layout.line_break(&mut self.look);
        }
    }

    /// The border of a block: what follows does not stand in the line of what came before.
    fn block(&mut self) {
        self.after_block = true;
        self.break_due |= !self.layout.at_line_start();
    }

    /// A link around nothing that is shown, an image without text say, shows its target.
    fn end_link(&mut self) {
        if self.link_is_blank
            && let Some(target) = self.look.link.clone()
        {
            self.text(&target);
        }
        self.look.link = None;
    }
}

fn attribute(tag: &StartTag<()>, name: &[u8]) -> Option<String> {
    tag.attributes
        .get(name)
        .map(|Spanned { value, .. }| String::from_utf8_lossy(value).into_owned())
}

/// The elements that stand in lines of their own.
const BLOCKS: &str = "address article aside blockquote body caption center dd details div dl dt \
    fieldset figure footer form h1 h2 h3 h4 h5 h6 head header hr html li main ol p pre section \
    table textarea tr ul";

fn is_block(name: &[u8]) -> bool {
    BLOCKS.split(' ').any(|block| block.as_bytes() == name)
}
