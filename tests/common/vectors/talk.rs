//! Two people talk through the library, and whatever goes between them becomes a vector.

use subrosa::identity::{Card, Identity, UnverifiedCard};
use subrosa::session::{Content, Context, Event, Installation, Line, PeerSessions, Status, TextId};
use subrosa::wire::armor;

use super::errors;
use super::fixed::Fixed;
use super::json::Json;

/// 2025-01-01 00:00 UTC.
pub(super) const START: u64 = 1_735_689_600;

/// Who did something: the one who begins the session, or the one whose card it is begun on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Initiator,
    Responder,
}

use Side::{Initiator, Responder};

impl Side {
    fn name(self) -> &'static str {
        match self {
            Initiator => "initiator",
            Responder => "responder",
        }
    }

    fn other(self) -> Self {
        match self {
            Initiator => Responder,
            Responder => Initiator,
        }
    }
}

/// One person with one peer.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) installation: Installation,
    pub(super) peer: PeerSessions,
    secrets: [Vec<u8>; 2],
    line_limit: u64,
    fill_lines: bool,
    next_seq: u64,
    /// The peer knows which installation this is.
    is_known: bool,
    has_closed: bool,
}

/// What a line is meant to carry, beside what the library adds by itself.
#[derive(Debug, Clone, Default)]
struct Meaning {
    text: Option<(Content, Vec<u8>)>,
    part: Option<(u64, u64)>,
    again: Option<TextId>,
    written: Option<u64>,
    /// The runs, where they are known beforehand.
    acknowledged: Option<Vec<(u64, u64)>>,
    card: Option<Vec<u8>>,
    close: bool,
    fork: bool,
}

/// A conversation of two, and what has been written down of it.
pub(super) struct Talk {
    name: &'static str,
    rng: Fixed,
    /// How many of the draws have been written down.
    drawn: usize,
    now: u64,
    initiator: Person,
    responder: Person,
    /// The card of the responder, its Offer if it stood in one, and the prekey.
    invitation: Json,
    ephemeral: Vec<u8>,
    lines: Vec<String>,
    events: Vec<Json>,
}

impl Talk {
    /// Two people who have not met.
    pub(super) fn new(name: &'static str) -> Self {
        let mut rng = Fixed::new(name);
        let (initiator, responder) = (Person::new(&mut rng), Person::new(&mut rng));
        let drawn = rng.drawn.len();
        let (now, invitation, ephemeral) = (START, Json::Null, Vec::new());
        let (lines, events) = (Vec::new(), Vec::new());
        Self { name, rng, drawn, now, initiator, responder, invitation, ephemeral, lines, events }
    }

    /// Two people whose session is confirmed for both: an Offer, an empty Init and two more lines.
    pub(super) fn confirmed(name: &'static str) -> Self {
        let mut talk = Self::new(name);
        let init = talk.begin_on_offer();
        let [reply] = talk.receive(Responder, init)[..] else { panic!("no reply") };
        let [confirmation] = talk.receive(Initiator, reply)[..] else { panic!("no confirmation") };
        assert_eq!(talk.receive(Responder, confirmation), [0_usize; 0]);
        assert_eq!(talk.responder.peer.status(), Status::Private);
        talk
    }

    pub(super) fn person(&mut self, side: Side) -> &mut Person {
        match side {
            Initiator => &mut self.initiator,
            Responder => &mut self.responder,
        }
    }

    /// How long the lines of one side are, before it has sent any.
    pub(super) fn set_lines(&mut self, side: Side, limit: usize, fill: bool) {
        let person = self.person(side);
        person.peer.set_line_limit(limit).expect("a limit that is allowed");
        person.peer.set_fill_lines(fill);
        (person.line_limit, person.fill_lines) = (limit as u64, fill);
    }

    pub(super) fn wait(&mut self, seconds: u64) {
        self.now += seconds;
    }

    // ---- beginning ----

