"""What of people's rows the whole account does not hold, and why.

With `sections` it accounts for each field of each table that names a user: a test finds
one that is in neither.
"""

WHOSE = "it is whose take-out this is"
OTHERS = "other people's accounts are theirs"
FORM = "it says that a form was sent once"
STAFF = "the administration's"

FIELDS = {
    "User.password": "a secret, of use to nobody but who would break it",
    "User.is_active": STAFF,
    "User.is_staff": STAFF,
    "User.is_superuser": STAFF,
    "User.groups": STAFF,
    "User.user_permissions": STAFF,
    "EmailAddress.id": "the other columns say it all",
    "EmailAddress.user": WHOSE,
    "Deck.owner": WHOSE,
    "Deck.trash_of": "a deleted card says which deck it left, and when",
    "Deck.copies_checked_at": "when the site last compared the cards",
    "Deck.first_shared_at": "it protects the members of groups, not the deck",
    "Deck.source_fingerprint": "a sum over a file that an import read",
    "Card.written_by": OTHERS,
    "CardVersion.id": "card and version name it",
    "CardVersion.written_by": OTHERS,
    "Enrolment.user": WHOSE,
    "ReviewState.user": WHOSE,
    "CardNote.user": WHOSE,
    "Review.user": WHOSE,
    "StudySession.user": WHOSE,
    "StudySession.title": "titles of decks, which one may have lost since",
    "StudySession.selection": "tags of decks, which one may have lost since",
    "DayCounter.user": WHOSE,
    "DeckReader.user": WHOSE,
    "Membership.user": WHOSE,
    "JoinRequest.id": "the group names it",
    "JoinRequest.user": WHOSE,
    "GroupDeck.id": "group and deck name it",
    "GroupDeck.shared_by": WHOSE,
    "Comment.author": WHOSE,
    "Comment.form_id": FORM,
    "Comment.resolved_by": OTHERS,
    "Suggestion.author": WHOSE,
    "Suggestion.form_id": FORM,
    "Suggestion.answered_by": OTHERS,
    "DeckReport.reporter": WHOSE,
    "DeckReport.answered_by": OTHERS,
    "Notice.user": WHOSE,
    "MailChoice.user": WHOSE,
    "SentMail.user": WHOSE,
    "Notice.actor": OTHERS,
}
"""Fields of tables that are in the file otherwise."""

TABLES = {
    "Authenticator": "secrets, of use to nobody but who would break them",
    "Block": "a group's word about somebody, which it keeps to itself",
    "GroupEvent": "a group's activity, told to all of its members and theirs together",
    "ImportDraft": "a file of one's own that is looked at, gone after a day",
    "Invitation": "a key to a group, and addresses of other people",
    "Job": "work beside the site, forgotten some days after it is done",
    "LogEntry": STAFF,
    "SentImport": "a large import on its way; what became of it are the cards",
    "UserSession": "where one is signed in now: a page shows it, and it is soon over",
}
"""Tables that name a user and are not in the file."""
