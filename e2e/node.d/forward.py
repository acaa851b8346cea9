#!/usr/bin/env python3
"""forward.py PORT: hands on what comes to this machine's 127.0.0.1:PORT to the same in the namespace kube."""
import asyncio
import ctypes
import os
import socket
import sys

port = int(sys.argv[1])
libc = ctypes.CDLL(None, use_errno=True)
inside = os.open("/run/netns/kube", os.O_RDONLY)
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", port))
if libc.setns(inside, 0x40000000):
    raise OSError(ctypes.get_errno(), "setns")


async def pump(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.write_eof()
    except OSError:
        writer.close()


async def hand_on(reader, writer):
    try:
        other_reader, other_writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        writer.close()
        return
    await asyncio.gather(pump(reader, other_writer), pump(other_reader, writer))
    other_writer.close()
    writer.close()


async def main():
    async with await asyncio.start_server(hand_on, sock=listener) as server:
        await server.serve_forever()


asyncio.run(main())
