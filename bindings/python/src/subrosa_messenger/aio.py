"""The timer for hosts on asyncio."""

from __future__ import annotations

import asyncio
from typing import Awaitable, Callable

from .messenger import Messenger
from .outcome import Outcome


class Clockwork:
    """Calls `tick` when it is due, and gives what it tells to a coroutine.

        clockwork = Clockwork(messenger, carry_out)
        task = asyncio.create_task(clockwork.run())
        ...
        await carry_out(messenger.incoming(account, peer, text))
        clockwork.wake()            # after each outcome

    An exception of `carry_out` ends `run`; what was not carried out comes again when it runs anew.
    """

    def __init__(self, messenger: Messenger, carry_out: Callable[[Outcome], Awaitable[None]]) -> None:
        self._messenger = messenger
        self._carry_out = carry_out
        self._changed = asyncio.Event()

    def wake(self) -> None:
        """Something was told to the messenger: it may be due at another time now."""
        self._changed.set()

    async def run(self) -> None:
        """Runs until it is cancelled."""
        while True:
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), self._messenger.wake)
            except asyncio.TimeoutError:
                await self._carry_out(self._messenger.tick())
