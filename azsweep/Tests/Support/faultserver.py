#!/usr/bin/env python3
"""A server that breaks its word in one way (standard library only).

    faultserver.py MODE --port-file F --log F

Modes: hang (never answers), drip (a byte a second), reset (closes at once), html (200 with a page), half (ends half
way through the body), redirect (302 to another host), foreign (a nextLink to another host), die (GET is answered on a
kept-alive connection, a write is read and the connection closed without an answer).
Every request is one line in the log: "METHOD path".
"""
import argparse
import asyncio

PAGE = b"<html><body>gateway</body></html>"
FOREIGN = b'{"value": [], "nextLink": "http://127.0.0.2:9/subscriptions?api-version=1"}'


async def answer(mode, method, wr):
    """Answers one request; False ends the connection."""
    if mode == "hang":
        await asyncio.sleep(3600)
    if mode == "drip":
        wr.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        for _ in range(3600):
            wr.write(b" ")
            await wr.drain()
            await asyncio.sleep(1)
    if mode == "reset" or (mode == "die" and method != "GET"):
        wr.transport.abort()
        return False
    if mode == "half":
        wr.write(b'HTTP/1.1 200 OK\r\nContent-Length: 4000\r\nContent-Type: application/json\r\n\r\n{"value": [')
        await wr.drain()
        return False
    if mode == "redirect":
        wr.write(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2:9/elsewhere\r\nContent-Length: 0\r\n\r\n")
    else:
        body = {"html": PAGE, "foreign": FOREIGN}.get(mode, b'{"value": []}')
        wr.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    await wr.drain()
    return True


async def serve(mode, log, rd, wr):
    try:
        while True:
            head = (await rd.readuntil(b"\r\n\r\n")).decode("latin1")
            method, target = head.split(" ")[:2]
            log.write(f"{method} {target.split('?')[0]}\n")
            log.flush()
            if not await answer(mode, method, wr):
                return
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        wr.close()


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mode")
    parser.add_argument("--port-file", required=True)
    parser.add_argument("--log", required=True)
    options = parser.parse_args()
    log = open(options.log, "w")
    server = await asyncio.start_server(lambda r, w: serve(options.mode, log, r, w), "127.0.0.1", 0)
    with open(options.port_file, "w") as file:
        file.write(str(server.sockets[0].getsockname()[1]))
    async with server:
        await server.serve_forever()


asyncio.run(main())
