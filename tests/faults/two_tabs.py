"""F5: two tabs show the same card and both rate it: one counts, the other is told."""

from tests.faults.checker import read
from tests.faults.raters import Client, RefusedError, rating_of
from tests.faults.repeats import rating_form, send_at_once, tabs
from tests.faults.world import Outcome, World, outcome

ROUNDS, QUICK_ROUNDS = 20, 3
COUNTED = "Rated "


def same_card(world: World) -> list[Outcome]:
    """F5, a row for one tab after the other and a row for both at once."""
    rounds = QUICK_ROUNDS if world.is_quick else ROUNDS
    return [
        _both_rate(world, rounds, at_once=False),
        _both_rate(world, rounds, at_once=True),
    ]


def _both_rate(world: World, rounds: int, *, at_once: bool) -> Outcome:
    client, deck_id = world.learner(cards=50)
    client.begin(deck_id)
    faults: list[str] = []
    for _ in range(rounds):
        faults += _one_round(client, deck_id, at_once=at_once)
    how = "at once" if at_once else "one after the other"
    done = f"{rounds} cards rated in two tabs {how}"
    return outcome("F5", done, [client], faults=faults)


def _one_round(client: Client, deck_id: int, *, at_once: bool) -> list[str]:
    opened, levels = tabs(client, 2), [5, 3]
    forms = [rating_form(tab.begin(deck_id)) for tab in opened]
    if forms[0].fields["card"] != forms[1].fields["card"]:
        raise RefusedError("two tabs show different cards")
    ratings = [
        rating_of(form, level, client.user_id)
        for form, level in zip(forms, levels, strict=True)
    ]
    client.sent += ratings
    if at_once:
        replies = send_at_once(opened, forms, levels)
    else:
        replies = [
            send_at_once([tab], [form], [level])[0]
            for tab, form, level in zip(opened, forms, levels, strict=True)
        ]
    counted = [
        rating
        for rating, reply in zip(ratings, replies, strict=True)
        if reply.toast.startswith(COUNTED)
    ]
    client.acknowledged += counted
    return _unclear([reply.toast for reply in replies]) + _miscounted(client)


def _unclear(toasts: list[str]) -> list[str]:
    """Empty where one tab is told that it counted, and the other that it did not."""
    counted = [words for words in toasts if words.startswith(COUNTED)]
    told = [words for words in toasts if "already rated" in words]
    if len(counted) == len(told) == 1:
        return []
    return [f"two tabs were told {toasts}"]


def _miscounted(client: Client) -> list[str]:
    log = read([client.user_id]).log
    if len(log) == len(client.acknowledged):
        return []
    return [f"{len(client.acknowledged)} were told that they counted, {len(log)} did"]
