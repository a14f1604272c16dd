"""What the mouse finds in a picture: a day or a week that leads to what it counts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """A rectangle over the picture with its title and the query it leads to."""

    x: float
    y: float
    width: float
    height: float
    words: str
    query: str
