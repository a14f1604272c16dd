"""Spreads whole-day intervals, so that cards learnt together come back apart.

The spread is no chance: one quantile belongs to one showing of one card and is shared
by its five tiles, so what the tiles say is what happens.
"""

from hashlib import blake2b
from struct import pack

_SPREAD_FROM_DAYS = 2.5
# (from, to, share): what lies in each part adds its share (py-fsrs 6.3.2, FUZZ_RANGES).
_SPREADS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))


def quantile(user_id: int, card_id: int, prompt: int, review_count: int) -> float:
    """A number in [0, 1), the same in every process and version for one showing."""
    key = pack(">4q", user_id, card_id, prompt, review_count)
    digest = blake2b(key, digest_size=8).digest()
    # 53 bits are what a float holds exactly; more could round up to 1.
    return (int.from_bytes(digest) >> 11) / 2**53


def fuzz_range(days: int, maximum_interval_days: int) -> tuple[int, int]:
    """The shortest and the longest interval in days that fuzz may make of `days`."""
    if days < _SPREAD_FROM_DAYS:
        return days, days
    width_days = 1.0 + sum(
        share * max(min(days, end) - start, 0.0) for start, end, share in _SPREADS
    )
    longest = min(round(days + width_days), maximum_interval_days)
    return min(max(2, round(days - width_days)), longest), longest


def fuzzed_days(days: int, quantile: float, maximum_interval_days: int) -> int:
    """The interval at this quantile of its range; a longer one never ends shorter."""
    shortest, longest = fuzz_range(days, maximum_interval_days)
    return shortest + int(quantile * (longest - shortest + 1))
