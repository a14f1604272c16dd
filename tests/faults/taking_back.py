"""F6: undo, repeated, by sixteen at once, racing a rating, after another device.

Either the exact state and counters from before the rating, or a refusal that says why
and changes nothing.
"""

import dataclasses
from collections.abc import Callable, Sequence

from decks.scheduling.schedule import CardState
from tests.faults.browser import Form, Reply
from tests.faults.checker import CardKey, Counts, DayKey, DeckKey, read
from tests.faults.raters import Client, RefusedError, filled, rating_of
from tests.faults.repeats import ask_at_once, rating_form, tabs
from tests.faults.world import Outcome, World, outcome

DEPTH, ROUNDS, QUICK_ROUNDS, AT_ONCE = 8, 10, 2, 16
LEVELS = (1, 4, 2, 5, 3)


@dataclasses.dataclass(frozen=True)
class Standing:
    """Everything that a rating moves and that undo must bring back."""

    states: dict[CardKey, CardState]
    days: dict[DayKey, Counts]
    decks: dict[DeckKey, Counts]


def standing(client: Client) -> Standing:
    """Where the learner stands; days and decks without a count are left out."""
    kept = read([client.user_id])
    days = {key: counts for key, counts in kept.days.items() if counts}
    decks = {key: counts for key, counts in kept.decks.items() if counts}
    return Standing(kept.states, days, decks)


def taken_back(world: World) -> list[Outcome]:
    """F6, a row for each way in which an undo comes."""
    rounds = QUICK_ROUNDS if world.is_quick else ROUNDS
    at_once = f"x{AT_ONCE} at once"
    return [
        _back_to_the_start(world),
        _by_rounds(world, rounds, at_once, _sixteen_at_once),
        _by_rounds(world, rounds, "racing the next card's rating", _race),
        _by_rounds(world, rounds, "racing the same card's rating", _race_again, 1),
        _by_rounds(world, rounds, "before a late retry of the rating", _late_retry),
        _by_rounds(world, rounds, "after another sitting rated the card", _since),
        _by_rounds(world, rounds, "after another device went on", _not_last),
    ]


def _back_to_the_start(world: World) -> Outcome:
    """Rate, then undo one at a time, each asked three times, and rate again."""
    client, deck_id = world.learner(cards=50)
    page, before, cards = client.begin(deck_id), [], []
    faults: list[str] = []
    for turn in range(DEPTH):
        before.append(standing(client))
        form = rating_form(page)
        cards.append(form.fields["card"])
        page = client.rate(form, LEVELS[turn % len(LEVELS)])
    for turn in reversed(range(DEPTH)):
        form = undo_form(page)
        for _ in range(3):
            page = client.undo(form)
            faults += _unlike(before[turn], standing(client), "undo")
            faults += _shows(page, cards[turn])
    if page.form("/undo/") is not None:
        faults.append("undo is offered where nothing is left to take back")
    page = client.rate(rating_form(page), 3)
    done = f"{DEPTH} ratings undone to the start, each asked 3 times"
    return outcome("F6", done, [client], faults=faults)


Round = Callable[[Client, int], list[str]]


def _by_rounds(
    world: World, rounds: int, how: str, one_round: Round, cards: int = 2
) -> Outcome:
    """A new learner for each round, with few cards: a missed one soon comes again."""
    clients: list[Client] = []
    faults: list[str] = []
    for _ in range(rounds):
        client, deck_id = world.learner(cards=cards)
        clients.append(client)
        faults += one_round(client, deck_id)
    return outcome("F6", f"{rounds} undos {how}", clients, faults=faults)


def _sixteen_at_once(client: Client, deck_id: int) -> list[str]:
    before, form, page = _rate_one(client, deck_id)
    undo = undo_form(page)
    requests = [(undo.action, undo.fields)] * AT_ONCE
    replies = ask_at_once(tabs(client, AT_ONCE), requests)
    client.note_undone(undo)
    faults = _unlike(before, standing(client), "undo at once")
    for reply in replies:
        faults += _shows(reply, form.fields["card"])
    return faults


def _race(client: Client, deck_id: int) -> list[str]:
    """Undo in one tab beside the next card's rating in another, which must count."""
    _, _, page = _rate_one(client, deck_id)
    undone, rated = _undo_beside_rating(client, page)
    return [] if rated else [f"a rating beside an undo did not count; undone: {undone}"]


def _race_again(client: Client, deck_id: int) -> list[str]:
    """The only card was missed and is back: undo and the second rating exclude each
    other, and one of them counts."""
    _, _, page = _rate_one(client, deck_id, level=1)
    undone, rated = _undo_beside_rating(client, page)
    return [] if undone != rated else [f"undone: {undone}, and rated again: {rated}"]


