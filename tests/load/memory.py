"""How much memory site, proxy and database hold, watched while they work."""

import contextlib
import statistics
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import psutil

LOOK_SECONDS = 5
WINDOW_SHARE = 1 / 15
"""What is compared: the median of the first such part of the time, and of the last."""

MIB = 1024 * 1024
Processes = Callable[[], Iterable[psutil.Process]]
Grown = dict[str, tuple[float, float]]


def held_mib(processes: Iterable[psutil.Process]) -> float:
    """MiB of these; what several share counts once (the kernel's "PSS")."""
    total = 0
    for process in processes:
        with contextlib.suppress(psutil.Error):
            total += process.memory_full_info().pss
    return total / MIB


def with_children(pid: int) -> list[psutil.Process]:
    """The process and all that it started."""
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


class Watch:
    """Looks every few seconds, from `begin` to `end`."""

    def __init__(self, groups: Mapping[str, Processes]) -> None:
        self.groups = groups
        self.seen: dict[str, list[float]] = {name: [] for name in groups}
        self._is_over = threading.Event()

    @contextlib.contextmanager
    def looking(self) -> Iterator["Watch"]:
        """Look meanwhile."""
        thread = threading.Thread(target=self._run, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._is_over.set()
            thread.join()

    def _run(self) -> None:
        while True:
            for name, processes in self.groups.items():
                self.seen[name].append(held_mib(processes()))
            if self._is_over.wait(LOOK_SECONDS):
                return

    def grown(self) -> Grown:
        """MiB in the beginning and at the end, by group."""
        return {name: first_and_last(looks) for name, looks in self.seen.items()}


def first_and_last(looks: Sequence[float]) -> tuple[float, float]:
    """The medians of the first and of the last part of these; at least three looks."""
    part = max(3, round(len(looks) * WINDOW_SHARE))
    return statistics.median(looks[:part]), statistics.median(looks[-part:])
