"""What a promise came to: a row of the table, and whether it is kept."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from tests.benchmarks.report import percentile

FILLS_UP = {"database"}
"""Whose memory holds what was read lately, up to a size that is set: it is shown, and
nothing is promised of it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """What is promised, in ms; None where nothing is. Failures: none ever."""

    p95: float | None = None
    p99: float | None = None
    longest: float | None = None
    growth: float | None = None  # 0.1 is ten per cent


@dataclasses.dataclass(frozen=True)
class Outcome:
    """Replies in ms, what failed, and MiB at the beginning and the end by group."""

    name: str
    what: str
    ms: Sequence[float]
    limits: Limits
    failures: Sequence[str] = ()
    grown: dict[str, tuple[float, float]] = dataclasses.field(default_factory=dict)

    def share_ms(self, share: float) -> float:
        """The time that `share` of the replies did not exceed."""
        return percentile(self.ms, share) if self.ms else 0.0

    @property
    def complaints(self) -> list[str]:
        """What breaks the promise, each a sentence; empty where it is kept."""
        found = [] if self.ms else ["nothing was answered"]
        found += list(self.failures)
        for name, share, most in self._times():
            if most is not None and self.share_ms(share) > most:
                found.append(
                    f"{name} is {self.share_ms(share):.0f} ms, at most {most:g}"
                )
        return found + self._growths()

    def _times(self) -> list[tuple[str, float, float | None]]:
        limits = self.limits
        return [
            ("p95", 0.95, limits.p95),
            ("p99", 0.99, limits.p99),
            ("the longest", 1.0, limits.longest),
        ]

    def _growths(self) -> list[str]:
        most = self.limits.growth
        if most is None:
            return []
        return [
            f"{name} grew from {first:.0f} to {last:.0f} MiB"
            for name, (first, last) in self.grown.items()
            if name not in FILLS_UP and last > first * (1 + most)
        ]

    @property
    def row(self) -> dict[str, Any]:
        """The table's row."""
        return {
            "": self.name,
            "requests": len(self.ms),
            "failed": len(self.failures),
            "p50 ms": round(self.share_ms(0.5)),
            "p95 ms": round(self.share_ms(0.95)),
            "p99 ms": round(self.share_ms(0.99)),
            "longest": round(self.share_ms(1)),
            "MiB": memory_words(self.grown),
            "result": "FAIL" if self.complaints else "kept",
            "what": self.what,
        }


def memory_words(grown: dict[str, tuple[float, float]]) -> str:
    """`site 190 → 193, proxy 41 → 44`; `-` where none was watched."""
    each = [f"{name} {a:.0f} → {b:.0f}" for name, (a, b) in grown.items()]
    return ", ".join(each) or "-"
