"""Asks a running site whether it is well: `python -m flashcards.probe` (exit 0 or 1).

HOST, PORT and ALLOWED_HOSTS are those that the site was started with.
"""

import http.client
import ipaddress
import os
import sys

ANSWER_SECONDS_MAX = 5


def answers(host: str, port: int, path: str, name: str = "") -> bool:
    """Whether GET `path` gives 200; `name` is a host name that the site answers to."""
    connection = http.client.HTTPConnection(host, port, timeout=ANSWER_SECONDS_MAX)
    try:
        connection.request("GET", path, headers={"Host": name} if name else {})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def reachable(host: str) -> str:
    """The address to reach a server at that listens on `host`."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if not address.is_unspecified:
        return host
    return "127.0.0.1" if address.version == 4 else "::1"


def known_name() -> str:
    """A host name that the site answers to; empty for those it has by default."""
    first = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip()
    return "" if first == "*" else first.lstrip(".")


def main() -> None:
    """Exit 0 when the site is ready to work, else 1."""
    host = reachable(os.environ.get("HOST", "127.0.0.1"))
    port = int(os.environ.get("PORT", "8000"))
    sys.exit(0 if answers(host, port, "/readyz", known_name()) else 1)


if __name__ == "__main__":
    main()
