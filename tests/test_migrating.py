"""An older schema and back (F13): what people did is there afterwards, row by row."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.architecture_rules import ROOT
from tests.backups.places import address_of, empty_database, run_manage

SECONDS_MAX = 600


@pytest.mark.full
@pytest.mark.django_db
def test_step_by_step_there_and_back_nothing_of_the_demo_is_lost() -> None:
    with empty_database() as place:
        url = {"DATABASE_URL": address_of(place)}
        told = there_and_back(url)
        assert len(told["steps"]) >= 11
        assert told["rows"] > 15_000
        assert told["differing"] == []
        for command in ("check_data", "replay"):
            looked = run_manage(command, **url)
            assert looked.returncode == 0, looked.stdout


def there_and_back(url: dict[str, str]) -> dict[str, Any]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.migrating_process"],
        cwd=ROOT,
        env=os.environ | url,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS_MAX,
    )
    assert ran.returncode == 0, ran.stderr
    return dict(json.loads(ran.stdout))
