"""Records read in Python are those that the program exports."""

import csv
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import IS_LONG

import schedlab

PACKAGE = Path(__file__).resolve().parents[2]
POLICIES = ("fifo", "isolated", "max_min_fairness_perf", "fifo_perf", "shortest_remaining_time_perf")


def rows(table: Any) -> list[list[Any]]:
    return [list(row.values()) for row in table.to_pylist()]


def table(path: Path) -> list[list[str]]:
    with path.open() as file:
        return list(csv.reader(file))[1:]


def equal(found: list[list[Any]], expected: list[list[str]]) -> bool:
    """Numbers are equal to the bit, whatever their way of writing."""
    if len(found) != len(expected):
        return False
    for ours, theirs in zip(found, expected, strict=True):
        for mine, text in zip(ours, theirs, strict=True):
            if mine is None or isinstance(mine, str):
                if (mine or "") != text:
                    return False
            elif float(text) != mine:
                return False
    return True


def record_of(number: int, folder: Path, binary: str) -> Path:
    draw = random.Random(number)
    mechanism = draw.choice(["standard", "standard", "gavel", "run-to-completion"])
    names = {"gavel": ("fifo", "max_min_fairness_perf", "isolated"), "run-to-completion": ("fifo", "fifo_perf")}
    settings = ["--rate", str(draw.choice([4, 8, 20])), "--jobs", str(draw.randint(3, 40))]
    if draw.random() < 0.5:
        settings.append("--multi-gpu")
    if mechanism == "standard" and draw.random() < 0.5:
        settings += ["--move-cost", "30"]
    path = folder / f"{number}.record"
    subprocess.run(
        [binary, "run", "--cluster", draw.choice(["v100=8,k80=8", "v100=8@4", "k80=8@8,p100=8@2"])]
        + ["--workload", "gavel", "--policy", draw.choice(names.get(mechanism, POLICIES)), "--seed", str(number)]
        + ["--mechanism", mechanism, "--record", str(path), "--quiet", *settings],
        check=True, capture_output=True,
    )  # fmt: skip
    if number % 3 == 2:
        whole = path.read_bytes()
        path.write_bytes(whole[: draw.randint(len(whole) // 3, len(whole) - 1)])
    return path


@pytest.mark.parametrize("number", range(30) if IS_LONG else range(9))
def test_equal_to_the_export_and_to_the_independent_reader(binary: str, tmp_path: Path, number: int) -> None:
    path = record_of(number, tmp_path, binary)
    record = schedlab.read(path)
    assert isinstance(record, schedlab.Record)
    assert record.is_complete == (number % 3 != 2)
    subprocess.run(
        [binary, "export", str(path), "--to", "csv", "-o", str(tmp_path / "csv")], check=True, capture_output=True
    )
    for name, file in (
        ("segments", "segments"), ("jobs", "record_jobs"), ("rounds", "rounds"), ("prices", "prices"),
    ):  # fmt: skip
        assert equal(rows(getattr(record, name)), table(tmp_path / "csv" / f"{file}.csv")), name
    reader = subprocess.run(
        [sys.executable, str(PACKAGE / "Scripts" / "read-record.py"), str(path)], capture_output=True, text=True
    )
    assert equal(rows(record.segments), list(csv.reader(reader.stdout.splitlines()))[1:])


@pytest.mark.parametrize("decides", ["shares", "queue"])
def test_queues_and_reasons_are_what_the_policy_answered(binary: str, decides: str) -> None:
    answered: list[list[Any]] = []

    class Own(schedlab.Policy):
        knows = "truth"

        def decide(self, state: schedlab.State) -> schedlab.Shares | schedlab.Queue:
            # Numbers that no rule of ours would lead to, so that none of them can be right by chance.
            draw = np.random.default_rng(state.round)
            if decides == "queue":
                order = draw.permutation(state.waiting_ids)
                answered.extend([state.round, state.seconds, place, job] for place, job in enumerate(order.tolist()))
                return schedlab.Queue(order, backfill="fits")
            shares = draw.random((len(state), 2)) / 2
            levels, bindings = draw.random(len(state)), draw.random(len(state))
            columns = zip(state.job_ids, *shares.T, levels, bindings, strict=True)
            answered.extend([state.round, state.seconds, *map(float, row)] for row in columns)
            why = schedlab.Reasons("drawn", 1.5, (1, 2), 0, state.job_ids, levels, bindings)
            return schedlab.Shares.from_matrix(state, shares, why)

    own = type("Own", (Own,), {"decides": decides})
    result = schedlab.run("v100=4,k80=4", "gavel", own(), seed=2, rate=12, jobs=12)
    table, other = (result.reasons, result.queue) if decides == "shares" else (result.queue, result.reasons)
    assert rows(table) == answered and other.num_rows == 0 and answered
    assert result.placements.num_rows > 0
    assert set(result.placements.column("job_id").to_pylist()) == set(range(12))
    assert [row[1:4] for row in rows(result.prices)] == ([["drawn", 1.5, 0.0]] * result.prices.num_rows)


def test_levels_are_those_that_explain_tells(binary: str, tmp_path: Path) -> None:
    path = tmp_path / "r.record"
    result = schedlab.run("v100=2,k80=2", "gavel", "max_min_fairness_perf", rate=12, jobs=8, record=path)
    for found in result.reasons.to_pylist()[:: max(1, result.reasons.num_rows // 6)]:
        command = [binary, "explain", str(path), "--job", f"#{found['job_id']}", "--round", str(found["round"])]
        done = subprocess.run([*command, "--format", "json"], check=True, capture_output=True, text=True)
        facts = json.loads(done.stdout)["facts"]
        assert facts["level"].split(",")[0] == str(found["level"]), facts


def test_folders_parquet_and_strangers(binary: str, tmp_path: Path) -> None:
    import pyarrow.parquet as parquet

    record_of(0, tmp_path, binary)
    record_of(1, tmp_path, binary)
    found = schedlab.read(tmp_path)
    assert isinstance(found, dict) and list(found) == ["0.record", "1.record"]
    found["0.record"].to_parquet(tmp_path / "tables")
    assert parquet.read_table(tmp_path / "tables" / "jobs.parquet").num_rows == found["0.record"].jobs.num_rows
    (tmp_path / "x.txt").write_text("hello, this is no record")
    with pytest.raises(schedlab.RecordError, match="not a record"):
        schedlab.read(tmp_path / "x.txt")
    with pytest.raises(schedlab.RecordError, match="no record in this folder"):
        schedlab.read(tmp_path / "tables")


def test_damage_is_an_error_never_a_crash(binary: str, tmp_path: Path) -> None:
    whole = record_of(3, tmp_path, binary).read_bytes()
    path = tmp_path / "damaged.record"
    draw = random.Random(7)
    for _ in range(60):
        damaged = bytearray(whole)
        damaged[draw.randrange(len(damaged))] ^= 1 << draw.randrange(8)
        path.write_bytes(damaged)
        try:
            record = schedlab.read(path)
            assert isinstance(record, schedlab.Record)
            _ = record.segments
        except schedlab.RecordError:
            pass
