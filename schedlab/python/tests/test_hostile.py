"""Policies that answer nonsense, or die: a message and exit code 65, never a hang, and the record is whole."""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from conftest import IS_LONG

import schedlab

ANSWERS, KILLS = (2000, 20) if IS_LONG else (28, 3)
SMALL = ["run", "--cluster", "v100=2,k80=2", "--workload", "gavel", "--rate", "20", "--jobs", "6", "--quiet"]

# What is made of an answer that is right, by what is wrong with it.
CONTRACT = {"message": "contract", "protocol": 1, "name": "hostile", "decides": "queue"}
SHARES = {"decision": 1, "shares": {"id": [0], "type": [0], "share": [0.5]}}
WRONG_VALUES: list[Any] = [
    None, True, "text", -1, 0.5, 1e300, 2**70, [], {}, [[]], [{}], [None], ["0"], [True], [-1], [0.5], [2**31], [2**40],
    [1e300], [0, 0], [4711], [[0]],
]  # fmt: skip


def wrong_bytes(draw: random.Random, kind: str) -> bytes:
    """Bytes that are no answer to the first decision, whatever is drawn."""
    good = json.dumps({"message": "answer", "decision": 1, "queue": [0]}).encode()
    if kind == "cut off":
        return good[: draw.randrange(1, len(good) - 1)] + draw.choice([b"\n", b""])
    if kind == "wrong type":
        key = draw.choice(["message", "decision", "queue", "prefer", "backfill"])
        values = [value for value in WRONG_VALUES if (key, value) != ("queue", [])]
        return json.dumps({"decision": 1, "queue": [0], key: draw.choice(values)}).encode() + b"\n"
    if kind == "no number":
        word = draw.choice(["NaN", "Infinity", "-Infinity", "nan", "0x1", "1e999", "--1", "1.", "+1", "01", "1_0", "٣"])
        return f'{{"decision":1,"queue":[{word}]}}\n'.encode()
    if kind == "negative":
        return f'{{"decision":1,"queue":[{-draw.randint(1, 2**40)}]}}\n'.encode()
    if kind == "unknown job":
        return f'{{"decision":1,"queue":[{draw.randint(6, 2**31)}]}}\n'.encode()
    if kind == "long line":
        return draw.choice([b"x", b"[", b"{", b" ", b"0"]) * draw.choice([10_000_000, 8 << 20, 700_000]) + b"\n"
    if kind == "deep":
        return b'{"decision":1,"queue":' + b"[" * draw.randint(2, 100_000) + b"\n"
    if kind == "unknown key":
        key = draw.choice(["", "Queue", "é", "x" * 5000])
        return json.dumps({"decision": 1, "queue": [0], key: 1}).encode() + b"\n"
    if kind == "other decision":
        return json.dumps({"decision": draw.choice([0, 2, -1, 10**12]), "queue": [0]}).encode() + b"\n"
    if kind == "shares for a queue":
        return json.dumps(SHARES).encode() + b"\n"
    if kind == "bytes":
        # Line feeds would part them; none of them begins an object.
        drawn = bytes(draw.choice(range(1, 256)) for _ in range(draw.randint(1, 3000)))
        return b"\xff" + drawn.replace(b"\n", b"") + b"\n"
    return {"empty": b"\n", "two answers": good + b" " + good + b"\n", "nothing": b""}[kind]


KINDS = (
    "cut off", "wrong type", "no number", "negative", "unknown job", "deep", "unknown key", "other decision",
    "shares for a queue", "bytes", "empty", "two answers", "nothing", "long line",
)  # fmt: skip
# What it does besides: waits for its line and answers; answers unasked; closes its output; does not read; goes on
# talking; says its contract wrongly.
MANNERS = ("asked", "asked", "asked", "unasked", "closes", "deaf", "floods", "greets wrongly")


def child(draw: random.Random, folder: Path, number: int) -> tuple[list[str], str]:
    """A program of ``sh``, and what it does; each differs from an answer in one way at least."""
    kind, manner = KINDS[number % len(KINDS)], draw.choice(MANNERS)
    answer = folder / "answer"
    answer.write_bytes(wrong_bytes(draw, kind))
    greeting = json.dumps(CONTRACT)
    lines = {
        "asked": f"read -r g; echo '{greeting}'; read -r l; cat answer",
        "unasked": f"echo '{greeting}'; cat answer; cat >/dev/null",
        "closes": f"read -r g; echo '{greeting}'; exec 1>&-; sleep 5",
        "deaf": f"echo '{greeting}'; exec sleep 20",
        "floods": f"read -r g; echo '{greeting}'; while cat answer; echo '?'; do :; done",
        "greets wrongly": "read -r g; cat answer; read -r l",
    }
    script = folder / "child.sh"
    script.write_text(lines[manner] + "\n")
    # Who says nothing and lives on is waited for.
    return ["--policy", "exec:sh child.sh", "--policy-timeout", "0.5"], f"{kind}, {manner}"


def test_hostile_answers_end_in_a_message(binary: str, tmp_path: Path) -> None:
    draw = random.Random(20)
    for number in range(ANSWERS):
        arguments, what = child(draw, tmp_path, number)
        record = tmp_path / "r.record"
        done = subprocess.run(
            [binary, *SMALL, *arguments, "--record", str(record)],
            cwd=tmp_path, capture_output=True, text=True, errors="replace", timeout=120,
        )  # fmt: skip
        said = f"{number}: {what}: exit code {done.returncode}: {done.stderr[-400:]}"
        assert done.returncode == 65, said
        assert "policy 'sh child.sh'" in done.stderr and "; expected " in done.stderr, said
        assert "round 0 at 0.0 s" in done.stderr or "greeting at 0.0 s" in done.stderr, said
        assert len(done.stderr) < 20_000, said


POLICY = """
import os, sys, time
import schedlab

class Slow(schedlab.Policy):
    decides, asked = "queue", "round"

    def start(self, cluster):
        with open("pid.part", "w") as file:
            file.write(str(os.getpid()))
        os.rename("pid.part", "pid")

    def decide(self, state):
        time.sleep(0.005)
        return schedlab.Queue(state.waiting_ids, prefer="mostFree")

Slow().serve()
"""


def test_killed_at_any_moment_the_run_ends_in_a_message(binary: str, tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(POLICY)
    draw, pid, ended_early = random.Random(9), tmp_path / "pid", 0
    command = [binary, *SMALL[:-3], "--jobs", "40", "--quiet", "--policy", f"exec:{sys.executable} slow.py"]
    for number in range(KILLS):
        pid.unlink(missing_ok=True)
        record = tmp_path / f"{number}.record"
        run = subprocess.Popen(
            [*command, "--record", str(record)], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        while not pid.exists() and run.poll() is None:
            time.sleep(0.001)
        assert pid.exists(), run.communicate()[1]
        time.sleep(draw.uniform(0, 1.5))
        os.kill(int(pid.read_text()), 9)
        _, messages = run.communicate(timeout=60)
        assert run.returncode == 65, messages
        assert "was ended by signal 9" in messages and "; expected an answer" in messages, messages
        check = subprocess.run([binary, "check", str(record)], capture_output=True, text=True, check=False)
        if "greeting at" in messages or "did not begin" in check.stderr:
            ended_early += 1
            continue
        assert check.returncode == 0 and "INCOMPLETE" in check.stdout, check.stderr
        found = schedlab.read(record)
        assert isinstance(found, schedlab.Record) and not found.is_complete
        assert found.rounds.num_rows >= 0
    assert ended_early < KILLS
