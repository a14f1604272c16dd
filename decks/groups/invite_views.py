"""What owners do about invitations: links, mails, those who ask to be let in."""

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from decks.accounts.requests import LearnerRequest
from decks.cards.plurals import counted
from decks.groups.asking import let_in, say_no
from decks.groups.invitations import (
    LINKS_AT_ONCE,
    Invitations,
    change_role,
    links_of,
    mails_of,
    make_link,
    replace_token,
    turn_off,
)
from decks.groups.invite_forms import AnswerForm, LinkForm, MailForm, RoleForm
from decks.groups.invite_mail import (
    MAILS_A_DAY,
    TooManyMails,
    invite_by_mail,
    send_invitations,
)
from decks.groups.invite_page import invites_context, new_link_form, new_mail_form
from decks.groups.models import Invitation, Role, StudyGroup

_TOO_MANY_LINKS = (
    f"{LINKS_AT_ONCE} links of this group work already. Turn one off first."
)
_UNREAD = "That could not be read. Nothing was changed."

_NUMBER = re.compile(r"[0-9]{1,18}")


@require_http_methods(["GET", "HEAD", "POST"])
def invites(request: LearnerRequest, group_id: int) -> HttpResponse:
    """All invitations of a group, and a form for a new link."""
    group = _run(request, group_id)
    if request.method != "POST":
        return _page(request, group)
    form = new_link_form(request.POST)
    if form.is_valid():
        if _made_link(request, group, form):
            messages.success(request, "Link made. Send it to whom you want here.")
            return redirect(reverse("group_invites", args=[group_id]) + "#links")
        form.add_error(None, _TOO_MANY_LINKS)
    return _page(request, group, link_form=form)


def _made_link(
    request: LearnerRequest, group: StudyGroup, form: LinkForm
) -> Invitation | None:
    given, now = form.cleaned_data, timezone.now()
    return make_link(group.pk, **given, by=request.user, now=now)


@require_POST
def off(request: LearnerRequest, group_id: int, invitation_id: int) -> HttpResponse:
    """A link or a mail lets in nobody more."""
    invitation = _invitation(request, group_id, invitation_id)
    turn_off(invitation, now=timezone.now())
    messages.success(request, "Turned off. Whoever came by it stays in the group.")
    return _back(group_id, invitation)


@require_POST
def replace(request: LearnerRequest, group_id: int, invitation_id: int) -> HttpResponse:
    """A link gets another address."""
    link = _invitation(request, group_id, invitation_id, links_of(group_id))
    if replace_token(link, now=timezone.now()):
        messages.success(
            request, "The old link leads nowhere now. Here is the new one."
        )
    else:
        messages.error(request, "This link does not work any more. Make a new one.")
    return _back(group_id, link)


@require_POST
def role(request: LearnerRequest, group_id: int, invitation_id: int) -> HttpResponse:
    """What whoever comes by a link from now on may do."""
    link = _invitation(request, group_id, invitation_id, links_of(group_id))
    form = RoleForm(request.POST)
    if form.is_valid():
        chosen: Role = form.cleaned_data["role"]
        change_role(link, chosen)
        words = f"Whoever comes by this link joins as {chosen.label} from now on."
        messages.success(request, words)
    else:
        messages.error(request, _UNREAD)
    return _back(group_id, link)


@require_POST
def mail(request: LearnerRequest, group_id: int) -> HttpResponse:
    """Invite by mail; an error keeps what was typed."""
    group = _run(request, group_id)
    form = new_mail_form(request.POST)
    if form.is_valid():
        try:
            _send(request, group, form.cleaned_data["addresses"], _role_in(form))
        except TooManyMails as error:
            form.add_error("addresses", _limit_words(error.left))
        else:
            return redirect(reverse("group_invites", args=[group_id]) + "#mails")
    return _page(request, group, mail_form=form)


