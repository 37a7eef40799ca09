"""A laboratory for GPU-cluster schedulers, from Python.

``schedlab.run`` simulates, ``schedlab.read`` opens the record of a run, ``schedlab.Policy`` is a policy of
one's own. Nothing heavy is imported before it is used: a policy needs numpy alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schedlab._errors import RecordError, SchedlabError
from schedlab._policy import Cluster, GPUType, JobClass, Policy, Queue, Reasons, Shares, Starts, State

if TYPE_CHECKING:
    from schedlab import policies
    from schedlab._record import Record, read
    from schedlab._run import Result, run
    from schedlab.environment import Environment

__all__ = [
    "Cluster",
    "Environment",
    "GPUType",
    "JobClass",
    "Policy",
    "Queue",
    "Reasons",
    "Record",
    "RecordError",
    "Result",
    "SchedlabError",
    "Shares",
    "Starts",
    "State",
    "policies",
    "read",
    "run",
]
__version__ = "0.1.0"

_LAZY = {
    "Environment": "schedlab.environment",
    "Record": "schedlab._record",
    "Result": "schedlab._run",
    "policies": "schedlab.policies",
    "read": "schedlab._record",
    "run": "schedlab._run",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module's attribute may be anything
    """Import what is used when it is used."""
    import importlib

    if name not in _LAZY:
        raise AttributeError(f"module 'schedlab' has no attribute '{name}'")
    module = importlib.import_module(_LAZY[name])
    return module if name == "policies" else getattr(module, name)
