"""Who gets what: every URL of the site, once. `test_access.py` asks for all of it.

A new URL fails the build until it has a line here. Roles:

anonymous   nobody is signed in
outsider    signed in, a stranger to all decks below
owner       owns the unlisted and the private deck
staff       `is_staff`, no superuser
learner     has all four decks among theirs, from a time when all were public, and came
            to the unlisted one by its link; the sessions in the addresses are theirs
archived    the same, but took the decks out of theirs again

And those of a study group, with which the owner, a plain member of it, shares a private
deck, `shared`, that its editors may edit:

head, editor, member    of the group
invited     has a mail's invitation to it
former, blocked         were in it, and studied the shared deck
"""

import dataclasses

ROLES = ("anonymous", "outsider", "owner", "staff", "learner", "archived")
SIGNED_IN = ROLES[1:]
GROUP_ROLES = ("head", "editor", "member", "invited", "former", "blocked")
IN_GROUP = ("owner", "head", "editor", "member")
METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "GET", "HEAD", "POST")

READERS = {
    "public": ROLES,  # without an owner
    "unlisted": ("owner", "learner", "archived"),
    "private": ("owner",),
    "kept": ("staff",),  # private, without an owner
    "shared": IN_GROUP,
}
"""Who may read each deck. Everybody else gets the 404 of a deck that is not there."""

EDITORS = {
    "public": ("staff",),
    "unlisted": ("owner",),
    "private": ("owner",),
    "kept": ("staff",),
    "shared": ("owner", "head", "editor"),
}
"""Who may change each deck's cards. For everybody else that page is not there."""

KEEPERS = {**EDITORS, "shared": ("owner",)}
"""Who decides on each deck's settings, its sharing and its end."""

LINKED = {name: ROLES if name in ("public", "unlisted") else () for name in READERS}
"""Who gets to each deck by its link: everyone or nobody."""

REPORTERS = {name: ROLES if name == "public" else () for name in READERS}
"""Who may report each deck: whoever is signed in, a public one of somebody else."""

SIGN_IN = "sign-in"
"""302 to the sign-in page with the way back; for htmx a redirect that it follows."""


@dataclasses.dataclass(frozen=True)
class Rule:
    """What one URL answers.

    `methods` maps each method that the view takes to the reply for those who may;
    all others get 405. Who is not signed in gets SIGN_IN to any method, unless the page
    is `public`. `about` says whose it is: with "deck" READERS decides, with "editing"
    EDITORS, with "keeping" KEEPERS, with "link" LINKED, with "report" REPORTERS, with
    "session", "enrolment", "sent" and "notice" only the learner whose they are, with
    "group" whoever is in the group, "group_owner" its head, "group_editor" its editor
    too, "unsharing" its head and KEEPERS, with "invitation" all but the blocked, with
    "addressee" whom a mail invited and with "comment" who wrote it and EDITORS. Of
    several each must allow it. With "planned" it depends on the deck what the learner
    of the session gets.
    """

    methods: dict[str, int | str]
    public: bool = False
    about: tuple[str, ...] = ()

    @property
    def is_about_a_deck(self) -> bool:
        """Whether the reply depends on which deck is meant."""
        return bool(
            {"deck", "editing", "keeping", "link", "report", "unsharing", "planned"}
            & set(self.about)
        )

    @property
    def is_about_a_group(self) -> bool:
        """Whether the reply depends on who is in the group."""
        kinds = {"group", "group_owner", "group_editor", "unsharing"}
        return bool((kinds | {"invitation", "addressee"}) & set(self.about))

    def roles(self, deck: str) -> tuple[str, ...]:
        """Who is asked: those of the group only where it makes a difference."""
        is_groups = self.is_about_a_group or deck == "shared"
        return (*ROLES, *GROUP_ROLES) if is_groups else ROLES

    def lets_in(self, role: str, deck: str) -> bool:
        """Whether somebody who is signed in finds the page; else it is a 404."""
        allowed = {
            "deck": READERS[deck],
            "editing": EDITORS[deck],
            "keeping": KEEPERS[deck],
            "link": LINKED[deck],
            "report": REPORTERS[deck],
            **dict.fromkeys(("session", "notice", "sent"), ("learner",)),
            "planned": (*ROLES, *GROUP_ROLES),
            "enrolment": ("learner", "member"),
            "comment": ("learner", "member", *EDITORS[deck]),
            "group": IN_GROUP,
            "group_owner": ("head",),
            "group_editor": ("head", "editor"),
            "unsharing": (*KEEPERS[deck], "head"),
            "invitation": tuple({*ROLES, *GROUP_ROLES} - {"blocked"}),
            "addressee": ("invited",),
        }
        return all(role in allowed[kind] for kind in self.about)


