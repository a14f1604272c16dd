"""Who gets what: every URL of the site, once. `test_access.py` asks for all of it.

A new URL fails the build until it has a line here. Roles:

anonymous   nobody is signed in
outsider    signed in, a stranger to all decks below
owner       owns the unlisted and the private deck
staff       `is_staff`, no superuser
learner     has all four decks among theirs, from a time when all were public; the
            study session in the addresses is theirs
archived    the same, but took the decks out of theirs again
"""

import dataclasses

ROLES = ("anonymous", "outsider", "owner", "staff", "learner", "archived")
SIGNED_IN = ROLES[1:]
METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "GET", "HEAD", "POST")

READERS = {
    "public": ROLES,  # without an owner
    "unlisted": ROLES,
    "private": ("owner",),
    "kept": ("staff",),  # private, without an owner
}
"""Who may read each deck. Everybody else gets the 404 of a deck that is not there."""

SIGN_IN = "sign-in"
"""302 to the sign-in page with the way back; for htmx a redirect that it follows."""


@dataclasses.dataclass(frozen=True)
class Rule:
    """What one URL answers.

    `methods` maps each method that the view takes to the reply for those who may;
    all others get 405. Who is not signed in gets SIGN_IN to any method, unless the page
    is `public`. `about` says whose it is: with "deck" READERS decides, with "session"
    only the session's learner may, with both the deck's readers among them.
    """

    methods: dict[str, int | str]
    public: bool = False
    about: tuple[str, ...] = ()


def page(**rest: bool | tuple[str, ...]) -> Rule:
    """A page to look at."""
    return Rule({"GET": 200, "HEAD": 200}, **rest)  # type: ignore[arg-type]


def press(leads_to: str, **rest: bool | tuple[str, ...]) -> Rule:
    """A button: takes a POST only and redirects to the URL of this name."""
    return Rule({"POST": leads_to}, **rest)  # type: ignore[arg-type]


SITE: dict[str, Rule] = {
    "healthz": page(public=True),
    "readyz": page(public=True),
    "home": page(public=True),
    "try_card": page(public=True),
    "deck_list": page(public=True),
    "deck": page(public=True, about=("deck",)),
    "study_due": press("study or home"),
    "study_deck": press("study", about=("deck",)),
    "archive_deck": press("deck_list", about=("deck",)),
    "study": page(about=("session",)),
    "study_answer": page(about=("session", "deck")),
    "rate": press("study or study_summary", about=("session", "deck")),
    "study_end": press("study_summary", about=("session",)),
    "study_summary": page(about=("session",)),
    "preferences": Rule({"GET": 200, "HEAD": 200, "POST": "preferences"}),
}

# allauth's pages, by what they are; how they work is tested in tests/accounts/.
ACCOUNT_DOORS = {  # those who are signed in are sent home
    "account_login",
    "account_signup",
    "account_request_login_code",
}
ACCOUNT_OPEN = {  # look the same to everyone
    "account_inactive",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
ACCOUNT_OWN = {  # one's own account, behind sign-in
    "account_email",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
}
ACCOUNT_STEPS = {  # of a way that was not begun: sent to its beginning
    "account_logout": ("home", None),
    "account_confirm_login_code": ("account_request_login_code", "home"),
}
"""Where a GET without that beginning leads, anonymous and signed in (None: a page)."""
