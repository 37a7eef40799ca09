"""A server of a folder of records, for tests: the program of the nested package, where it is built."""

import json
import os
import pathlib
import subprocess
import urllib.request

PACKAGE = pathlib.Path(__file__).resolve().parents[2]
NAME = "schedlab-workbench"
FOLDERS = [PACKAGE / "workbench" / ".build" / kind for kind in ("release", "debug")] + [PACKAGE / ".build" / kind for kind in ("debug", "release")]
PROGRAM = os.environ.get("WORKBENCH") or next((str(f / NAME) for f in FOLDERS if (f / NAME).exists()), "")
MISSING = "*** the server is not built (make test-workbench): nothing was tested on it"


class Server:
    """A running server with a cache of its own."""

    def __init__(self, folder, cache, port=0):
        self.process = subprocess.Popen([PROGRAM, str(folder), "--no-open", "--quiet", "--port", str(port), "--web-dir", str(PACKAGE / "Web")],
                                        stdout=subprocess.PIPE, text=True, env={**os.environ, "XDG_CACHE_HOME": str(cache)})
        self.address = self.process.stdout.readline().strip()
        self.base, self.token = self.address.split("/#token=")
        self.port = int(self.base.rsplit(":", 1)[1])

    def get(self, path):
        request = urllib.request.Request(self.base + path, headers={"X-Schedlab-Token": self.token})
        with urllib.request.urlopen(request, timeout=600) as answer:
            return answer.read()

    def runs(self):
        return json.loads(self.get("/api/runs"))["runs"]

    def end(self):
        self.process.kill()
        self.process.wait()