    /// The responder makes an Offer, the initiator reads it: the number of the empty Init.
    pub(super) fn begin_on_offer(&mut self) -> usize {
        let offer = self.responder.installation.offer(None, self.now, &mut self.rng);
        let offer = offer.expect("the fixed generator does not fail");
        let bytes = armor::decode(offer.as_bytes()).expect("a line");
        let Ok(Line::Offer { card, installation, .. }) = Line::parse(&bytes) else {
            panic!("not an Offer")
        };
        self.invite(card);
        self.invitation = self.invitation.clone().with([
            ("installation", Json::hex(installation.as_bytes())),
            ("offer", offer.as_str().into()),
        ]);
        let events = self.call(Initiator, |peer, cx| peer.receive(cx, offer.as_bytes()));
        let sent = lines_to_send(&events);
        self.write_sent(Initiator, &sent, &[Meaning::default()])[0]
    }

    /// The initiator begins on the responder's reusable card: the numbers of its first lines.
    pub(super) fn begin_on_card(&mut self, content: Content, text: &str) -> Vec<usize> {
        let card = self.reusable_card(Responder);
        self.invite(card.as_bytes());
        let first = Some((content, text.as_bytes()));
        let sent = self.call(Initiator, |peer, cx| peer.start(cx, &card, first));
        let lines = sent.expect("a valid card").lines;
        self.write_sent(Initiator, &lines, &parts(content, text, (None, None), lines.len()))
    }

    fn reusable_card(&mut self, side: Side) -> Card {
        let (now, mut rng) = (self.now, std::mem::replace(&mut self.rng, Fixed::new("")));
        let card = self.person(side).installation.card(now, &mut rng);
        self.rng = rng;
        card.expect("the fixed generator does not fail")
    }

    fn invite(&mut self, card: &[u8]) {
        let card = UnverifiedCard::parse(card).and_then(|card| card.verify(self.now));
        let card = card.expect("a card that is valid");
        // A prekey, then the randomness of the signature.
        let [.., prekey, _] = &self.rng.drawn[..] else { panic!("nothing was drawn") };
        self.drawn = self.rng.drawn.len();
        self.invitation = Json::object([
            ("prekey_secret", Json::hex(prekey)),
            ("card", Json::hex(card.as_bytes())),
            ("card_id", Json::hex(card.id_bytes())),
        ]);
    }

    // ---- sending ----

    /// A text that fits one line.
    pub(super) fn send(&mut self, side: Side, text: &str) -> usize {
        let (numbers, _) = self.send_text(side, Content::Plain, text, (None, None));
        let [number] = numbers[..] else { panic!("{text} does not fit one line") };
        number
    }

