"""How predicted recall is said."""

import pytest

from decks.progress.predicted import predicted_percent


@pytest.mark.parametrize(
    ("exact", "said"), [(0.0, 0), (86.4, 86), (98.6, 99), (99.6, 99), (100.0, 99)]
)
def test_whole_and_never_certain(exact: float, said: int):
    assert predicted_percent(exact) == said
