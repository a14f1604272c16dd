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

DEPTH, ROUNDS, QUICK_ROUNDS, AT_ONCE = 8, 10, 3, 16
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
        _by_rounds(world, rounds, "racing a rating in another tab", _race),
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
            page = _undo(client, form)
            faults += _unlike(before[turn], standing(client), "undo")
            faults += _shows(page, cards[turn])
        _note_undone(client, form)
    if page.form("/undo/") is not None:
        faults.append("undo is offered where nothing is left to take back")
    page = client.rate(rating_form(page), 3)
    done = f"{DEPTH} ratings undone to the start, each asked 3 times"
    return outcome("F6", done, [client], faults=faults)


Round = Callable[[Client, int], list[str]]


def _by_rounds(world: World, rounds: int, how: str, one_round: Round) -> Outcome:
    """A new learner for each round; two cards, so that a missed one comes again."""
    clients: list[Client] = []
    faults: list[str] = []
    for _ in range(rounds):
        client, deck_id = world.learner(cards=2)
        clients.append(client)
        faults += one_round(client, deck_id)
    return outcome("F6", f"{rounds} undos {how}", clients, faults=faults)


def _sixteen_at_once(client: Client, deck_id: int) -> list[str]:
    before, form, page = _rate_one(client, deck_id)
    undo = undo_form(page)
    requests = [(undo.action, undo.fields)] * AT_ONCE
    replies = ask_at_once(tabs(client, AT_ONCE), requests)
    _note_undone(client, undo)
    faults = _unlike(before, standing(client), "undo at once")
    for reply in replies:
        faults += _shows(reply, form.fields["card"])
    return faults


def _race(client: Client, deck_id: int) -> list[str]:
    """Undo in one tab while the next card is rated in the other: each or neither."""
    _, _, page = _rate_one(client, deck_id)
    undo, form = undo_form(page), rating_form(page)
    rating = rating_of(form, 4, client.user_id)
    client.sent.append(rating)
    client.acknowledged.append(rating)
    requests = [(undo.action, undo.fields), (form.action, filled(form, 4))]
    told, _ = ask_at_once(tabs(client, 2), requests)
    if not is_refused(told):
        _note_undone(client, undo)
    return []


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


def is_refused(reply: Reply) -> bool:
    """Whether the learner is told that nothing was undone."""
    return "othing was undone" in reply.toast or "othing to undo" in reply.toast


def _undo(client: Client, form: Form) -> Reply:
    return client.ask("POST", form.action, form.fields, is_swap=True)


def _note_undone(client: Client, form: Form) -> None:
    client.undone += [
        rating
        for rating in client.acknowledged
        if str(rating.rating_id) == form.fields["rating_id"]
    ]


def _refused(client: Client, form: Form) -> list[str]:
    """Ask twice: a refusal in words, and nothing changed."""
    before = standing(client)
    replies = [_undo(client, form) for _ in range(2)]
    faults = _unlike(before, standing(client), "a refused undo")
    return faults + [
        f'an undo that had to be refused was answered "{reply.toast}"'
        for reply in replies
        if not is_refused(reply)
    ]


def _unlike(before: Standing, after: Standing, what: str) -> list[str]:
    names: Sequence[str] = [field.name for field in dataclasses.fields(Standing)]
    changed = [name for name in names if getattr(before, name) != getattr(after, name)]
    return (
        [f"{what} did not leave the exact {' and '.join(changed)}"] if changed else []
    )


def _shows(reply: Reply, card: str) -> list[str]:
    form = reply.form("/rate/")
    if form is not None and form.fields["card"] == card and not is_refused(reply):
        return []
    return [f'undo does not show the card again; it says "{reply.toast}"']
