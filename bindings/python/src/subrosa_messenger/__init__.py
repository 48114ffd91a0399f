"""End-to-end encryption that plugs into existing messengers.

A messenger is told what the user types (`outgoing`, `command`), what the network brings (`incoming`),
and that time has passed (`tick`). Each call gives an `Outcome`: a verdict on the text, and events to be
carried out in their order.
"""

from ._api import (
    FLAG_ACTION,
    FLAG_HISTORY,
    FLAG_HTML,
    FLAG_NOTICE,
    FLAG_OCCUPANT,
    FLAG_OWN,
    VERSION as __version__,
)
from .aio import Clockwork
from .errors import SubrosaError
from .events import (
    Choice,
    Close,
    Contact,
    Echo,
    Event,
    Input,
    Kind,
    Level,
    Place,
    Progress,
    Say,
    Send,
    Severity,
    Show,
    Text,
    Title,
    Unknown,
    Verdict,
)
from .messenger import Messenger, carry_out
from .outcome import Outcome

__all__ = [
    "Choice", "Clockwork", "Close", "Contact", "Echo", "Event", "FLAG_ACTION", "FLAG_HISTORY",
    "FLAG_HTML", "FLAG_NOTICE", "FLAG_OCCUPANT", "FLAG_OWN", "Input", "Kind", "Level", "Messenger",
    "Outcome", "Place", "Progress", "Say", "Send", "Severity", "Show", "SubrosaError", "Text",
    "Title", "Unknown", "Verdict", "__version__", "carry_out",
]
