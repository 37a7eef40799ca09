#!/usr/bin/env python3
"""The vendor's own client library as judge (row 16).

    vendor_client.py AZSWEEP

Drives the test server by azure-mgmt-cognitiveservices (PyPI) and by azsweep, each on a server of its own, and compares
the list, the order of removal, both refusals (409), recovery, purge and the end state. Prints one line a comparison;
ends with 1 at the first difference, with 77 when the library is not installed.
"""
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

try:
    from azure.core.credentials import AccessToken
    from azure.core.exceptions import HttpResponseError
    from azure.mgmt.cognitiveservices import CognitiveServicesManagementClient
except ImportError:
    print("vendor: azure-mgmt-cognitiveservices is not installed", file=sys.stderr)
    sys.exit(77)

SUPPORT = Path(__file__).resolve().parent.parent / "Tests" / "Support"
SUBSCRIPTION = "00000000-0000-0000-0000-0000000000aa"
NAMES = ["exp-one", "exp-two"]


class Credential:
    def get_token(self, *scopes, **options):
        return AccessToken("test-token", int(time.time()) + 3600)


class Server:
    """A test server in a folder of its own."""

    def __init__(self, world):
        self.folder = tempfile.TemporaryDirectory()
        port, self.log = Path(self.folder.name, "port"), Path(self.folder.name, "log")
        self.process = subprocess.Popen(
            [sys.executable, SUPPORT / "armfake.py", SUPPORT / "Worlds" / f"{world}.json", "--port-file", port,
             "--log", self.log], stdout=subprocess.DEVNULL)
        while not (port.exists() and port.read_text()):
            time.sleep(0.02)
        self.url = f"http://127.0.0.1:{port.read_text()}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # Not terminate(): a test runner starts this with SIGTERM blocked, and the server would inherit that.
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()

    def state(self):
        return json.load(urllib.request.urlopen(self.url + "/_world"))

    def deletes(self, account):
        """Ids of the account that were deleted with success, in order."""
        rows = [json.loads(line) for line in self.log.read_text().splitlines()]
        return [r["path"].lower() for r in rows
                if r["method"] == "DELETE" and r["status"] < 300 and f"/accounts/{account}" in r["path"].lower()]

    def vendor(self):
        return CognitiveServicesManagementClient(
            Credential(), SUBSCRIPTION, base_url=self.url, credential_scopes=["x"], polling_interval=0,
            enforce_https=False)

    def azsweep(self, *arguments, ok=(0,)):
        environment = dict(os.environ, AZSWEEP_ARM_ENDPOINT=self.url, AZSWEEP_TOKEN="test-token",
                           AZSWEEP_NOW="2026-06-01T00:00:00Z", AZSWEEP_TIME_SCALE="0.01")
        done = subprocess.run([os.path.abspath(sys.argv[1]), *arguments], env=environment, cwd=self.folder.name,
                              capture_output=True, text=True)
        if done.returncode not in ok:
            sys.exit(f"vendor: azsweep {arguments[0]}: {done.returncode}: {done.stderr}")
        return done.stdout


def same(what, vendor, ours):
    if vendor != ours:
        sys.exit(f"vendor: {what}: the library has {vendor!r}, azsweep has {ours!r}")
    print(f"vendor: {what}: equal")


def refusal(call, *arguments):
    """The code of the refusal of a call."""
    try:
        call(*arguments, **{"enforce_https": False}).result()
    except HttpResponseError as error:
        return error.error.code if error.error else str(error)
    return "none"


def delete_by_vendor(client, steps):
    for step in steps:
        parts = step["id"].split("/")
        group, account, name = parts[4], parts[8], parts[-1]
        for _ in range(6):
            try:
                if step["kind"] == "account":
                    client.accounts.begin_delete(group, account, enforce_https=False).result()
                elif step["kind"] == "project":
                    client.projects.begin_delete(group, account, name, enforce_https=False).result()
                else:
                    client.deployments.begin_delete(group, account, name, enforce_https=False).result()
                break
            except HttpResponseError as error:
                if not error.error or error.error.code != "RequestConflict":
                    raise


def compare_world(world):
    with Server(world) as server:
        listed = sorted(a.id for a in server.vendor().accounts.list(enforce_https=False))
        rows = json.loads(server.azsweep("accounts", "--format", "json"))
        same(f"{world}: list", listed, sorted(row["id"] for row in rows))
        server.azsweep("plan", *NAMES, "-o", "plan.json")
        steps = json.loads(Path(server.folder.name, "plan.json").read_text())["steps"]
        if any(step["kind"] == "project" for step in steps):
            client = server.vendor()
            same(f"{world}: refusal", "CannotDeleteResource",
                 refusal(client.accounts.begin_delete, "exp-rg", "exp-one"))
        delete_by_vendor(server.vendor(), steps)
        state, order = server.state(), [server.deletes(name) for name in NAMES]
    with Server(world) as server:
        server.azsweep("plan", *NAMES, "-o", "plan.json")
        confirm = [word for name in NAMES for word in ("--confirm", name)]
        server.azsweep("apply", "plan.json", "--execute", *confirm)
        same(f"{world}: order of removal", order, [server.deletes(name) for name in NAMES])
        same(f"{world}: end state", state, server.state())


def compare_conflict():
    with Server("conflict") as server:
        client = server.vendor()
        client.projects.begin_delete("exp-rg", "exp-one", "one-play", enforce_https=False).result()
        same("conflict: refusal", "RequestConflict",
             refusal(client.projects.begin_delete, "exp-rg", "exp-one", "one-default"))


def compare_deleted():
    states = []
    with Server("deleted") as server:
        client = server.vendor()
        client.accounts.begin_create("exp-rg", "old-b", {"location": "swedencentral", "properties": {"restore": True}},
                                     enforce_https=False).result()
        client.deleted_accounts.begin_purge("swedencentral", "exp-rg", "old-a", enforce_https=False).result()
        listed = sorted(a.id for a in client.deleted_accounts.list(enforce_https=False))
        states.append(server.state())
    with Server("deleted") as server:
        server.azsweep("recover", "old-b", "--execute")
        server.azsweep("purge", "old-a", "--execute", "--confirm", "old-a")
        rows = json.loads(server.azsweep("deleted", "--format", "json"))
        same("deleted: list", listed, sorted(row["id"] for row in rows))
        states.append(server.state())
    same("deleted: end state after recovery and purge", *states)


for name in ["three", "lro", "paged", "conflict"]:
    compare_world(name)
compare_conflict()
compare_deleted()
print("vendor: equal")
