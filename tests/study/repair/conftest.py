"""The history that is damaged."""

import pytest

from tests.study.repair.histories import Studied, lived


@pytest.fixture
def one() -> Studied:
    return lived()
