"""How many of something, in words. Pure."""


def counted(count: int, one: str) -> str:
    """`1 card`, `4,218 cards`."""
    return f"{count:,} {noun(count, one)}"


def noun(count: int | None, one: str) -> str:
    """`card` of one, else `cards`."""
    return one if count == 1 else f"{one}s"
