"""Reading a test vector so that no field of it goes unchecked."""

from subrosa_wire import Refused


class Mismatch(Exception):
    """A vector says something else than what was computed."""


class Case:
    """One JSON object whose fields are taken by name; `finish` refuses fields nobody took."""

    def __init__(self, fields, where):
        self._fields, self._where, self._taken = fields, where, set()

    def __contains__(self, name):
        return name in self._fields

    def take(self, name):
        if name not in self._fields:
            raise Mismatch(f"{self._where}: no field {name}")
        self._taken.add(name)
        return self._fields[name]

    def bytes(self, name):
        """A field in hexadecimal."""
        return bytes.fromhex(self.take(name))

    def case(self, name):
        return Case(self.take(name), f"{self._where}.{name}")

    def cases(self, name):
        """The objects of a list, which may not be empty."""
        fields = self.take(name)
        if not fields:
            raise Mismatch(f"{self._where}: {name} is empty")
        return [Case(field, f"{self._where}.{name}[{i}]") for i, field in enumerate(fields)]

    def equal(self, name, computed):
        """The field must be what was computed; bytes stand in hexadecimal."""
        wanted = self.take(name)
        computed = plain(computed)
        if wanted != computed or isinstance(wanted, bool) != isinstance(computed, bool):
            raise Mismatch(f"{self._where}.{name}: {wanted!r} in the file, {computed!r} computed")

    def equal_if_there(self, name, computed):
        if name in self:
            self.equal(name, computed)

    def outcome(self, call):
        """What `call` returns, or None when the field `error` names the error it must raise."""
        wanted = self.take("error") if "error" in self else None
        try:
            result, got = call(), None
        except Refused as refused:
            result, got = None, refused.name
        if got != wanted:
            raise Mismatch(f"{self._where}: error {wanted} in the file, {got} computed")
        return result

    def finish(self, *nested):
        left = sorted(set(self._fields) - self._taken)
        if left:
            raise Mismatch(f"{self._where}: nothing checks {', '.join(left)}")
        for case in nested:
            case.finish()


def plain(value):
    """A value as JSON has it."""
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value
