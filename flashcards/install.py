"""Fills `.venv` from a hash-locked file: `python3 -m flashcards.install FILE`.

Runs before anything is installed, so it imports the standard library only. Uses uv
where it is there, else pip. Nothing to do costs about 0.2 s.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

VENV = Path(".venv")
PYTHON = VENV / "bin" / "python"
RUNTIME, DEV = "requirements.txt", "requirements-dev.txt"
NO_VENV = "this Python cannot make a venv; on Debian: apt-get install python3-venv"


def main(argv: list[str]) -> None:
    """Install what the named file locks; ends with one plain line where it cannot."""
    wanted = Path(argv[0])
    try:
        if _works() and _is_installed(wanted):
            return
        _make_venv()
        print(f"flashcards: installing {wanted} into {VENV}", flush=True)  # noqa: T201
        _install(wanted)
        _remember(wanted)
    except OSError as error:
        sys.exit(
            f"flashcards: cannot write {error.filename or VENV}: {error.strerror}; "
            "the folder must be writable"
        )
    except subprocess.CalledProcessError as error:
        sys.exit(f"flashcards: {wanted} was not installed: {error.cmd[0]} failed")
    except KeyboardInterrupt:
        sys.exit(130)


def _works() -> bool:
    """Whether the venv's Python runs and has packages for its own version."""
    if not PYTHON.exists():
        return False
    look = [
        str(PYTHON),
        "-c",
        "import sys, django; sys.exit(sys.version_info < (3,11))",
    ]
    return subprocess.run(look, capture_output=True, check=False).returncode == 0  # noqa: S603


def _stamp(name: str) -> Path:
    return VENV / f"installed-{name}.sha256"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _is_installed(wanted: Path) -> bool:
    stamp = _stamp(wanted.name)
    return stamp.exists() and stamp.read_text() == _digest(wanted)


def _remember(wanted: Path) -> None:
    """Note what is installed. The one for tests contains the one that runs."""
    for name in (RUNTIME, DEV):
        _stamp(name).unlink(missing_ok=True)
    for name in {wanted.name, RUNTIME}:
        _stamp(name).write_text(_digest(wanted.with_name(name)))


def _make_venv() -> None:
    if PYTHON.exists() and _works():
        return
    VENV.mkdir(exist_ok=True)  # says at once when the folder is read-only
    shutil.rmtree(VENV)
    if uv := shutil.which("uv"):
        _run(
            uv, "venv", "-q", "--no-python-downloads", "--python", sys.executable, VENV
        )
    elif importlib.util.find_spec("ensurepip") is None:
        sys.exit(f"flashcards: {NO_VENV}")
    else:
        _run(sys.executable, "-m", "venv", VENV)


def _install(wanted: Path) -> None:
    locked = ("--require-hashes", "-r", wanted)
    if uv := shutil.which("uv"):
        _run(uv, "pip", "install", "-q", "--python", PYTHON, *locked)
        return
    if not (VENV / "bin" / "pip").exists():  # made by a uv that is gone
        _run(PYTHON, "-m", "ensurepip")
    _run(PYTHON, "-m", "pip", "install", "-q", *locked)


def _run(program: "str | Path", *args: "str | Path") -> None:
    command = [str(program), *map(str, args)]
    quiet = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    subprocess.run(command, check=True, env=quiet)  # noqa: S603 - from this file alone


if __name__ == "__main__":
    main(sys.argv[1:])
