import fsrs.scheduler
import pytest

from decks.scheduling.parameters import DEFAULT_PARAMETERS, Parameters


def test_the_defaults_are_those_of_the_reference():
    assert DEFAULT_PARAMETERS.weights == fsrs.scheduler.DEFAULT_PARAMETERS


def test_weights_and_names_are_two_ways_to_say_the_same():
    weights = [*DEFAULT_PARAMETERS.weights[:20], 0.2]
    assert Parameters.from_weights(weights) == Parameters(decay=0.2)


@pytest.mark.parametrize("index", range(21))
def test_the_ranges_are_those_of_the_reference(index):
    low = fsrs.scheduler.LOWER_BOUNDS_PARAMETERS[index]
    high = fsrs.scheduler.UPPER_BOUNDS_PARAMETERS[index]
    for inside in (low, high):
        assert with_weight(index, inside).weights[index] == inside
    for outside in (low - 1e-3, high + 1e-3, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="outside"):
            with_weight(index, outside)


def test_a_range_end_rounded_to_32_bits_is_accepted():
    assert Parameters(decay=0.800000011920929).decay == 0.800000011920929


@pytest.mark.parametrize("count", [0, 19, 20, 22])
def test_another_number_of_weights_is_refused(count):
    with pytest.raises(ValueError, match="21 parameters"):
        Parameters.from_weights([0.5] * count)


def with_weight(index: int, value: float) -> Parameters:
    weights = list(DEFAULT_PARAMETERS.weights)
    weights[index] = value
    return Parameters.from_weights(weights)
