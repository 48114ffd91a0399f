"""What becomes of the payloads of a session: section 9 of docs/PROTOCOL.md, for tests only."""

from subrosa_payload import covered, hash_over, receipt_of
from subrosa_wire import Refused

OVERTAKEN_BY = 16
MAX_TEXT = 65536


class Texts:
    """One side of a session: the texts it has sent, and those it has read."""

    def __init__(self, known=None):
        self.highest = 0  # seq sent
        self.copied = False  # the other side has seen another copy of this one's state (section 12)
        self.outstanding = []  # (text id, the seqs that are not acknowledged, the last of all)
        self.delivered = set()
        self.unfinished = {}  # seq of part 0 -> {index: (text id of its line, content, when written)}
        self.shown = set()
        self.numbers = []  # the highest of the texts shown, at most OVERTAKEN_BY
        self.read = set()  # the seqs of the lines read
        self.read_as_others = []  # ids of texts: what `misread` said of the last line
        self.receipts = {}  # last seq of a text read -> its receipt
        self.receipts_sent = {}  # the same of the texts sent
        self.beginning = None  # (text id, content) of a text of which not all lines are sent
        self.known = {} if known is None else known  # text id -> receipt of what was shown, of a peer

    def sent(self, payload, derived_id):
        """Notes a line that this side has sent."""
        self.highest = max(self.highest, payload["seq"])
        index, total = payload.get("part", (0, 1))
        if "text" not in payload:
            return
        if index == 0:
            seqs = range(payload["seq"], payload["seq"] + total)
            text_id = payload.get("text_id", derived_id)
            self.outstanding.append((text_id, set(seqs), max(seqs)))
            self.beginning = text_id, b""
        text_id, before = self.beginning
        self.beginning = text_id, before + payload["text"]
        if index == total - 1:
            receipt = receipt_of(text_id, payload["content_type"], self.beginning[1])
            self.receipts_sent[payload["seq"]] = receipt

    def check(self, payload):
        """Refuses a part that makes its text longer than one that can be sent; changes nothing."""
        index, _ = payload.get("part", (0, 1))
        parts = self.unfinished.get(payload["seq"] - index, {})
        others = (len(text) for at, (_, text, _) in parts.items() if at != index)
        if len(payload.get("text", b"")) + sum(others) > MAX_TEXT:
            raise Refused("bad item", "a text that is too long")

    def misfits(self, payload):
        """Whether the other side says that it has read something else (A3)."""
        runs = payload.get("acknowledged")
        return runs is not None and payload["receipts"] != hash_over(self.receipts_sent, runs)

    def misread(self, runs):
        """A3: the ids of the texts that wait no more, because one of them may have been replaced."""
        among = set(covered(self.receipts_sent, runs))
        misread = [text_id for text_id, _, last in self.outstanding if last in among]
        self.outstanding = [entry for entry in self.outstanding if entry[2] not in among]
        return [id_ for id_ in dict.fromkeys(misread) if id_ not in self.delivered]

    def take(self, payload, derived_id):
        """Reads a line: (the text to be shown or None, the ids of the texts now delivered)."""
        if payload["seq"]:
            self.read.add(payload["seq"])
        runs = payload.get("acknowledged", [])
        self.copied |= "fork" in payload or any(highest > self.highest for _, highest in runs)
        self.read_as_others = []
        if not self.copied and self.misfits(payload):
            self.copied, self.read_as_others = True, self.misread(runs)
        return self._show(payload, derived_id), self._deliver(runs)

    def _deliver(self, runs):
        if self.copied:
            return []  # they may mean the lines of the other copy
        among = covered(self.receipts_sent, runs)
        lowest_covered = among[0] if len(among) == 64 else 0  # A5
        for _, missing, last in self.outstanding:
            if last < lowest_covered:
                continue
            for lowest, highest in runs:
                missing.difference_update(range(lowest, highest + 1))
        done = [text_id for text_id, missing, _ in self.outstanding if not missing]
        self.outstanding = [entry for entry in self.outstanding if entry[1]]
        new = [text_id for text_id in dict.fromkeys(done) if text_id not in self.delivered]
        self.delivered.update(new)
        return new

    def _show(self, payload, derived_id):
        if "text" not in payload:
            return None
        index, total = payload.get("part", (0, 1))
        first = payload["seq"] - index
        parts = self.unfinished.setdefault(first, {})
        written = payload.get("written")
        parts[index] = (payload.get("text_id", derived_id), payload["text"], written)
        if len(parts) < total:
            return None
        text_id, _, written = self.unfinished.pop(first)[0]
        text = b"".join(parts[index][1] for index in range(total))
        last = first + total - 1
        receipt = receipt_of(text_id, payload["content_type"], text)
        self.receipts[last] = self.known.setdefault(text_id, receipt)  # A1
        if text_id in self.shown:
            return None
        self.shown.add(text_id)
        overtaken = len(self.numbers) == OVERTAKEN_BY and last < min(self.numbers)
        self.numbers = sorted([*self.numbers, last])[-OVERTAKEN_BY:]
        said = {} if written is None else {"written": written}
        return {
            **said,
            "text_id": text_id,
            "content_type": payload["content_type"],
            "text": text,
            "overtaken": overtaken,
        }
