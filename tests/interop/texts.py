"""What becomes of the payloads of a session: section 9 of docs/PROTOCOL.md, for tests only."""

from subrosa_wire import Refused

OVERTAKEN_BY = 16
MAX_TEXT = 65536


class Texts:
    """One side of a session: the texts it has sent, and those it has read."""

    def __init__(self):
        self.highest = 0  # seq sent
        self.copied = False  # the other side has seen another copy of this one's state (section 12)
        self.outstanding = []  # (text id, the seqs that are not acknowledged)
        self.delivered = set()
        self.unfinished = {}  # seq of part 0 -> {index: (text id of its line, content, when written)}
        self.shown = set()
        self.numbers = []  # the highest of the texts shown, at most OVERTAKEN_BY
        self.read = set()  # the seqs of the lines read

    def sent(self, payload, derived_id):
        """Notes a line that this side has sent."""
        self.highest = max(self.highest, payload["seq"])
        index, total = payload.get("part", (0, 1))
        if "text" in payload and index == 0:
            seqs = range(payload["seq"], payload["seq"] + total)
            self.outstanding.append((payload.get("text_id", derived_id), set(seqs)))

    def check(self, payload):
        """Refuses a part that makes its text longer than one that can be sent; changes nothing."""
        index, _ = payload.get("part", (0, 1))
        parts = self.unfinished.get(payload["seq"] - index, {})
        others = (len(text) for at, (_, text, _) in parts.items() if at != index)
        if len(payload.get("text", b"")) + sum(others) > MAX_TEXT:
            raise Refused("bad item", "a text that is too long")

    def take(self, payload, derived_id):
        """Reads a line: (the text to be shown or None, the ids of the texts now delivered)."""
        if payload["seq"]:
            self.read.add(payload["seq"])
        runs = payload.get("acknowledged", [])
        self.copied |= "fork" in payload or any(highest > self.highest for _, highest in runs)
        return self._show(payload, derived_id), self._deliver(runs)

    def _deliver(self, runs):
        if self.copied:
            return []  # they may mean the lines of the other copy
        for _, missing in self.outstanding:
            for lowest, highest in runs:
                missing.difference_update(range(lowest, highest + 1))
        done = [text_id for text_id, missing in self.outstanding if not missing]
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
        if text_id in self.shown:
            return None
        self.shown.add(text_id)
        text = b"".join(parts[index][1] for index in range(total))
        last = first + total - 1
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
