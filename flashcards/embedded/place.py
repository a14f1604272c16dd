"""Where the embedded server of a `var` folder lives, and as whom it runs."""

import contextlib
import os
import pwd
import re
import secrets
from pathlib import Path
from typing import Any

ROOT_HOMES = Path("/var/lib/flashcards-pg")
SOCKET_FOLDER_BYTES_MAX = 92  # a socket's path holds 107, "/.s.PGSQL.5432" takes 14


class NotStartedError(Exception):
    """The embedded server cannot run; the text says why and what to do, in one line."""


def home(var: Path) -> Path:
    """The folder of socket, data and log of the server that belongs to `var`.

    It lies in `var`, but for two cases: under root the server runs as nobody, who may
    not be able to enter `var`; and a socket's path must be short and plain. Then it has
    a random name, kept in `var/pg-id`: a new folder at an old place must not find the
    old data. Raises NotStartedError where `var` cannot be written.
    """
    inside = var / "pg"
    if is_root():
        return ROOT_HOMES / _kept_id(var)
    if _can_hold_socket(inside):
        return inside
    return Path.home() / ".cache" / "flashcards-pg" / _kept_id(var)


def is_root() -> bool:
    """Whether this process may do everything, which Postgres refuses to."""
    return os.geteuid() == 0


def nobody() -> dict[str, Any]:
    """The keywords that make subprocess run as nobody; none for an ordinary user."""
    if not is_root():
        return {}
    user = pwd.getpwnam("nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _can_hold_socket(folder: Path) -> bool:
    # A comma parts two addresses; the others mean something to a shell or to Postgres.
    return len(bytes(folder)) <= SOCKET_FOLDER_BYTES_MAX and not re.search(
        r"""[,'"`$\\\n]""", str(folder)
    )


def _kept_id(var: Path) -> str:
    """The random name in `var/pg-id`, made once, whoever asks first."""
    kept = var / "pg-id"
    try:
        if not kept.exists():
            _make_id(kept)
        name = kept.read_text().strip()
    except OSError as error:
        raise NotStartedError(
            f"cannot write {kept}: {error.strerror}; the folder must be writable"
        ) from error
    if not re.fullmatch(r"[0-9a-f]{16}", name):
        raise NotStartedError(
            f"{kept} no longer says where the database is; nothing was changed. Put"
            " the file back from a backup, or remove it to begin with an empty database"
        )
    return name


def _make_id(kept: Path) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_name(f"pg-id.{secrets.token_hex(4)}")
    with draft.open("w") as file:
        file.write(secrets.token_hex(8))
        file.flush()
        os.fsync(file.fileno())  # a power cut must not leave an empty one
    with contextlib.suppress(FileExistsError):
        kept.hardlink_to(draft)
    draft.unlink()
