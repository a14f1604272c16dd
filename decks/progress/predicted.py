"""How predicted recall is said. Pure."""

_MOST = 99
"""A prediction is never certain: 99.6% is not said as 100%."""


def predicted_percent(exact_percent: float) -> int:
    """Predicted recall, from 0 to 100, as it is said: whole, and 99 at most."""
    return min(_MOST, round(exact_percent))
