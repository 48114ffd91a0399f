"""Stands between one client and the server and keeps every byte of both directions."""
import asyncio


class Tap:
    def __init__(self, server_port):
        self.server_port = server_port
        self.port = None
        self.out = bytearray()
        self.back = bytearray()
        self.listener = None
        self.client = None
        self.swallows = False  # what the server says does not reach the client

    async def start(self):
        self.listener = await asyncio.start_server(self.connected, "127.0.0.1", 0)
        self.port = self.listener.sockets[0].getsockname()[1]

    async def stop(self):
        if self.listener:
            self.listener.close()
            await self.listener.wait_closed()

    async def connected(self, client_in, client_out):
        try:
            server_in, server_out = await asyncio.open_connection("127.0.0.1", self.server_port)
        except OSError:  # the server is down
            client_out.close()
            return
        self.client = client_out
        await asyncio.gather(self.pass_on(client_in, server_out, self.out),
                             self.pass_on(server_in, client_out, self.back))

    def say(self, data):
        """Says something to the client, as the server would, or a bouncer before it."""
        self.client.write(data)

    async def pass_on(self, source, target, record):
        try:
            while data := await source.read(65536):
                record += data
                if not (self.swallows and record is self.back):
                    target.write(data)
                await target.drain()
        except ConnectionError:
            pass  # a client or the server was killed
        finally:
            target.close()
