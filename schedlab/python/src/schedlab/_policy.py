"""Policies: what they see, what they answer, and the exchange of lines with schedlab.

The protocol is docs/policy-protocol.md, version 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

PROTOCOL = 1

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class GPUType:
    """A type of GPU and how many of it there are."""

    name: str
    gpu_count: int


@dataclass(frozen=True)
class JobClass:
    """Jobs that are alike: model, GPUs that each takes at once, steps per second on each type (0 = cannot)."""

    model: str
    gpus: int
    steps_per_second: Floats


@dataclass
class Cluster:
    """What is known before anything happens."""

    types: list[GPUType]
    #: Runs of equal nodes: index of the type, number of nodes, GPUs of each; GPUs are numbered through them.
    nodes: list[tuple[int, int, int]]
    mechanism: str
    #: Length of a round in seconds; None where there are no rounds.
    round_seconds: float | None
    seed: int


@dataclass(frozen=True)
class Reasons:
    """Why, for the record: an objective in words with its unit, its value, a price of each type, the proven gap.

    For jobs ``job_ids``, where given, the level that each reaches and the price of what holds it down.
    """

    objective: str
    value: float
    prices: Sequence[float] = ()
    gap: float = 0.0
    job_ids: Integers | Sequence[int] = ()
    levels: Floats | Sequence[float] = ()
    bindings: Floats | Sequence[float] = ()


@dataclass(frozen=True)
class Shares:
    """Time shares, sparse: job ``job_ids[k]`` runs the fraction ``shares[k]`` of the time on ``gpu_types[k]``."""

    job_ids: Integers
    gpu_types: Integers
    shares: Floats
    reasons: Reasons | None = None

    @staticmethod
    def from_matrix(state: State, matrix: Floats, reasons: Reasons | None = None) -> Shares:
        """Shares from a matrix with a row for each row of the state and a column for each GPU type."""
        rows, types = np.nonzero(matrix)
        return Shares(state.job_ids[rows], types, matrix[rows, types], reasons)

    def _write(self, answer: dict[str, Any]) -> None:
        answer["shares"] = {
            "id": np.asarray(self.job_ids).tolist(),
            "type": np.asarray(self.gpu_types).tolist(),
            "share": np.asarray(self.shares, float).tolist(),
        }
        if self.reasons is not None:
            why = self.reasons
            answer["reasons"] = {"objective": why.objective, "value": float(why.value), "gap": float(why.gap)}
            for key, numbers in (("prices", why.prices), ("level", why.levels), ("binding", why.bindings)):
                if len(numbers):
                    answer["reasons"][key] = np.asarray(numbers, float).tolist()
            if len(why.job_ids):
                answer["reasons"]["id"] = np.asarray(why.job_ids, np.int64).tolist()


@dataclass(frozen=True)
class Queue:
    """Waiting jobs in the order in which they are to start; who is left out waits."""

    job_ids: Integers | Sequence[int]
    #: Which of the GPU types with room a job starts on.
    prefer: Literal["fastest", "mostFree"] = "fastest"
    #: Which jobs may pass one that does not fit; ``easy`` only under run-to-completion.
    backfill: Literal["none", "fits", "easy"] = "none"

    def _write(self, answer: dict[str, Any]) -> None:
        answer["queue"] = np.asarray(self.job_ids, np.int64).tolist()
        answer["prefer"] = self.prefer
        answer["backfill"] = self.backfill


@dataclass(frozen=True)
class Starts:
    """Explicit starts on chosen GPUs, and stops (no mechanism of schedlab carries them out yet)."""

    starts: dict[int, Sequence[int]] = field(default_factory=dict)
    stops: Sequence[int] = ()

    def _write(self, answer: dict[str, Any]) -> None:
        answer["starts"] = [{"id": int(job), "gpus": list(gpus)} for job, gpus in self.starts.items()]
        answer["stops"] = [int(job) for job in self.stops]


class State:
    """What a policy sees: the active jobs as columns, ids ascending, and the cluster.

    Attributes:
        seconds: The simulated clock.
        round: The mechanism's number of the round that begins.
        cluster: The cluster.
        gpu_counts: GPUs of each type.
        job_ids: Ids of the active jobs.
        class_indices: Class of each job, an index of ``classes``.
        arrival_seconds: When each arrived.
        weights: Fairness weights.
        milli_per_gpu: Thousandths that each takes of each of its GPUs.
        gpu_types: Type that each runs on, -1 = it waits.
        steps_done: Steps done; only for policies that declare ``progress``, else zeros.
        total_steps: Steps in all; only for policies that know the truth, else NaN.
        time_limit_seconds: The user's own limit; infinite where none was given or it is not known.

    """

    _COLUMNS: ClassVar[dict[str, tuple[str, type, float]]] = {
        "job_ids": ("id", np.int64, 0),
        "class_indices": ("class", np.int64, 0),
        "arrival_seconds": ("arrivalSeconds", np.float64, 0),
        "weights": ("weight", np.float64, 1),
        "milli_per_gpu": ("milliPerGPU", np.int64, 1000),
        "total_steps": ("totalSteps", np.float64, np.nan),
        "time_limit_seconds": ("timeLimitSeconds", np.float64, np.inf),
        "gpu_types": ("", np.int64, -1),
        "steps_done": ("", np.float64, 0),
    }

    job_ids: Integers
    class_indices: Integers
    arrival_seconds: Floats
    weights: Floats
    milli_per_gpu: Integers
    total_steps: Floats
    time_limit_seconds: Floats
    gpu_types: Integers
    steps_done: Floats

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.seconds = 0.0
        self.round = 0
        self.gpu_counts: Integers = np.array([kind.gpu_count for kind in cluster.types], np.int64)
        self.classes: list[JobClass] = []
        self._rates: Floats = np.zeros((0, len(cluster.types)))
        self._gpus: Integers = np.zeros(0, np.int64)
        self._all_wait = False
        for name, (_, kind, _default) in self._COLUMNS.items():
            setattr(self, name, np.zeros(0, kind))

    def __len__(self) -> int:
        """Return the number of active jobs."""
        return len(self.job_ids)

    @property
    def type_count(self) -> int:
        """Number of GPU types."""
        return len(self.gpu_counts)

    @property
    def gpus(self) -> Integers:
        """GPUs that each job takes at once."""
        return self._gpus[self.class_indices]

    @property
    def rates(self) -> Floats:
        """Steps per second of each job (row) on each GPU type (column); 0 = it cannot run there."""
        return self._rates[self.class_indices]

    @property
    def waits(self) -> NDArray[np.bool_]:
        """Whether each job holds no GPUs."""
        return np.ones(len(self), bool) if self._all_wait else self.gpu_types < 0

    @property
    def waiting_ids(self) -> Integers:
        """Ids of the jobs that hold no GPUs, in order of arrival."""
        return self.job_ids if self._all_wait else self.job_ids[self.gpu_types < 0]

    @property
    def remaining_steps(self) -> Floats:
        """Steps still to do; NaN for policies that do not know the truth."""
        return self.total_steps - self.steps_done

    def _apply(self, message: dict[str, Any]) -> None:
        self.seconds = message["seconds"]
        self.round = message["round"]
        self._all_wait = message.get("allWait", False)
        if "gpuCounts" in message:
            self.gpu_counts = np.array(message["gpuCounts"], np.int64)
        if "classes" in message:
            self._add_classes(message["classes"])
        if "went" in message:
            stays = np.ones(len(self), bool)
            stays[np.searchsorted(self.job_ids, message["went"])] = False
            for name in self._COLUMNS:
                setattr(self, name, getattr(self, name)[stays])
        if "came" in message:
            self._add_jobs(message["came"])
        if "moved" in message:
            self.gpu_types[np.searchsorted(self.job_ids, message["moved"]["id"])] = message["moved"]["type"]
        if "progress" in message:
            rows = np.searchsorted(self.job_ids, message["progress"]["id"])
            self.steps_done[rows] = message["progress"]["stepsDone"]

    def _add_classes(self, classes: list[dict[str, Any]]) -> None:
        for entry in classes:
            self.classes.append(
                JobClass(entry["model"], entry["gpus"], np.array(entry["stepsPerSecond"], np.float64))
            )
        self._rates = np.array([kind.steps_per_second for kind in self.classes], np.float64)
        self._gpus = np.array([kind.gpus for kind in self.classes], np.int64)

    def _add_jobs(self, came: dict[str, list[float | None]]) -> None:
        count = len(came["id"])
        for name, (key, kind, default) in self._COLUMNS.items():
            values = came.get(key)
            new: NDArray[Any]
            if values is None:
                new = np.full(count, default, kind)
            elif key == "timeLimitSeconds":
                new = np.array([np.inf if value is None else value for value in values], kind)
            else:
                new = np.array(values, kind)
            setattr(self, name, np.concatenate([getattr(self, name), new]))


Answer = Shares | Queue | Starts


class Policy:
    """A policy: subclass it and write ``decide``; the attributes say what it is and what it may know.

    >>> class Shortest(Policy):
    ...     decides, knows = "queue", "truth"
    ...     def decide(self, state):
    ...         return Queue(state.waiting_ids)
    """

    #: Name in summaries; the class's name unless given.
    name: ClassVar[str] = ""
    #: What ``decide`` returns: ``Shares``, a ``Queue`` or ``Starts``.
    decides: ClassVar[Literal["shares", "queue", "starts"]] = "shares"
    #: Whether it is asked when jobs come or go, or at every round.
    asked: ClassVar[Literal["change", "round"]] = "change"
    #: What it may know of a job's length: nothing, the user's own limit, or the steps in all.
    knows: ClassVar[Literal["nothing", "estimate", "truth"]] = "nothing"
    #: Whether it is told how many steps jobs have done.
    progress: ClassVar[bool] = False
    #: Whether its shares tell GPU types apart.
    distinguishes_gpu_types: ClassVar[bool] = True
    #: Whether a job waits for a share on a GPU type before it gets any of it.
    runs_only_allocated_jobs: ClassVar[bool] = False

    def start(self, cluster: Cluster) -> None:
        """Take note of the cluster before anything happens."""

    def decide(self, state: State) -> Answer:
        """Answer for the active jobs; the state must not be changed, nor kept beyond the answer."""
        raise NotImplementedError(f"{type(self).__name__} has no decide()")

    def serve(self) -> None:
        """Answer schedlab over standard input and output until it closes them.

        What the policy prints goes to standard error: standard output belongs to the protocol.
        """
        output = sys.stdout.buffer
        sys.stdout = sys.stderr
        serve(self, sys.stdin.buffer, output)


def contract(policy: Policy) -> dict[str, Any]:
    """Return what a policy says of itself, as it answers the greeting."""
    return {
        "message": "contract",
        "protocol": PROTOCOL,
        "name": policy.name or type(policy).__name__,
        "decides": policy.decides,
        "asked": policy.asked,
        "knows": policy.knows,
        "progress": policy.progress,
        "distinguishesGPUTypes": policy.distinguishes_gpu_types,
        "runsOnlyAllocatedJobs": policy.runs_only_allocated_jobs,
    }


def serve(
    policy: Policy,
    source: BinaryIO,
    sink: BinaryIO,
    watch: Callable[[State], None] | None = None,
) -> None:
    """Exchange lines until the source ends.

    Raises:
        ValueError: When the greeting is of another version.
        Exception: Whatever the policy raises.

    """

    def send(message: dict[str, Any]) -> None:
        sink.write(json.dumps(message, separators=(",", ":"), allow_nan=False).encode() + b"\n")
        sink.flush()

    greeting = source.readline()
    if not greeting:
        return
    hello = json.loads(greeting)
    if hello.get("message") != "hello" or hello.get("protocol") != PROTOCOL:
        raise ValueError(f"the greeting is not of protocol {PROTOCOL}: {hello}")
    cluster = Cluster(
        types=[GPUType(kind["name"], kind["gpuCount"]) for kind in hello["types"]],
        nodes=[(node["type"], node["count"], node["gpusPerNode"]) for node in hello["nodes"]],
        mechanism=hello["mechanism"],
        round_seconds=hello.get("roundSeconds"),
        seed=int(hello["seed"]),
    )
    state = State(cluster)
    policy.start(cluster)
    send(contract(policy))
    for line in source:
        message = json.loads(line)
        state._apply(message)
        if watch is not None:
            watch(state)
        answer: dict[str, Any] = {"message": "answer", "decision": message["decision"]}
        policy.decide(state)._write(answer)
        send(answer)
