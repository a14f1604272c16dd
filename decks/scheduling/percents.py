"""Shares as they are said: whole percentages that say neither all nor none too soon."""


def whole_percent(part: float, whole: float) -> int:
    """From 0 to 100: 100 only of all, 0 only of none; 0 of nothing.

    249 of 250 are not said as 100 %, nor 1 of 250 as 0 %.
    """
    if not whole or not part:
        return 0
    return 100 if part >= whole else min(max(round(100 * part / whole), 1), 99)
