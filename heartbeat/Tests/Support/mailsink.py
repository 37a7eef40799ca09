#!/usr/bin/env python3
"""A mail server for tests, by aiosmtpd (PyPI): writes each mail as a line of JSON.

    mailsink.py --port-file F --log F [--answers CODE,CODE,...]

Each RCPT takes the next of the answers (250 when they are used up) and is a line of the log, too.
"""
import argparse, json, sys, threading
try:
    from aiosmtpd.controller import Controller
except ImportError:
    sys.exit(77)
arguments = argparse.ArgumentParser()
arguments.add_argument("--port-file"); arguments.add_argument("--log"); arguments.add_argument("--answers", default="")
options = arguments.parse_args()
answers = [a for a in options.answers.split(",") if a]
def note(**values):
    with open(options.log, "a") as log:
        log.write(json.dumps(values) + "\n")
class Handler:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        code = answers.pop(0) if answers else "250"
        note(kind="rcpt", code=code)
        if code != "250":
            return code + " no"
        envelope.rcpt_tos.append(address)
        return "250 OK"
    async def handle_DATA(self, server, session, envelope):
        note(kind="mail", to=envelope.rcpt_tos, text=envelope.content.decode("utf-8", "replace"))
        return "250 OK"
class OnAnyPort(Controller):
    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
controller = OnAnyPort(Handler(), hostname="127.0.0.1", port=0)
controller.start()
with open(options.port_file, "w") as file:
    file.write(str(controller.port))
threading.Event().wait()