def _undo_beside_rating(client: Client, page: Reply) -> tuple[bool, bool]:
    """Whether the undo in one tab and the rating in the other were said to count."""
    undo, form = undo_form(page), rating_form(page)
    rating = rating_of(form, 4, client.user_id)
    client.sent.append(rating)
    requests = [(undo.action, undo.fields), (form.action, filled(form, 4))]
    opened = tabs(client, 2)
    replies = ask_at_once(opened, requests)
    words = [tab.told(reply) for tab, reply in zip(opened, replies, strict=True)]
    undone, rated = words[0].startswith("Undone"), "Rated 4" in words[1]
    if undone:
        client.note_undone(undo)
    elif not _is_refused(words[0]):
        raise RefusedError(f'an undo beside a rating was answered "{words[0]}"')
    # After the last card the summary shows the rating; the log says whether it counts.
    rated = rated or any(
        row.rating_id == rating.rating_id for row in read([client.user_id]).log
    )
    if rated:
        client.acknowledged.append(rating)
    return undone, rated


def _late_retry(client: Client, deck_id: int) -> list[str]:
    """A rating whose reply was lost, sent again after it was undone elsewhere."""
    before, form, page = _rate_one(client, deck_id)
    client.undo(undo_form(page))
    reply = client.ask("POST", form.action, filled(form, 4), is_swap=True)
    faults = _unlike(before, standing(client), "a rating sent again after its undo")
    words = client.told(reply)
    return faults + ([f'it was told "{words}"'] if words.startswith("Rated") else [])


def _since(client: Client, deck_id: int) -> list[str]:
    """Another sitting, of all decks, comes to the missed card and rates it."""
    _, form, page = _rate_one(client, deck_id, level=1)
    device = tabs(client, 1)[0]
    shown = device.begin_due(deck_id)
    if rating_form(shown).fields["card"] != form.fields["card"]:
        shown = _rate_as(client, device, rating_form(shown), 5)
    if rating_form(shown).fields["card"] != form.fields["card"]:
        raise RefusedError("the missed card does not come again")
    _rate_as(client, device, rating_form(shown), 4)
    return _refused(client, undo_form(page))


def _not_last(client: Client, deck_id: int) -> list[str]:
    """The same sitting goes on elsewhere: the next card is rated there."""
    _, _, page = _rate_one(client, deck_id)
    device = tabs(client, 1)[0]
    _rate_as(client, device, rating_form(device.begin(deck_id)), 4)
    return _refused(client, undo_form(page))


def _rate_one(
    client: Client, deck_id: int, *, level: int = 4
) -> tuple[Standing, Form, Reply]:
    """Where the learner stood, the form that was sent, and the page after it."""
    form = rating_form(client.begin(deck_id))
    before = standing(client)
    return before, form, client.rate(form, level)


def _rate_as(client: Client, device: Client, form: Form, level: int) -> Reply:
    """Rate on another device; the client answers for it."""
    reply = device.rate(form, level)
    rating = rating_of(form, level, client.user_id)
    client.sent.append(rating)
    client.acknowledged.append(rating)
    return reply


def undo_form(page: Reply) -> Form:
    """The page's undo form. Raises RefusedError where it has none."""
    form = page.form("/undo/")
    if form is None:
        raise RefusedError("the page offers no undo after a rating")
    return form


def _is_refused(words: str) -> bool:
    """Whether the learner is told that nothing was undone."""
    return "othing was undone" in words or "othing to undo" in words


def _told_of(client: Client, form: Form) -> str:
    return client.told(client.ask("POST", form.action, form.fields, is_swap=True))


def _refused(client: Client, form: Form) -> list[str]:
    """Ask twice: a refusal in words, and nothing changed."""
    before = standing(client)
    answers = [_told_of(client, form) for _ in range(2)]
    faults = _unlike(before, standing(client), "a refused undo")
    return faults + [
        f'an undo that had to be refused was answered "{words}"'
        for words in answers
        if not _is_refused(words)
    ]


def _unlike(before: Standing, after: Standing, what: str) -> list[str]:
    names: Sequence[str] = [field.name for field in dataclasses.fields(Standing)]
    changed = [name for name in names if getattr(before, name) != getattr(after, name)]
    return (
        [f"{what} did not leave the exact {' and '.join(changed)}"] if changed else []
    )


def _shows(reply: Reply, card: str) -> list[str]:
    form = reply.form("/rate/")
    if (
        form is not None
        and form.fields["card"] == card
        and not _is_refused(reply.toast)
    ):
        return []
    return [f'undo does not show the card again; it says "{reply.toast}"']
