"""How sure a share is: Wilson's score interval. Pure."""

from math import sqrt

_Z = 1.959964
"""Of the normal distribution, 95 % lie within so many standard deviations."""


def share_interval(hits: int, count: int) -> tuple[float, float]:
    """Between which shares the true one lies with 95 % confidence; (0, 1) of nothing.

    E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical
    Inference", Journal of the American Statistical Association 22 (1927).
    """
    if not count:
        return 0.0, 1.0
    share, spread = hits / count, _Z * _Z / count
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / count + spread / (4 * count)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)
