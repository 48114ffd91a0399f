//! A text as lines of characters with marks, free of what could harm a host.

use std::rc::Rc;

/// How characters look, and where they lead.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Look {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) underlined: bool,
    pub(super) struck: bool,
    /// A target that `link::target` let through.
    pub(super) link: Option<Rc<str>>,
}

/// Characters that look alike. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) look: Look,
}

/// A text on its way to a host.
#[derive(Debug)]
pub(super) struct Layout {
    /// At least one.
    lines: Vec<Vec<Run>>,
    /// What the last line has opened and not closed.
    open: Directions,
    after_cr: bool,
}

impl Default for Layout {
    fn default() -> Self {
        Self { lines: vec![Vec::new()], open: Directions::default(), after_cr: false }
    }
}

impl Layout {
    pub(super) fn of_plain(text: &str) -> Self {
        let mut layout = Self::default();
        layout.text(text, &mut Look::default());
        layout.finished()
    }

    /// The text is complete.
    pub(super) fn finished(mut self) -> Self {
        self.close_directions();
        self
    }

    pub(super) fn lines(&self) -> &[Vec<Run>] {
        &self.lines
    }

    /// Whether there is nothing to show, not even a line break.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.len() == 1 && self.at_line_start()
    }

    pub(super) fn at_line_start(&self) -> bool {
        self.lines.last().is_none_or(Vec::is_empty)
    }

    /// Begins a new line. A link that has shown something ends with its line: repeated in each, a
    /// long target would make of a short text a very long one.
    pub(super) fn line_break(&mut self, look: &mut Look) {
        let last = self.lines.last().and_then(|line| line.last());
        if last.is_some_and(|run| run.look.link == look.link) {
            look.link = None;
        }
        self.close_directions();
        self.lines.push(Vec::new());
        self.after_cr = false;
    }

    /// Appends what a peer wrote.
    pub(super) fn text(&mut self, text: &str, look: &mut Look) {
        for c in text.chars() {
            let after_cr = std::mem::take(&mut self.after_cr);
            match c {
                '\n' if after_cr => {}
                '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    self.line_break(look);
                }
                '\r' => {
                    self.line_break(look);
                    self.after_cr = true;
                }
                _ if self.open.take(c) => self.push(printable(c), look),
                _ => {}
            }
        }
    }

    /// The same in at most `most` lines: line breaks behind that become pictures of one.
    pub(super) fn of_at_most(mut self, most: usize) -> Self {
        let rest = self.lines.split_off(self.lines.len().min(most));
        for line in rest {
            self.push(LINE_FEED_PICTURE, &Look::default());
            if let Some(last) = self.lines.last_mut() {
                last.extend(line);
            }
        }
        self
    }

    fn push(&mut self, c: char, look: &Look) {
        let Some(line) = self.lines.last_mut() else { return };
        match line.last_mut() {
            Some(run) if run.look == *look => run.text.push(c),
            _ => line.push(Run { text: c.into(), look: look.clone() }),
        }
    }

    fn close_directions(&mut self) {
        let closing = self.open.close();
        if let Some(run) = self.lines.last_mut().and_then(|line| line.last_mut()) {
            run.text.push_str(&closing);
        }
    }
}

const LINE_FEED_PICTURE: char = '\u{240a}';

/// The character itself, or what stands for it where a host must not see it.
fn printable(c: char) -> char {
    match c {
        '\t' => c,
        // Control Pictures stand in the order of the characters they show.
        '\0'..'\u{20}' => {
            char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

/// The embeddings, overrides and isolates that are open in a line (UAX #9, X1 to X8).
#[derive(Debug, Default)]
struct Directions {
    /// What closes each, the last one first to be closed.
    closing: Vec<char>,
    isolates: usize,
}

const POP_DIRECTION: char = '\u{202c}';
const POP_ISOLATE: char = '\u{2069}';

impl Directions {
    /// Takes note of a character. False if it closes what the line did not open.
    fn take(&mut self, c: char) -> bool {
        match c {
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' => self.closing.push(POP_DIRECTION),
            '\u{2066}'..='\u{2068}' => {
                self.closing.push(POP_ISOLATE);
                self.isolates += 1;
            }
            POP_DIRECTION => {
                return self.closing.pop_if(|last| *last == POP_DIRECTION).is_some();
            }
            POP_ISOLATE => {
                if self.isolates == 0 {
                    return false;
                }
                // It closes the embeddings inside the isolate as well.
                while self.closing.pop().is_some_and(|closed| closed != POP_ISOLATE) {}
                self.isolates -= 1;
            }
            _ => {}
        }
        true
    }

    /// What closes all that is open. Nothing is open afterwards.
    fn close(&mut self) -> String {
        self.isolates = 0;
        self.closing.drain(..).rev().collect()
    }
}