def page(**rest: bool | tuple[str, ...]) -> Rule:
    """A page to look at."""
    return Rule({"GET": 200, "HEAD": 200}, **rest)  # type: ignore[arg-type]


def press(leads_to: str, **rest: bool | tuple[str, ...]) -> Rule:
    """A button: takes a POST only and redirects to the URL of this name."""
    return Rule({"POST": leads_to}, **rest)  # type: ignore[arg-type]


def form(leads_to: str, shown: int | str = 200, **rest: bool | tuple[str, ...]) -> Rule:
    """A page with a form that it sends to itself, and which then redirects."""
    return Rule({"GET": shown, "HEAD": shown, "POST": leads_to}, **rest)  # type: ignore[arg-type]


SITE: dict[str, Rule] = {
    "healthz": page(public=True),
    "readyz": page(public=True),
    "home": page(public=True),
    "try_card": page(public=True),
    "deck_list": page(public=True),
    "deck": page(public=True, about=("deck",)),
    "progress": page(),
    "progress_reviews": page(),
    "progress_cards": page(),
    "progress_study": press("study or progress_cards"),
    "progress_tags": page(),
    "progress_table": page(),
    "library": page(public=True),
    "deck_link": Rule(  # whoever has the deck already is sent to it
        {"GET": "200 or deck", "HEAD": "200 or deck"}, public=True, about=("link",)
    ),
    "deck_link_study": press("study", about=("link",)),
    "deck_new": form("card_new or import_into"),
    "deck_edit": form("deck", about=("keeping",)),
    "deck_link_renew": press("deck_edit", about=("keeping",)),
    "deck_archive": press("deck_list", about=("keeping",)),
    "deck_unarchive": press("deck", about=("keeping",)),
    "import": Rule({"GET": 200, "HEAD": 200, "POST": 200}),
    "import_into": page(about=("editing",)),
    "import_sent": page(about=("sent",)),
    "import_cancel": press("import_sent", about=("sent",)),
    "import_retry": press("import_sent", about=("sent",)),
    "import_look": Rule({"POST": 200}, about=("sent",)),
    "deck_export": page(about=("deck",)),
    "deck_export_file": page(about=("deck",)),
    "deck_sheet": page(about=("deck",)),
    "deck_copy": press("deck", about=("deck",)),
    "deck_report": form("deck", about=("report",)),
    "deck_delete": form("deck_list", about=("keeping",)),
    "deck_restore": press("deck", about=("keeping",)),
    "decks_deleted": page(),
    "study_due": press("study or home"),
    "choose": form("study or 422"),  # 422: nothing there to study
    "study_deck": press("study", about=("deck",)),
    "archive_deck": press("deck_list", about=("deck",)),
    "study": page(about=("session",)),
    "study_answer": Rule(  # of a deck that was lost since: back to the sitting
        {"GET": "200 or study", "HEAD": "200 or study"}, about=("session", "planned")
    ),
    "rate": press("study or study_summary", about=("session",)),
    "kept": Rule(  # 409: it is of the learner, who keeps it
        {"GET": 200, "HEAD": 200, "POST": "200 or 409"}
    ),
    "practise": press("study or study_summary", about=("session",)),
    "undo": press("study_answer", about=("session",)),
    "study_end": press("study_summary", about=("session",)),
    "study_summary": page(about=("session",)),
    "study_again": press("study", about=("session",)),
    "practise_missed": press("study", about=("session",)),
    "browse": page(about=("session",)),
    "flag": press("home", about=("deck",)),
    "hide": press("home", about=("deck",)),
    "put_aside": press("home", about=("deck",)),
    "bring_back": press("home", about=("deck",)),
    "start_over": form("deck", about=("deck",)),
    "card_note": form("deck", about=("deck",)),
    "card_edit": form("deck", about=("editing",)),
    "card_new": form("card_new", about=("editing",)),
    "card_duplicate": press("card_edit", about=("editing",)),
    "card": page(about=("deck",)),
    "card_ratings": page(about=("deck",)),
    "card_row": page(about=("deck",)),
    "card_place": form("deck", about=("editing",)),
    # Without a thing to do it leads back to the deck.
    "cards_act": Rule(
        {"GET": "deck", "HEAD": "deck", "POST": "deck"}, about=("editing",)
    ),
    "cards_deleted": page(about=("editing",)),
    "cards_restore": press("deck", about=("editing",)),
    "cards_bring_back": press("deck", about=("editing",)),
    "deck_tags": form("deck_tags", about=("editing",)),
    "tag_options": page(about=("editing",)),
    "weak_spots": page(about=("editing",)),
    "card_history": page(about=("editing",)),
    "card_put_back": press("card_history", about=("editing",)),
    "copies": page(about=("editing",)),
    "copies_check": press("copies", about=("editing",)),
    "copy_pair": form("copies", about=("editing",)),
    "deck_options": form("deck", about=("deck", "enrolment")),
    "deck_defaults": form("deck", about=("keeping",)),
    "deck_exam": form("deck", about=("deck", "enrolment")),
    "study_exam": press("deck", about=("deck", "enrolment")),  # no exam is near
    "suggest_change": form("suggestion", about=("deck",)),
    "suggest_removal": form("suggestion", about=("deck",)),
    "suggest_new": form("suggestion", about=("deck",)),
    "suggestions": page(about=("deck",)),
    "suggestion": page(about=("deck",)),
    "suggestion_answer": press("suggestion", about=("editing",)),
    # Its author is the learner, of the shared deck the member.
    "suggestion_change": form("suggestion", about=("deck", "enrolment")),
    "suggestion_withdraw": press("suggestion", about=("deck", "enrolment")),
    "search": page(),
    "preferences": form("preferences"),
    "take_out": page(),
    "take_out_reviews": page(),
    "take_out_account": page(),
    "card_talk": page(about=("deck",)),
    "comment_add": press("card_talk", about=("deck",)),
    "suggestion_comment_add": press("suggestion", about=("deck",)),
    # Its author is the learner, of the shared deck the member.
    "comment_edit": form("card_talk", about=("deck", "enrolment")),
    "comment_delete": form("card_talk", about=("deck", "comment")),
    "comment_resolve": press("card_talk", about=("deck", "comment")),
    "group_talk": page(about=("group",)),
    "notices": page(),
    "notices_read": press("notices"),
    "notice_settings": press("notices"),
    "notice_open": press("deck", about=("notice",)),
    "text_size": press("home"),
    # First one shows who one is.
    "account_delete": Rule(
        {
            "GET": "account_reauthenticate or sign_in_again",
            "HEAD": "account_reauthenticate or sign_in_again",
            "POST": "account_reauthenticate or sign_in_again",
        }
    ),
    "sign_in_again": form("account_confirm_login_code"),
    "session_end": press("usersessions_list", about=("session",)),
    "mail_settings": form("mail_settings"),
    # The link in a mail: whoever has it, and what is no link of ours, see the same.
    "mail_off": Rule({"GET": 200, "HEAD": 200, "POST": 200}, public=True),
    "join": Rule(  # whoever is in the group is sent there
        {"GET": "200 or group", "HEAD": "200 or group", "POST": "group or sign-in"},
        public=True,
        about=("invitation",),
    ),
    "invitation_answer": press("group", about=("addressee",)),
    "group_list": page(),
    "group": page(about=("group",)),
    "group_hard": press("group", about=("group",)),  # no card is hard there
    "group_new": form("group"),
    "group_edit": form("group", about=("group_owner",)),
    "group_delete": form("group_list", about=("group_owner",)),
    "group_members": page(about=("group",)),
    "group_role": press("group_members", about=("group_owner",)),
    "group_remove": form("group_members", about=("group_owner",)),
    "group_unblock": press("group_members", about=("group_owner",)),
    "group_me": form("group", about=("group",)),
    "deck_share": form("deck_share or 422", about=("keeping",)),  # 422: no such group
    "group_share": form("group or 422", about=("group",)),  # 422: keeps no such deck
    "group_deck_rights": press("deck_share", about=("keeping",)),
    "group_unshare": form(  # a deck that is not shared there leads back at once
        "deck_share or group", "200 or deck_share or group", about=("unsharing",)
    ),
    "group_deck_place": press("group", about=("group_editor",)),
    "group_leave": form("group_list or 422", about=("group",)),  # 422: the only owner
    "group_activity": page(about=("group",)),
    "group_invites": form("group_invites", about=("group_owner",)),
    "group_invite_mail": press("group_invites", about=("group_owner",)),
    "invite_off": press("group_invites", about=("group_owner",)),
    "invite_replace": press("group_invites", about=("group_owner",)),
    "invite_role": press("group_invites", about=("group_owner",)),
    "invite_resend": press("group_invites", about=("group_owner",)),
    "group_ask_answer": press("group_invites", about=("group_owner",)),
    "group_ask_withdraw": press("group_list"),
}