@require_POST
def resend(request: LearnerRequest, group_id: int, invitation_id: int) -> HttpResponse:
    """The mail once more, with a new link; the earlier one ends."""
    earlier = _invitation(request, group_id, invitation_id, mails_of(group_id))
    group = _run(request, group_id)
    try:
        _send(request, group, [earlier.email], Role(earlier.role))
    except TooManyMails as error:
        messages.error(request, _limit_words(error.left))
    return _back(group_id, earlier)


@require_POST
def answer_ask(request: LearnerRequest, group_id: int, user_id: int) -> HttpResponse:
    """An owner lets somebody in who asked, or does not."""
    _run(request, group_id)
    form = AnswerForm(request.POST, answers=("let_in", "no", "block"))
    if not form.is_valid():
        messages.error(request, _UNREAD)
        return redirect("group_invites", group_id)
    answer, now = form.cleaned_data["answer"], timezone.now()
    if answer == "let_in":
        asked = let_in(group_id, user_id, by=request.user, now=now)
    else:
        asked = say_no(group_id, user_id, blocks=answer == "block", now=now)
    if asked is None:
        messages.info(request, "They do not wait any more. Somebody answered already.")
    else:
        words = _ANSWERED[answer].format(asked.user.display_name)
        messages.success(request, words)
    return redirect("group_invites", group_id)


_ANSWERED = {
    "let_in": "{} is in the group now.",
    "no": "{} was told that you did not let them in.",
    "block": "{} was told that you did not let them in, and cannot ask again.",
}


def _send(
    request: LearnerRequest, group: StudyGroup, addresses: list[str], role: Role
) -> None:
    """Write the invitations, send them, and say what came of it."""
    by, now = request.user, timezone.now()
    invitations = invite_by_mail(group, addresses, role=role, by=by, now=now)
    site = f"{request.scheme}://{request.get_host()}"
    unsent = send_invitations(invitations, group=group, by=by, site=site)
    if unsent:
        messages.error(request, _unsent_words(unsent))
    elif not invitations:
        messages.info(request, "They were written to a moment ago. Nothing sent again.")
    if len(invitations) > len(unsent):
        sent = len(invitations) - len(unsent)
        messages.success(request, f"{counted(sent, 'mail')} sent.")


def _unsent_words(unsent: list[str]) -> str:
    return (
        f"The mail to {', '.join(unsent)} could not be sent just now. The "
        "invitations are kept below: send them again in a few minutes."
    )


def _limit_words(left: int) -> str:
    most = f"You can have {MAILS_A_DAY} mails sent within 24 hours"
    if not left:
        return f"{most}, and they are sent. Use a link, or write tomorrow."
    return f"{most}; {left} are left. Write to fewer, or use a link."


def _role_in(form: MailForm) -> Role:
    return Role(form.cleaned_data["role"])


def _run(request: LearnerRequest, group_id: int) -> StudyGroup:
    return get_object_or_404(StudyGroup.objects.run_by(request.user), pk=group_id)


def _invitation(
    request: LearnerRequest,
    group_id: int,
    invitation_id: int,
    among: Invitations | None = None,
) -> Invitation:
    """One of a group that the person runs; 404 for anybody else."""
    group = _run(request, group_id)
    here = Invitation.objects.filter(group=group) if among is None else among
    return get_object_or_404(here, pk=invitation_id)


def _back(group_id: int, invitation: Invitation) -> HttpResponse:
    place = "mails" if invitation.email else "links"
    return redirect(f"{reverse('group_invites', args=[group_id])}#{place}")


def _page(
    request: LearnerRequest,
    group: StudyGroup,
    *,
    link_form: LinkForm | None = None,
    mail_form: MailForm | None = None,
) -> HttpResponse:
    wanted = request.GET.get("qr", "")
    context = invites_context(
        group,
        link_form=link_form,
        mail_form=mail_form,
        shown_qr=int(wanted) if _NUMBER.fullmatch(wanted) else None,
        now=timezone.now(),
    )
    status = 422 if link_form or mail_form else 200
    return render(request, "groups/invites.html", context, status=status)
