"""Driving a server with wrk, and what it says of it."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.measure import tree_cpu

WRK = shutil.which("wrk")
UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}


@dataclass(frozen=True)
class Driven:
    """What one run showed: requests a second, the slowest in a hundred, CPU for each request."""

    per_second: float
    p99_ms: float
    cpu_us: float


@dataclass(frozen=True)
class Drive:
    """An address to ask again and again, and the server that answers there."""

    url: str
    pid: int
    headers: Mapping[str, str]
    seconds: int
    connections: int
    before: tuple[str, ...] = ()

    def __call__(self) -> Driven:
        """Drive it once."""
        assert WRK, "wrk is not installed"
        command = [*self.before, WRK, "-t1", f"-c{self.connections}", f"-d{self.seconds}s"]
        command += ["--latency", "--timeout", "10s"]
        for name, value in self.headers.items():
            command += ["-H", f"{name}: {value}"]
        used = tree_cpu(self.pid)
        said = subprocess.run(  # noqa: S603  # our own arguments
            [*command, self.url], capture_output=True, text=True, check=True
        ).stdout
        used = tree_cpu(self.pid) - used
        if "Non-2xx" in said and "If-None-Match" not in self.headers:
            raise RuntimeError(f"{self.url} was refused: {said}")
        requests = int(_found(r"(\d+) requests in", said)[1])
        slow = _found(r"99%\s+([\d.]+)(us|ms|s|m)", said)
        return Driven(
            per_second=float(_found(r"Requests/sec:\s+([\d.]+)", said)[1]),
            p99_ms=float(slow[1]) * UNITS[slow[2]],
            cpu_us=used / requests * 1e6,
        )


def _found(pattern: str, said: str) -> "re.Match[str]":
    found = re.search(pattern, said)
    if found is None:
        raise RuntimeError(f"wrk said nothing of {pattern}: {said}")
    return found
