"""What everything else stands on: waiting for things, with patience."""
import asyncio
import os
import socket

# Everything may take so many times longer: under valgrind, say. Without it a machine that is busy with
# other things is waited for as well.
PATIENCE = float(os.environ.get("E2E_PATIENCE", "2"))


def in_memory():
    """A directory in which nobody waits for a disk, if there is one with room; or None."""
    place = "/dev/shm"
    if not os.access(place, os.W_OK):
        return None
    there = os.statvfs(place)
    return place if there.f_bavail * there.f_frsize > 512 << 20 else None


class Failure(Exception):
    """What was expected did not come, or what must not be is there."""

    def __str__(self):
        return super().__str__()[:600]


def expect(condition, what):
    if not condition:
        raise Failure(what)


async def until(condition, what, seconds=20):
    """Waits until `condition()` is true; what it waits for is said when it does not come."""
    end = asyncio.get_running_loop().time() + seconds * PATIENCE
    while not condition():
        if asyncio.get_running_loop().time() > end:
            raise Failure(f"not within {seconds} s: {what() if callable(what) else what}")
        await asyncio.sleep(0.02)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
