"""What the load changes of Caddy's configuration, and what it says without Caddy."""

import copy
from pathlib import Path

import pytest

from tests.load.proxy import NoProxyError, find_caddy, surrounded

ADAPTED = {
    "apps": {
        "http": {
            "servers": {
                "srv0": {
                    "listen": [":443"],
                    "read_header_timeout": 10_000_000_000,
                    "routes": [{"handle": [{"handler": "reverse_proxy"}]}],
                }
            }
        }
    }
}


def test_only_the_surroundings_are_changed():
    before = copy.deepcopy(ADAPTED["apps"]["http"]["servers"]["srv0"])
    config = surrounded(copy.deepcopy(ADAPTED), port=8443, folder=Path("/kept"))
    server = config["apps"]["http"]["servers"]["srv0"]
    assert server.pop("listen") == ["127.0.0.1:8443"]
    assert server.pop("automatic_https") == {"disable_redirects": True}
    del before["listen"]
    assert server == before


def test_it_leaves_the_machine_alone():
    config = surrounded(copy.deepcopy(ADAPTED), port=8443, folder=Path("/kept"))
    authority = config["apps"]["pki"]["certificate_authorities"]["local"]
    assert authority == {"install_trust": False}
    assert config["admin"] == {"disabled": True}
    assert config["storage"]["root"] == "/kept"


def test_without_caddy_it_is_said_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setenv("CADDY", str(tmp_path / "none"))
    with pytest.raises(NoProxyError, match="install"):
        find_caddy()
