"""A run as a loop of actions and rewards, after Gymnasium's interface.

Gymnasium itself is used if it is installed.
"""

from __future__ import annotations

import queue
import threading
from typing import Any

import numpy as np

from schedlab._policy import Floats, Policy, Queue, State
from schedlab._run import Result, Setting, run

try:
    import gymnasium
    from gymnasium import spaces

    _Base: Any = gymnasium.Env
except ImportError:  # pragma: no cover - tested by hand
    spaces = None
    _Base = object

Observation = Floats


class _Stopped(Exception):
    """The environment was reset or closed before the run's end."""


class Environment(_Base):  # type: ignore[misc]
    """A run in which each action says in which order waiting jobs start.

    The action is a score for each of the first ``slots`` waiting jobs; the highest starts first, the others follow
    in order of arrival. The observation has a row for each slot: 1 if a job is there, GPUs, hours since its arrival,
    steps per second on its fastest type. The reward is minus the job-hours that passed since the last action, so
    that the sum over a run is minus the jobs' total completion time (up to the last decision).

    Args:
        cluster: As of ``run``.
        workload: As of ``run``.
        slots: Waiting jobs that are seen, at least 1.
        **settings: As of ``run``.

    """

    metadata: dict[str, Any] = {"render_modes": []}  # noqa: RUF012 - gymnasium's own form
    features = 4

    def __init__(self, cluster: str, workload: str, slots: int = 8, **settings: Setting) -> None:
        self.slots = slots
        self.result: Result | None = None
        self._arguments = (cluster, workload)
        self._settings: dict[str, Any] = dict(settings)
        self._thread: threading.Thread | None = None
        if spaces is not None:
            self.observation_space = spaces.Box(0, np.inf, (slots, self.features), np.float64)
            self.action_space = spaces.Box(0, 1, (slots,), np.float64)

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """Begin a run; the seed is that of the workload, 0 unless given."""
        if spaces is not None:
            super().reset(seed=seed)
        self.close()
        self.result = None
        self._states: queue.Queue[State | BaseException | None] = queue.Queue()
        self._actions: queue.Queue[Floats | None] = queue.Queue()
        self._last: tuple[float, int] | None = None
        self._thread = threading.Thread(target=self._run, args=(seed or 0,), daemon=True)
        self._thread.start()
        observation, _, _ = self._next()
        return observation, {}

    def step(self, action: Floats) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Order the waiting jobs and let the run go on until it asks again."""
        self._actions.put(np.asarray(action, np.float64))
        observation, reward, ended = self._next()
        return observation, reward, ended, False, {}

    def close(self) -> None:
        """End a run that still goes on."""
        if self._thread is not None and self._thread.is_alive():
            self._actions.put(None)
            self._thread.join()
        self._thread = None

    def _run(self, seed: int) -> None:
        environment = self

        class Asked(Policy):
            name, decides, asked = "environment", "queue", "round"

            def decide(self, state: State) -> Queue:
                environment._states.put(state)
                action = environment._actions.get()
                if action is None:
                    raise _Stopped
                waiting = state.waiting_ids
                first = np.argsort(-action[: len(waiting)], kind="stable")
                return Queue(np.concatenate([waiting[first], waiting[len(first) :]]), backfill="fits")

        try:
            cluster, workload = self._arguments
            self.result = run(cluster, workload, Asked(), seed, **self._settings)
            self._states.put(None)
        except _Stopped:
            pass
        except BaseException as error:
            self._states.put(error)

    def _next(self) -> tuple[Observation, float, bool]:
        state = self._states.get()
        if isinstance(state, BaseException):
            raise state
        seen = np.zeros((self.slots, self.features))
        if state is None:
            return seen, 0.0, True
        rows = np.flatnonzero(state.waits)[: self.slots]
        seen[: len(rows), 0] = 1
        seen[: len(rows), 1] = state.gpus[rows]
        seen[: len(rows), 2] = (state.seconds - state.arrival_seconds[rows]) / 3600
        seen[: len(rows), 3] = state.rates[rows].max(axis=1, initial=0)
        reward = 0.0
        if self._last is not None:
            reward = -self._last[1] * (state.seconds - self._last[0]) / 3600
        self._last = (state.seconds, len(state))
        return seen, reward, False
