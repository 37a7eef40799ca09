"""The same policy in Swift and in Python gives the same runs."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import IS_LONG

import schedlab
from schedlab import policies

CLUSTERS = ("v100=8,p100=8,k80=8", "v100=8@4,k80=8@2", "v100=12@4")
# Single and multi GPU, weights, moves that cost, rounds that are asked seldom.
SETTINGS: list[dict[str, Any]] = [
    {"rate": 6, "jobs": 25},
    {"rate": 12, "jobs": 25, "multi_gpu": True},
    {"rate": 9, "jobs": 25, "priorities": True, "move_cost": "60"},
    {"rate": 9, "jobs": 20, "min_interval": 720, "min_stay": 400},
]
CASES = [
    (cluster, setting, kind)
    for cluster in CLUSTERS
    for setting in SETTINGS
    for kind in (policies.SRTF, policies.FIFO)
]


def figures(result: schedlab.Result) -> dict[str, Any]:
    """The summary but for the machine and the policy's name."""
    summary = {name: value for name, value in result.summary.items() if name not in ("host", "solver")}
    summary["experiment"] = {
        name: value for name, value in summary["experiment"].items() if not name.startswith("policy")
    }
    return {name: value for name, value in summary.items() if not name.startswith("policy")}


@pytest.mark.parametrize("number", range(20) if IS_LONG else range(1, 20, 3))
def test_equal_to_the_built_in_one(binary: str, number: int) -> None:
    cluster, setting, kind = CASES[number]
    own = schedlab.run(cluster, "gavel", kind(), seed=number, **setting)
    built_in = schedlab.run(cluster, "gavel", kind.name, seed=number, **setting)
    assert figures(own) == figures(built_in)
    assert own.segments.equals(built_in.segments)


@pytest.mark.parametrize("kind", [policies.MaxMin, policies.LAS])
def test_programs_are_equal_where_the_optimum_is_one(binary: str, kind: type[policies.MaxMin]) -> None:
    for seed in range(3 if IS_LONG else 2):
        setting: dict[str, Any] = {"rate": 8, "jobs": 15, "multi_gpu": seed > 0}
        own = schedlab.run("k80=8@4", "gavel", kind(), seed=seed, **setting)
        built_in = schedlab.run("k80=8@4", "gavel", kind.name, seed=seed, **setting)
        assert own.jobs.equals(built_in.jobs), f"seed {seed}"


@pytest.mark.parametrize("kind", [policies.MaxMin, policies.LAS])
def test_programs_reach_the_built_in_optimum(binary: str, kind: type[policies.MaxMin]) -> None:
    """At the first decision both see the same jobs; later other optima may have been taken."""
    setting: dict[str, Any] = {"static": True, "jobs": 12, "multi_gpu": True}
    for seed in range(3):
        own = schedlab.run("v100=8,p100=8,k80=8", "gavel", kind(), seed=seed, **setting)
        built_in = schedlab.run("v100=8,p100=8,k80=8", "gavel", kind.name, seed=seed, **setting)
        values = [result.prices.column("value").to_pylist()[0] for result in (own, built_in)]
        assert values[0] == pytest.approx(values[1], rel=1e-6), f"seed {seed}"


def test_replay_without_the_policy(binary: str, tmp_path: Path) -> None:
    record, again = tmp_path / "own.record", tmp_path / "again.record"
    schedlab.run("v100=3,k80=3", "gavel", policies.SRTF(), seed=4, rate=8, jobs=20, record=record)
    subprocess.run(
        [binary, "run", "--replay", str(record), "--record", str(again), "--quiet"], check=True, capture_output=True
    )
    first, second = (rest_of(path) for path in (record, again))
    assert first == second


def rest_of(path: Path) -> list[bytes]:
    """The batches but for the command in the first and the offsets in the index."""
    record = schedlab.read(path)
    assert isinstance(record, schedlab.Record)
    head = {name: value for name, value in record.provenance.items() if name != "host"}
    batches = [payload for _, _, payload in record._batches(wanted=(2, 3, 4, 5, 7))]
    return [json.dumps(head).encode(), *batches]


def test_as_a_program_of_its_own(binary: str, tmp_path: Path) -> None:
    script = tmp_path / "srtf.py"
    script.write_text("from schedlab.policies import SRTF\n\nSRTF().serve()\n")
    built_in = schedlab.run("v100=2,k80=2", "gavel", "shortest_remaining_time_perf", rate=6, jobs=10)
    own = schedlab.run("v100=2,k80=2", "gavel", f"exec:{sys.executable} {script}", rate=6, jobs=10)
    assert figures(own) == figures(built_in)


def test_errors_carry_the_message_and_the_exit_code(binary: str) -> None:
    with pytest.raises(schedlab.SchedlabError, match="policy") as caught:
        schedlab.run("v100=2", "gavel", "no_such_policy", rate=1, jobs=2)
    assert caught.value.exit_code == 2


def test_an_exception_of_the_policy_comes_through(binary: str) -> None:
    class Broken(schedlab.Policy):
        def decide(self, state: schedlab.State) -> schedlab.Shares:
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        schedlab.run("v100=2", "gavel", Broken(), rate=1, jobs=2)


def test_what_is_not_declared_is_not_sent(binary: str) -> None:
    class Blind(schedlab.Policy):
        decides = "queue"

        def decide(self, state: schedlab.State) -> schedlab.Queue:
            assert not (state.total_steps == state.total_steps).any()
            assert not state.steps_done.any()
            return schedlab.Queue(state.waiting_ids)

    assert schedlab.run("v100=2", "gavel", Blind(), rate=1, jobs=4).summary["experiment"]["jobs"] == 4


def test_a_wrong_answer_ends_the_run_in_words(binary: str) -> None:
    class Wrong(schedlab.Policy):
        decides = "queue"

        def decide(self, state: schedlab.State) -> schedlab.Queue:
            return schedlab.Queue([4711])

    with pytest.raises(schedlab.SchedlabError, match="job 4711") as caught:
        schedlab.run("v100=2", "gavel", Wrong(), rate=1, jobs=2)
    assert caught.value.exit_code == 65
