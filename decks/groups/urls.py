"""URLs of groups."""

from django.urls import URLPattern, URLResolver, include, path

from decks.groups import invite_views, join_views

urlpatterns: list[URLPattern | URLResolver] = [
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
        "groups/<int:group_id>/asked/<int:user_id>/",
        invite_views.answer_ask,
        name="group_ask_answer",
    ),
]
