"""The names of URLs, by what stands in their addresses."""

OF_DECK = (
    "deck",
    "study_deck",
    "archive_deck",
    "deck_options",
    "deck_defaults",
    "deck_exam",
    "study_exam",
    "deck_edit",
    "deck_link_renew",
    "deck_archive",
    "deck_unarchive",
    "deck_copy",
    "import_into",
    "deck_export",
    "deck_sheet",
    "deck_delete",
    "deck_report",
    "deck_share",
    "deck_restore",
    "copies",
    "copies_check",
    "card_new",
    "cards_act",
    "cards_deleted",
    "deck_tags",
    "tag_options",
    "weak_spots",
    "suggest_new",
    "suggestions",
)
OF_GROUP: tuple[str, ...] = (
    "group",
    "group_edit",
    "group_delete",
    "group_members",
    "group_me",
    "group_leave",
    "group_activity",
    "group_invites",
    "group_invite_mail",
    "group_ask_withdraw",
    "group_share",
    "group_talk",
    "group_hard",
)
OF_MEMBER: tuple[str, ...] = ("group_role", "group_remove", "group_ask_answer")
OF_INVITE_LINK = ("invite_off", "invite_replace", "invite_role")
OF_SHARE: tuple[str, ...] = ("group_unshare", "group_deck_rights", "group_deck_place")
OF_SUGGESTION = (
    "suggestion",
    "suggestion_answer",
    "suggestion_change",
    "suggestion_withdraw",
    "suggestion_comment_add",
)
OF_COMMENT = ("comment_edit", "comment_delete", "comment_resolve")
OF_DELETION = ("cards_restore", "cards_bring_back")
OF_LINK = ("deck_link", "deck_link_study")
OF_CARD_EDITING = (
    "card_edit",
    "card_row",
    "card_place",
    "card_duplicate",
    "card_history",
    "card_put_back",
    "suggest_change",
    "suggest_removal",
    "card_talk",
    "comment_add",
)
OF_CARD: tuple[str, ...] = (
    "flag",
    "hide",
    "put_aside",
    "bring_back",
    "start_over",
    "card_note",
    "card",
    "card_ratings",
)
OF_SESSION = ("study", "rate", "study_end", "study_summary", "study_again")
OF_IMPORT = ("import_sent", "import_cancel", "import_retry", "import_look")
OF_PRACTICE = ("practise", "undo", "practise_missed")
