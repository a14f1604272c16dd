"""Reads the environment once, typed; a wrong value stops the start with its name."""

import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from environs import Env, EnvError

MODES = ("local", "dev", "production")
SECRET_CHARS_MIN = 50  # what Django's own check asks for
TOKEN_CHARS_MIN = 20
KEY_RECIPE = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
WAITING_FOR_DATABASE = {
    "connect_timeout": "2",
    # A host that is gone answers nothing, not even a refusal: without these a statement
    # would hold its worker for a quarter of an hour.
    "tcp_user_timeout": "4000",  # ms until what was sent must have arrived
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "2",
}
"""libpq options, in seconds but for one."""

_WEB_ADDRESS = re.compile(
    r"(?P<scheme>https?)://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?/?"
)
DATABASE_FORM = (
    "it must look like postgres://user:password@host:5432/database, with "
    "@ : / # ? in the password written as %40 %3A %2F %23 %3F"
)


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
    """The variable read as `kind` (int, bool, list…), or the default where it is empty.

    Raises WrongSetting.
    """
    if not env.str(name, "").strip():
        return default
    try:
        return getattr(env, kind)(name, default)
    except (EnvError, ValueError) as error:
        raise WrongSetting(
            f"{name} is not a valid {kind}: {env.str(name)!r}"
        ) from error


def required(name: str, why: str) -> str:
    """The variable's value, which must be there. Raises WrongSetting."""
    value: str = env.str(name, "").strip()
    if not value:
        raise WrongSetting(f"{name} is not set; {why}")
    return value


def web_address(
    name: str, default: str, schemes: tuple[str, ...] = ("https", "http")
) -> str:
    """The variable's value, a scheme and a host (`https://cards.example`), without a
    slash at its end. Raises WrongSetting."""
    value: str = env.str(name, "").strip() or default
    found = _WEB_ADDRESS.fullmatch(value)
    if found is None or found["scheme"] not in schemes:
        like = f"{schemes[0]}://cards.example"
        raise WrongSetting(f"{name} must be like {like}, not {value!r}")
    return value.rstrip("/")


def long_secret(name: str) -> str:
    """The variable's value, at least 50 characters. Raises WrongSetting."""
    value = required(name, f"make one: {KEY_RECIPE}")
    if len(value) < SECRET_CHARS_MIN:
        raise WrongSetting(
            f"{name} has {len(value)} characters, {SECRET_CHARS_MIN} are the least; "
            f"make one: {KEY_RECIPE}"
        )
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
        kept = path.read_text().strip()
    except OSError as error:
        raise WrongSetting(
            f"cannot write {path}: {error.strerror}; the folder must be writable"
        ) from error
    if len(kept) < SECRET_CHARS_MIN:
        raise WrongSetting(f"{path} is damaged; remove it, and everybody signs in anew")
    return kept


def database_from_url(url: str) -> dict[str, Any]:
    """Django's settings for a postgres:// URL. Raises WrongSetting, never showing it.

    The query string holds libpq options: postgres://me@host/db?sslmode=require.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        # What the parser says may hold a part of the password.
        raise WrongSetting(f"DATABASE_URL cannot be read; {DATABASE_FORM}") from None
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise WrongSetting(f"DATABASE_URL is not a Postgres address; {DATABASE_FORM}")
    options = WAITING_FOR_DATABASE | _options(parts.query)
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }


def _options(query: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return {name: unquote(value) for name, _, value in pairs}