    /// A text in as many lines as it needs, perhaps for the second time, perhaps late.
    pub(super) fn send_text(
        &mut self,
        side: Side,
        content: Content,
        text: &str,
        (again, written): (Option<TextId>, Option<u64>),
    ) -> (Vec<usize>, TextId) {
        let send = |peer: &mut PeerSessions, cx: &mut Context<'_>| {
            peer.send_written(cx, content, text.as_bytes(), again, written)
        };
        let sent = self.call(side, send);
        let sent = sent.expect("a text that can be sent");
        let meanings = parts(content, text, (again, written), sent.lines.len());
        (self.write_sent(side, &sent.lines, &meanings), sent.id)
    }

    pub(super) fn send_card(&mut self, side: Side) -> usize {
        let card = self.reusable_card(side).as_bytes().to_vec();
        self.drawn = self.rng.drawn.len();
        let sent = self.call(side, |peer, cx| peer.send_card(cx)).expect("a live session");
        self.write_sent(side, &sent, &[Meaning { card: Some(card), ..Meaning::default() }])[0]
    }

    pub(super) fn close(&mut self, side: Side) -> usize {
        let sent = self.call(side, |peer, cx| peer.close(cx)).expect("a session to close");
        self.person(side).has_closed = true;
        self.write_sent(side, &sent, &[Meaning { close: true, ..Meaning::default() }])[0]
    }

    /// The line that is due now: an acknowledgement of the runs `(lowest, highest)`.
    pub(super) fn acknowledge(&mut self, side: Side, runs: &[(u64, u64)]) -> usize {
        let events = self.call(side, |peer, cx| peer.tick(cx));
        let sent = lines_to_send(&events);
        let acknowledged = Some(runs.to_vec());
        self.write_sent(side, &sent, &[Meaning { acknowledged, ..Meaning::default() }])[0]
    }

    /// Empty lines that are sent and lost; they are not written down, only how many they were.
    pub(super) fn lose(&mut self, side: Side, count: usize) {
        for _ in 0..count {
            let sent = self.call(side, |peer, cx| peer.probe(cx)).expect("a live session");
            let [(None, _)] = self.take_draws(&sent)[..] else { panic!("a chain began") };
        }
        self.write("lose", side, "from", [("count", (count as u64).into())]);
    }

    /// Empty lines that arrive in order: the number of the first.
    pub(super) fn stream(&mut self, side: Side, count: usize) -> usize {
        let first = self.lines.len();
        for _ in 0..count {
            let sent = self.call(side, |peer, cx| peer.probe(cx)).expect("a live session");
            let [(None, _)] = self.take_draws(&sent)[..] else { panic!("a chain began") };
            let heard = self.call(side.other(), |peer, cx| peer.receive(cx, sent[0].as_bytes()));
            assert!(heard.is_empty(), "{heard:?}");
            self.lines.extend(sent);
        }
        let lines = self.lines[first..].iter().map(|line| line.as_str().into()).collect();
        self.write("stream", side, "from", [("lines", Json::List(lines))]);
        first
    }

    /// A text that a copy of somebody sends; the vector says nothing of the copy.
    pub(super) fn send_from_copy(&mut self, copy: &mut Person, text: &str) -> String {
        let mut cx =
            Context { installation: &mut copy.installation, now: self.now, rng: &mut self.rng };
        let sent = copy.peer.send(&mut cx, Content::Plain, text.as_bytes(), None);
        self.drawn = self.rng.drawn.len();
        sent.expect("a text that can be sent").lines.remove(0)
    }

    // ---- receiving ----

    /// A line is read, its text confirmed: the numbers of the lines that answer it.
    pub(super) fn receive(&mut self, side: Side, line: usize) -> Vec<usize> {
        let text = self.lines[line].clone();
        let (answers, error) = self.hear(side, &text, vec![("line", (line as u64).into())]);
        assert_eq!(error, None, "line {line}");
        answers
    }

    /// A line is refused.
    pub(super) fn refuse(&mut self, side: Side, line: usize, why: &str) -> Vec<usize> {
        let text = self.lines[line].clone();
        let (answers, error) = self.hear(side, &text, vec![("line", (line as u64).into())]);
        assert_eq!(error, Some(why), "line {line}");
        answers
    }

    /// A line with one byte changed is refused, and not answered.
    pub(super) fn refuse_flipped(
        &mut self,
        side: Side,
        line: usize,
        (at, bits): (usize, u8),
        why: &str,
    ) {
        let mut bytes = self.bytes(line);
        bytes[at] ^= bits;
        let flip = Json::List(vec![(at as u64).into(), u64::from(bits).into()]);
        let start = vec![("line", (line as u64).into()), ("flip", flip)];
        let heard = self.hear(side, &armor::encode(&bytes), start);
        assert_eq!(heard, (vec![], Some(why)), "line {line} at {at}");
    }

    /// A line that is none of the vector's is refused.
    pub(super) fn refuse_foreign(&mut self, side: Side, text: &str, why: &str) -> Vec<usize> {
        let (answers, error) = self.hear(side, text, vec![("text", text.into())]);
        assert_eq!(error, Some(why));
        answers
    }

    /// A line that is none of the vector's is read.
    pub(super) fn receive_foreign(&mut self, side: Side, text: &str) {
        let heard = self.hear(side, text, vec![("text", text.into())]);
        assert_eq!(heard, (vec![], None));
    }

    /// A decoded line.
    pub(super) fn bytes(&self, line: usize) -> Vec<u8> {
        armor::decode(self.lines[line].as_bytes()).expect("a line")
    }

    fn hear(
        &mut self,
        side: Side,
        text: &str,
        mut event: Vec<(&str, Json)>,
    ) -> (Vec<usize>, Option<&'static str>) {
        let heard = self.call(side, |peer, cx| peer.receive(cx, text.as_bytes()));
        let (mut error, mut fork) = (None, false);
        let (mut delivered, mut misread) = (Vec::new(), Vec::new());
        for told in &heard {
            match told {
                Event::Text { id, content, bytes, unconfirmed, overtaken, written } => {
                    let now = self.now;
                    self.person(side).peer.confirm(*id, now);
                    let shown = Json::object([
                        ("text_id", Json::hex(id.as_bytes())),
                        ("content_type", content_type(*content)),
                        ("text", Json::hex(bytes)),
                        ("unconfirmed", (*unconfirmed).into()),
                        ("overtaken", (*overtaken).into()),
                    ]);
                    let shown = match written {
                        Some(at) => shown.with([("written", (*at).into())]),
                        None => shown,
                    };
                    event.push(("shown", shown));
                }
                Event::Delivered(id) => delivered.push(Json::hex(id.as_bytes())),
                Event::Misread(id) => misread.push(Json::hex(id.as_bytes())),
                Event::Card(card) => event.push(("card", Json::hex(card.as_bytes()))),
                Event::Refused(refusal) => error = Some(errors::session(refusal)),
                Event::Fork { ours: false, .. } => (error, fork) = (Some("fork"), true),
                Event::Fork { ours: true, .. }
                | Event::Send(_)
                | Event::Status(_)
                | Event::Bound(_) => {}
                other => panic!("an event that no vector knows: {other:?}"),
            }
        }
        for (name, ids) in [("delivered", delivered), ("misread", misread)] {
            if !ids.is_empty() {
                event.push((name, Json::List(ids)));
            }
        }
        event.extend(error.map(|error| ("error", error.into())));
        self.write("receive", side, "to", event);
        let close = self.person(side).has_closed;
        let sent = lines_to_send(&heard);
        let meanings = vec![Meaning { close, fork, ..Meaning::default() }; sent.len()];
        (self.write_sent(side, &sent, &meanings), error)
    }

    // ---- writing down ----

    fn call<T>(
        &mut self,
        side: Side,
        call: impl FnOnce(&mut PeerSessions, &mut Context<'_>) -> T,
    ) -> T {
        let (now, mut rng) = (self.now, std::mem::replace(&mut self.rng, Fixed::new("")));
        let person = self.person(side);
        let mut cx = Context { installation: &mut person.installation, now, rng: &mut rng };
        let result = call(&mut person.peer, &mut cx);
        person.is_known |= person.peer.status() == Status::Private;
        self.rng = rng;
        result
    }

    /// What was drawn for each of the lines just made: the secret of the chain that it begins, and
    /// the sixteen bytes for its salt.
    fn take_draws(&mut self, sent: &[String]) -> Vec<(Option<Vec<u8>>, Vec<u8>)> {
        let (mut secret, mut lines) = (None, Vec::new());
        for draw in &self.rng.drawn[self.drawn..] {
            match draw.len() {
                // Of two in a row the first is E, drawn once; the other begins a chain.
                32 => self.ephemeral.extend(secret.replace(draw.clone()).unwrap_or_default()),
                16 => lines.push((secret.take(), draw.clone())),
                // An id of an installation.
                4 => {}
                other => panic!("{other} bytes were drawn"),
            }
        }
        self.drawn = self.rng.drawn.len();
        assert_eq!(lines.len(), sent.len());
        lines
    }

    fn write_sent(&mut self, side: Side, sent: &[String], meanings: &[Meaning]) -> Vec<usize> {
        assert_eq!(sent.len(), meanings.len());
        let draws = self.take_draws(sent);
        let first = self.lines.len();
        for ((line, meaning), (ratchet, random)) in sent.iter().zip(meanings).zip(draws) {
            let bytes = armor::decode(line.as_bytes()).expect("a line");
            let is_init = matches!(Line::parse(&bytes), Ok(Line::Init(_)));
            let fields = self.person(side).fields(meaning);
            let mut event = vec![("init", is_init.into()), ("fields", fields)];
            event.push(("random", Json::hex(&random)));
            event.extend(ratchet.map(|secret| ("ratchet_secret", Json::hex(&secret))));
            event.push(("line", line.as_str().into()));
            self.write("send", side, "from", event);
            self.lines.push(line.clone());
        }
        (first..self.lines.len()).collect()
    }

    fn write<'a>(
        &mut self,
        kind: &str,
        side: Side,
        preposition: &str,
        fields: impl IntoIterator<Item = (&'a str, Json)>,
    ) {
        let mut event = vec![(preposition.to_owned(), Json::from(side.name()))];
        event.extend(fields.into_iter().map(|(name, value)| (name.to_owned(), value)));
        let event = Json::object([(kind, Json::Object(event))]);
        // A stream is as long as its lines, any other event is read as a whole.
        self.events.push(if kind == "stream" { event } else { Json::Line(Box::new(event)) });
    }

    /// The vector.
    pub(super) fn finish(self) -> Json {
        let Json::Object(invitation) = self.invitation else { panic!("nobody was invited") };
        let Json::Object(mut responder) = self.responder.json() else { panic!("an object") };
        responder.extend(invitation);
        let initiator = self.initiator.json().with([
            ("ephemeral_secret", Json::hex(&self.ephemeral)),
            ("capabilities", "0000".into()),
        ]);
        Json::object([
            ("name", self.name.into()),
            ("responder", Json::Object(responder)),
            ("initiator", initiator),
            ("session", Json::Object(Vec::new())),
            ("events", Json::List(self.events)),
        ])
    }
}

