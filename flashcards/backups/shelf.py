"""The folder of backups: one is written at a time, and is named when it is whole."""

import contextlib
import datetime as dt
import fcntl
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from flashcards.backups.faults import BackupFault

REGULAR = "flashcards"
BEFORE_UPGRADE = "before-upgrade"


def write_backup(
    folder: Path, kind: str, fill: Callable[[IO[bytes]], None], *, now: dt.datetime
) -> Path:
    """A new file (mode 600) of `folder` that `fill` writes; on the disk on return.

    Where `fill` fails nothing is left of it. A second call waits for the first.
    Raises BackupFault where the folder cannot be written, be it full.
    """
    try:
        with _held(folder):
            draft = folder / f".{kind}.part"
            draft.unlink(missing_ok=True)  # of one that was killed
            try:
                _write(draft, fill)
                path = _free_name(folder, kind, now)
                draft.rename(path)
                _sync(folder)
            finally:
                draft.unlink(missing_ok=True)
    except OSError as error:
        why = error.strerror or error
        raise BackupFault(
            f"cannot write into {folder}: {why}. Nothing is left of this backup"
        ) from error
    return path


def keep_newest(folder: Path, kind: str, count: int, made: Path) -> list[Path]:
    """Remove all but the newest `count` backups of this kind; gives those removed.

    What was just `made` is the newest, whatever the clock said when others were.
    What has another name is left alone. Raises BackupFault.
    """
    try:
        with _held(folder):
            found = [path for _, _, path in _backups(folder, kind) if path != made]
            old = found[: max(len(found) + 1 - count, 0)]
            for path in old:
                path.unlink()
    except OSError as error:
        raise BackupFault(f"cannot tidy {folder}: {error.strerror}") from error
    return old


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Have the folder (mode 700 where it is new) to oneself. A kill -9 frees it."""
    folder.mkdir(0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(draft: Path, fill: Callable[[IO[bytes]], None]) -> None:
    def private(path: str, flags: int) -> int:
        return os.open(path, flags, 0o600)

    with open(draft, "xb", opener=private) as file:
        fill(file)
        file.flush()
        os.fsync(file.fileno())


def _free_name(folder: Path, kind: str, now: dt.datetime) -> Path:
    stamp = f"{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    same_second = [n for s, n, _ in _backups(folder, kind) if s == stamp]
    number = f"-{max(same_second) + 1}" if same_second else ""
    return folder / f"{kind}-{stamp}{number}.zip"


def _backups(folder: Path, kind: str) -> list[tuple[str, int, Path]]:
    """The backups of this kind, the oldest first: stamp, number within it, path."""
    name = re.compile(rf"{kind}-(\d{{8}}T\d{{6}}Z)(?:-(\d+))?\.zip")
    found = ((name.fullmatch(path.name), path) for path in folder.iterdir())
    return sorted((m[1], int(m[2] or 1), path) for m, path in found if m)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
