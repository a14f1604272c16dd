"""Reads the environment once, typed; a wrong value stops the start with its name."""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from environs import Env, EnvError

MODES = ("local", "dev", "production")


class WrongSetting(SystemExit):
    """A setting is missing or wrong; says in one line which, and ends the program."""

    def __init__(self, message: str) -> None:
        super().__init__(f"flashcards: {message}")


env = Env()


def one_of(name: str, choices: tuple[str, ...], default: str) -> str:
    """The variable's value, which must be among `choices`. Raises WrongSetting."""
    value = env.str(name, default)
    if value not in choices:
        raise WrongSetting(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value


def typed(kind: str, name: str, default: Any) -> Any:
    """The variable read as `kind` (int, bool, list…). Raises WrongSetting."""
    try:
        return getattr(env, kind)(name, default)
    except (EnvError, ValueError) as error:
        raise WrongSetting(f"{name} is not a valid {kind}: {env.str(name)!r}") from error


def required(name: str, why: str) -> str:
    """The variable's value, which must be there. Raises WrongSetting."""
    value: str = env.str(name, "").strip()
    if not value:
        raise WrongSetting(f"{name} is not set; {why}")
    return value


def kept_secret_key(path: Path) -> str:
    """The key in `path`, made once (mode 600) where there is none yet.

    Two processes may start at once: the second reads what the first wrote.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        if not path.exists():
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(50))
            try:
                path.hardlink_to(draft)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text().strip()
    except OSError as error:
        raise WrongSetting(
            f"cannot write {path}: {error.strerror}; the folder must be writable"
        ) from error


def database_from_url(url: str) -> dict[str, Any]:
    """Django's settings for a postgres:// URL. Raises WrongSetting, never showing it.

    The query string holds libpq options: postgres://me@host/db?sslmode=require.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise WrongSetting(f"DATABASE_URL cannot be read: {error}") from error
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise WrongSetting(
            "DATABASE_URL must look like postgres://user:password@host:5432/database"
        )
    options = dict(
        pair.partition("=")[::2] for pair in parts.query.split("&") if pair
    )
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", parts.hostname or "")),
        "PORT": str(port or ""),
        "OPTIONS": {name: unquote(value) for name, value in options.items()},
    }
