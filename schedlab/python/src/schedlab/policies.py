"""Three policies to begin from, each equal to the one of the same name that is built into schedlab."""

from __future__ import annotations

import numpy as np

from schedlab._policy import Floats, Policy, Queue, Reasons, Shares, State


class FIFO(Policy):
    """First in, first out: ``fifo`` of the mechanisms standard and run-to-completion."""

    name, decides = "fifo", "queue"
    distinguishes_gpu_types, runs_only_allocated_jobs = False, True

    def decide(self, state: State) -> Queue:
        """Put the waiting jobs in order of arrival."""
        return Queue(state.waiting_ids, prefer="mostFree")


class SRTF(Policy):
    """Shortest remaining time first: ``shortest_remaining_time_perf``."""

    name, knows, progress = "shortest_remaining_time_perf", "truth", True

    def decide(self, state: State) -> Shares:
        """Give the job nearest to its end the fastest type with room."""
        free, rates, gpus = state.gpu_counts.copy(), state.rates, state.gpus
        matrix = np.zeros(rates.shape)
        with np.errstate(divide="ignore"):
            seconds = state.remaining_steps / rates.max(axis=1, initial=0)
        for row in np.argsort(seconds, kind="stable"):
            fits = np.where(free >= gpus[row], rates[row], 0)
            best = int(np.argmax(fits))
            if fits[best] > 0:
                matrix[row, best] = 1
                free[best] -= gpus[row]
            if not free.any():
                break
        return Shares.from_matrix(state, matrix)


class MaxMin(Policy):
    """Max-min fairness in normalised throughput by ``scipy.optimize.linprog``: ``max_min_fairness_perf``.

    The least level is raised as far as it goes, the jobs that hold it down are frozen there, and so on with the
    rest. Levels are those of the built-in policy; where several shares give the same levels, it takes the ones
    nearest to those before, and this example any.
    """

    name = "max_min_fairness_perf"

    def rates(self, state: State) -> Floats:
        """Return the rates that count: those on types with as many GPUs as the job takes."""
        return np.where(state.gpus[:, None] <= state.gpu_counts, state.rates, 0)

    def decide(self, state: State) -> Shares:
        """Fill the cluster like water: one linear program for each level."""
        from scipy import sparse
        from scipy.optimize import linprog

        rates, demand = self.rates(state), state.gpus * state.milli_per_gpu / 1000
        average = rates @ state.gpu_counts / state.gpu_counts.sum()
        scale = np.divide(demand, state.weights * average, out=np.zeros(len(state)), where=average > 0)
        values, (jobs, types) = rates * scale[:, None], rates.shape
        gains = sparse.block_diag([row[None, :] for row in values])
        full = sparse.kron(sparse.eye(jobs), np.ones((1, types)))
        room = sparse.kron(demand[None, :], sparse.eye(types))
        limits = [(0, 1 if value > 0 else 0) for value in values.ravel()]
        floors, rising, reasons = np.zeros(jobs), average > 0, None
        while rising.any():
            rows = sparse.bmat([[-gains, rising[:, None] * 1.0], [full, None], [room, None]]).tocsr()
            bounds = np.concatenate([-np.where(rising, 0, floors), np.ones(jobs), state.gpu_counts])
            cost = np.append(np.zeros(jobs * types), -1)
            solved = linprog(cost, rows, bounds, bounds=[*limits, (0, None)])
            level, duals = float(solved.x[-1]), -solved.ineqlin.marginals
            if reasons is None:
                reasons = Reasons("least normalised throughput", level, duals[2 * jobs :])
            stuck = rising & (duals[:jobs] > 1e-9)
            floors[stuck], rising = level * (1 - 1e-12), rising & ~stuck
        return Shares.from_matrix(state, solved.x[:-1].reshape(jobs, types).clip(0, 1), reasons)


class LAS(MaxMin):
    """Max-min fairness in GPU time, blind to GPU types: ``max_min_fairness`` (Gavel's LAS)."""

    name, distinguishes_gpu_types = "max_min_fairness", False

    def rates(self, state: State) -> Floats:
        """Count every type on which a job can run as equally fast."""
        return (super().rates(state) > 0).astype(np.float64)
