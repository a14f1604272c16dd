"""What `check_data` finds in a learner's history."""

from decks.study.repair.checking import check_data
from decks.study.repair.findings import Damage
from tests.study.repair.histories import Studied


def check(one: Studied, *, fix: bool = False) -> tuple[dict[Damage, int], int]:
    """What was found, by kind, and how much is left."""
    checked = check_data(fix=fix, now=one.now)
    assert [found.damage for found in checked.found] == list(Damage)
    found = {found.damage: found.count for found in checked.found if found.count}
    return found, checked.left_count