impl Person {
    fn new(rng: &mut Fixed) -> Self {
        let identity = Identity::generate(START, rng).expect("the fixed generator does not fail");
        let [.., sign, agree] = &rng.drawn[..] else { panic!("two secrets are drawn") };
        let secrets = [sign.clone(), agree.clone()];
        let installation = Installation::new(identity, START, rng).expect("never fails");
        let peer = PeerSessions::new(&installation, None, START);
        Self {
            installation,
            peer,
            secrets,
            line_limit: 380,
            fill_lines: false,
            next_seq: 1,
            is_known: false,
            has_closed: false,
        }
    }

    fn json(&self) -> Json {
        Json::object([
            ("sign_secret", Json::hex(&self.secrets[0])),
            ("agree_secret", Json::hex(&self.secrets[1])),
            ("line_limit", self.line_limit.into()),
            ("fill_lines", self.fill_lines.into()),
        ])
    }

    /// The payload that a line of this meaning has, as far as the sender decides it.
    fn fields(&mut self, meaning: &Meaning) -> Json {
        let Meaning { text, part, again, written, acknowledged, card, close, fork } = meaning;
        let counts = text.is_some() || card.is_some() || *close || *fork;
        let seq = if counts { self.next_seq } else { 0 };
        self.next_seq += u64::from(counts);
        let mut fields = Json::object([("seq", seq.into())]);
        if let Some((content, bytes)) = text {
            fields = fields.with([("content_type", content_type(*content))]);
            // How a text is cut is the library's business.
            if part.is_none() {
                fields = fields.with([("text", Json::hex(bytes))]);
            }
        }
        if let Some(part) = part {
            fields = fields.with([("part", pair(part))]);
        }
        if let Some(runs) = acknowledged {
            let runs = runs.iter().map(pair).collect();
            fields = fields.with([("acknowledged", Json::List(runs))]);
        }
        if let Some(id) = again {
            fields = fields.with([("text_id", Json::hex(id.as_bytes()))]);
        }
        if let Some(written) = written {
            fields = fields.with([("written", (*written).into())]);
        }
        if let Some(card) = card {
            fields = fields.with([("card", Json::hex(card))]);
        }
        if *close {
            fields = fields.with([("close", seq.into())]);
        }
        if *fork {
            fields = fields.with([("fork", true.into())]);
        }
        if !self.is_known {
            let id = self.installation.id();
            fields = fields.with([("installation", Json::hex(id.as_bytes()))]);
        }
        fields
    }
}

/// The lines of a text.
fn parts(
    content: Content,
    text: &str,
    (again, written): (Option<TextId>, Option<u64>),
    count: usize,
) -> Vec<Meaning> {
    let meaning = |index| Meaning {
        text: Some((content, text.as_bytes().to_vec())),
        part: (count > 1).then_some((index as u64, count as u64)),
        again: again.filter(|_| index == 0),
        written: written.filter(|_| index == 0),
        ..Meaning::default()
    };
    (0..count).map(meaning).collect()
}

fn lines_to_send(events: &[Event]) -> Vec<String> {
    let line = |event: &Event| match event {
        Event::Send(line) => Some(line.clone()),
        _ => None,
    };
    events.iter().filter_map(line).collect()
}

fn pair(&(first, second): &(u64, u64)) -> Json {
    Json::List(vec![first.into(), second.into()])
}

fn content_type(content: Content) -> Json {
    Json::from(match content {
        Content::Plain => 0,
        Content::Html => 1,
        Content::PlainAction => 2,
        Content::HtmlAction => 3,
        other => panic!("a content type that no vector knows: {other:?}"),
    })
}
