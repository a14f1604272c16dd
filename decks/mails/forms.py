"""What somebody wants to have mailed."""

from django import forms

from decks.mails.models import MailChoice


class MailForm(forms.Form):
    """The digest of all one's groups together, and a reminder of one's own cards."""

    digest = forms.ChoiceField(
        label="News from your groups",
        choices=MailChoice.Digest.choices,
        widget=forms.RadioSelect,
        help_text="Decks shared or changed, suggestions, comments, exams within a week,"
        " and how much waits for you. Without news there is no mail.",
    )
    reminds = forms.BooleanField(
        label="Remind me in the morning when cards are due and I have not studied yet",
        required=False,
    )
