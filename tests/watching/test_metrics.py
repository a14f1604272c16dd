"""The figures for Prometheus, and who gets them."""

import re
from collections.abc import Iterator

import pytest
from django.db import OperationalError
from django.test import Client, override_settings

from decks.jobs.models import Job
from decks.models import User
from flashcards.watching import now as looked_up
from tests.factories import NOW, make_public_deck
from tests.production import FROM_PROXY, HOST, production_settings
from tests.study.browsing import HTMX, begin, form_of, read

TOKEN = "a token of twenty characters"
BEARER = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def _no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a test's leave nothing is asked of it."""

    def away() -> None:
        raise OperationalError

    monkeypatch.setattr(looked_up, "job_figures", away)


def scrape(client: Client, **headers: str) -> str:
    response = client.get("/metrics", headers=headers)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    return response.content.decode()


def value(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


# --- Who gets them -------------------------------------------------------------------


def test_without_a_token_a_program_of_this_machine_does(client: Client) -> None:
    assert "flashcards_memory_bytes" in scrape(client)


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip", "via"])
def test_not_one_that_came_by_a_proxy(client: Client, header: str) -> None:
    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


@pytest.mark.parametrize("peer", ["10.0.0.7", "203.0.113.7", "", "nonsense", "fe80::1"])
def test_not_one_of_another_machine(client: Client, peer: str) -> None:
    assert client.get("/metrics", REMOTE_ADDR=peer).status_code == 404


def test_not_a_browser_led_here_under_another_name(client: Client) -> None:
    response = client.get("/metrics", headers={"host": "evil.example.net"})
    assert response.status_code == 400


@override_settings(METRICS_TOKEN=TOKEN)
def test_with_a_token_whoever_sends_it_does(client: Client) -> None:
    assert scrape(client, **BEARER, **{"x-forwarded-for": "203.0.113.7"})


@pytest.mark.parametrize(
    "sent",
    ["", "Bearer", "Bearer x", f"bearer {TOKEN}", f"Bearer {TOKEN} ", "Bearer é"],
)
@override_settings(METRICS_TOKEN=TOKEN)
def test_with_a_token_nobody_else_does(client: Client, sent: str) -> None:
    response = client.get("/metrics", headers={"authorization": sent})
    nothing = client.get("/nothing-at-all")
    assert response.status_code == nothing.status_code == 404
    assert response.content == nothing.content


@pytest.fixture
def production() -> Iterator[None]:
    with override_settings(**production_settings()):
        yield


OWN_NAMES = ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "localhost", HOST]


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize("host", OWN_NAMES)
def test_in_production_a_program_of_this_machine_asks_by_its_own_names(
    client: Client, host: str
) -> None:
    assert scrape(client, host=host)
    away = client.get("/metrics", headers={"host": host}, REMOTE_ADDR="10.0.0.7")
    assert away.status_code in (400, 404)


@pytest.mark.usefixtures("production")
@override_settings(METRICS_TOKEN=TOKEN)
def test_in_production_a_token_will_do_under_any_name(client: Client) -> None:
    assert scrape(client, host="site:8000", **BEARER)


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize("host", ["evil.example.net", "localhost.evil.example.net"])
def test_in_production_no_other_name_leads_here(client: Client, host: str) -> None:
    assert client.get("/metrics", headers={"host": host}).status_code == 400


@pytest.mark.usefixtures("production")
def test_in_production_the_rest_of_the_world_finds_nothing(client: Client) -> None:
    response = client.get("/metrics", headers=FROM_PROXY)
    assert response.status_code == 404
    assert response.content == client.get("/nothing", headers=FROM_PROXY).content


def test_only_a_look_is_answered(client: Client) -> None:
    assert client.post("/metrics").status_code == 404


# --- What they say -------------------------------------------------------------------


def test_requests_are_counted_by_route_and_not_by_path(client: Client) -> None:
    name = 'flashcards_requests_total{method="GET",route="none",status="404"}'
    before = value(scrape(client), name)
    client.get("/nothing/secret/")
    text = scrape(client)
    assert value(text, name) == before + 1
    assert "secret" not in text
    assert 'flashcards_request_seconds_count{method="GET",route="none"}' in text


@pytest.mark.django_db
def test_a_rating_is_counted_once_by_its_level(browser: Client) -> None:
    name = 'flashcards_ratings_total{level="4"}'
    path = begin(browser, make_public_deck(cards=3))
    form = form_of(read(browser, path), 4)
    before = value(scrape(browser), name)
    for _ in range(2):
        browser.post(path + "rate/", form, headers=HTMX)
    assert value(scrape(browser), name) == before + 1


def test_with_the_database_away_the_rest_is_told(client: Client) -> None:
    text = scrape(client)
    assert value(text, "flashcards_database_up") == 0
    assert "flashcards_jobs" not in text
    assert "flashcards_database_pool_size{" in text
    assert re.search(r'flashcards_memory_bytes\{process="\d+"\} \d', text)


@pytest.mark.django_db(transaction=True)
def test_jobs_are_counted_as_they_stand(
    client: Client, learner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    for state in ("waiting", "waiting", "failed"):
        Job.objects.create(kind="digest", state=state, run_at=NOW, created_at=NOW)
    text = scrape(client)
    assert value(text, "flashcards_database_up") == 1
    assert value(text, 'flashcards_jobs{kind="digest",state="waiting"}') == 2
    assert value(text, 'flashcards_jobs{kind="digest",state="failed"}') == 1
    assert value(text, "flashcards_jobs_oldest_waiting_seconds") > 60
