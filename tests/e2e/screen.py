"""A virtual screen with a window manager, keys and a camera."""
import asyncio
import os
import signal

from rig import Failure, expect

WIDTH, HEIGHT = 560, 440  # of a window


async def output_of(*command, **options):
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, **options)
    said, errors = await process.communicate()
    expect(process.returncode == 0, f"{' '.join(command)[:200]}: {errors.decode()[-300:]}")
    return said.decode()


class Screen:
    """A virtual screen with a window manager, keys and a camera."""

    def __init__(self, place):
        self.place = place
        self.environment = None
        self.processes = []

    async def start(self):
        read, write = os.pipe()
        await self.run("Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1000x24", "-nolisten", "tcp",
                       pass_fds=[write])
        os.close(write)
        with os.fdopen(read) as pipe:
            display = (await asyncio.to_thread(pipe.readline)).strip()
        self.environment = {**os.environ, "DISPLAY": f":{display}", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        await self.run("openbox", "--sm-disable")

    async def run(self, *command, environment=None, **options):
        with open(os.path.join(self.place, os.path.basename(command[0]) + ".log"), "ab") as log:
            process = await asyncio.create_subprocess_exec(
                *command, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env=environment or self.environment, **options)
        self.processes.append(process)
        return process

    async def tool(self, *words):
        return await output_of("xdotool", *words, env=self.environment)

    async def window(self, name):
        """The window with this name, once it is there."""
        deadline = asyncio.get_running_loop().time() + 20
        while not (found := await self.windows(name)):
            if asyncio.get_running_loop().time() > deadline:
                raise Failure(f"no window {name}")
            await asyncio.sleep(0.1)
        return found[-1]

    async def windows(self, name):
        """Those with this name, the newest last."""
        process = await asyncio.create_subprocess_exec(
            "xdotool", "search", "--onlyvisible", "--name", name,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, env=self.environment)
        return (await process.communicate())[0].decode().split()

    async def place_window(self, window, column, width=WIDTH, height=HEIGHT):
        await self.tool("windowsize", "--sync", window, str(width), str(height))
        await self.tool("windowmove", window, str(5 + column * (WIDTH + 15)), "30")

    async def type(self, window, text):
        for _ in range(20):  # a window that is just being opened may come between
            await self.tool("windowactivate", "--sync", window)
            await asyncio.sleep(0.3)
            if (await self.tool("getactivewindow")).strip() == window:
                break
        await self.tool("type", "--delay", "4", text)
        await self.tool("key", "Return")

    async def photograph(self, windows, path):
        """The windows with their frames, side by side, in few colours."""
        for window in windows:
            await self.tool("windowactivate", window)
        await asyncio.sleep(1)
        shots = [os.path.join(self.place, f"shot-{number}.png") for number, _ in enumerate(windows)]
        for window, shot in zip(windows, shots):
            await output_of("import", "-frame", "-window", window, shot, env=self.environment)
        whole = os.path.join(self.place, "whole.png")
        await output_of("convert", *shots, "-bordercolor", "white", "-border", "4", "-background", "white", "+append", "-strip", whole)
        await output_of("pngquant", "--force", "--strip", "--output", path, "64", whole)
        expect(os.path.getsize(path) < 150_000, f"{path} has {os.path.getsize(path)} bytes")
        print(f"ok      {path}, {os.path.getsize(path)} bytes", flush=True)

    async def stop(self):
        for process in reversed(self.processes):
            await end(process)


async def end(process):
    """The process and those it started: each was started as the first of a session."""
    if process.returncode is not None:
        return
    os.killpg(process.pid, signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), 5)
    except asyncio.TimeoutError:
        os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
