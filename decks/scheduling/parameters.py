"""FSRS-6's 21 parameters by name, with the defaults and ranges of py-fsrs 6.3.2."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from typing import Self

_RANGES = (
    *((0.001, 100.0),) * 4,
    (1.0, 10.0),
    (0.001, 4.0),
    (0.001, 4.0),
    (0.001, 0.75),
    (0.0, 4.5),
    (0.0, 0.8),
    (0.001, 3.5),
    (0.001, 5.0),
    (0.001, 0.25),
    (0.001, 0.9),
    (0.0, 4.0),
    (0.0, 1.0),
    (1.0, 6.0),
    (0.0, 2.0),
    (0.0, 2.0),
    (0.0, 0.8),
    (0.1, 0.8),
)
# The optimiser hands back 32-bit floats: 0.8 arrives as 0.80000001.
_SLACK = 1e-5


@dataclass(frozen=True, slots=True)
class Parameters:
    """FSRS-6's w0 to w20, in order. ValueError names the first one out of range."""

    first_stability_again_days: float = 0.212
    first_stability_hard_days: float = 1.2931
    first_stability_good_days: float = 2.3065
    first_stability_easy_days: float = 8.2956
    first_difficulty: float = 6.4133
    first_difficulty_grade_rate: float = 0.8334
    difficulty_step: float = 3.0194
    difficulty_reversion: float = 0.001
    recall_gain: float = 1.8722
    recall_stability_exponent: float = 0.1666
    recall_forgetting_rate: float = 0.796
    forget_scale: float = 1.4835
    forget_difficulty_exponent: float = 0.0614
    forget_stability_exponent: float = 0.2629
    forget_forgetting_rate: float = 1.6483
    hard_penalty: float = 0.6014
    easy_bonus: float = 1.8729
    same_day_grade_rate: float = 0.5425
    same_day_grade_offset: float = 0.0912
    same_day_stability_exponent: float = 0.0658
    decay: float = 0.1542

    def __post_init__(self) -> None:
        for field, (low, high) in zip(fields(self), _RANGES, strict=True):
            value = getattr(self, field.name)
            # NaN fails both comparisons, so it is refused as well.
            if not low - _SLACK <= value <= high + _SLACK:
                message = f"{field.name} is {value}, outside {low} to {high}"
                raise ValueError(message)

    @classmethod
    def from_weights(cls, weights: Sequence[float]) -> Self:
        """The parameters from w0 to w20; ValueError unless there are 21 in range."""
        if len(weights) != len(_RANGES):
            message = f"FSRS-6 has {len(_RANGES)} parameters, not {len(weights)}"
            raise ValueError(message)
        return cls(*map(float, weights))

    @property
    def weights(self) -> tuple[float, ...]:
        """w0 to w20, as they are stored and as the optimiser takes them."""
        return astuple(self)


DEFAULT_PARAMETERS = Parameters()
