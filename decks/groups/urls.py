"""URLs of groups."""

from django.urls import URLPattern, URLResolver, include, path

from decks.groups import (
    invite_views,
    join_views,
    member_views,
    own_views,
    share_views,
    views,
)

GROUPS = [
    path("groups/", views.groups, name="group_list"),
    path("groups/new/", views.new_group, name="group_new"),
    path("groups/<int:group_id>/edit/", views.edit_group, name="group_edit"),
    path("groups/<int:group_id>/delete/", views.delete, name="group_delete"),
    path("groups/<int:group_id>/activity/", views.activity, name="group_activity"),
    path("groups/<int:group_id>/me/", own_views.me, name="group_me"),
    path("groups/<int:group_id>/leave/", own_views.leave, name="group_leave"),
]

MEMBERS = [
    path("groups/<int:group_id>/members/", member_views.members, name="group_members"),
    path(
        "groups/<int:group_id>/members/<int:user_id>/role/",
        member_views.role,
        name="group_role",
    ),
    path(
        "groups/<int:group_id>/members/<int:user_id>/remove/",
        member_views.remove,
        name="group_remove",
    ),
    path(
        "groups/<int:group_id>/blocked/<int:user_id>/",
        member_views.unblock_person,
        name="group_unblock",
    ),
]

_SHARE = "groups/<int:group_id>/decks/<int:deck_id>"
SHARING = [
    path("decks/<int:deck_id>/share/", share_views.deck_share, name="deck_share"),
    path("groups/<int:group_id>/share/", share_views.group_share, name="group_share"),
    path(f"{_SHARE}/rights/", share_views.deck_rights, name="group_deck_rights"),
    path(f"{_SHARE}/unshare/", share_views.unshare, name="group_unshare"),
    path(f"{_SHARE}/place/", share_views.deck_place, name="group_deck_place"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *GROUPS,
    *MEMBERS,
    *SHARING,
    path("join/<str:token>/", join_views.join, name="join"),
    path(
        "invitations/<int:invitation_id>/",
        join_views.answer_invitation,
        name="invitation_answer",
    ),
    path("groups/<int:group_id>/invites/", invite_views.invites, name="group_invites"),
    path(
        "groups/<int:group_id>/invites/mail/",
        invite_views.mail,
        name="group_invite_mail",
    ),
    path(
        "groups/<int:group_id>/invites/<int:invitation_id>/",
        include(
            [
                path("off/", invite_views.off, name="invite_off"),
                path("replace/", invite_views.replace, name="invite_replace"),
                path("role/", invite_views.role, name="invite_role"),
                path("resend/", invite_views.resend, name="invite_resend"),
            ]
        ),
    ),
    path(
        "groups/<int:group_id>/asked/", join_views.withdraw, name="group_ask_withdraw"
    ),
    path(
        "groups/<int:group_id>/asked/<int:user_id>/",
        invite_views.answer_ask,
        name="group_ask_answer",
    ),
]
