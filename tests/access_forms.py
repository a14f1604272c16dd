"""Forms of the site that are long, whole: what the access tests send."""

import uuid

PREFERENCES = {
    "display_name": "Changed",
    "time_zone": "UTC",
    "theme": "dark",
    "text_size": 115,
    "day_start_minutes": "03:30",
    "new_cards_per_day": 12,
    "reviews_per_day": "",
    "retention_percent": 85,
    "longest_interval_days": 365,
    "new_card_order": "shuffled",
    "uses_single_keys": "False",
    "rates_by_swiping": "True",
}
"""The settings page's whole form."""

OPTIONS = {
    "new_cards_per_day": 5,
    "reviews_per_day": 50,
    "retention_percent": "",
    "longest_interval_days": 100,
    "new_card_order": "",
}
"""That of a deck's options, and of its proposal."""

NEW_DECK = {"title": "New", "visibility": "private", "form_id": str(uuid.uuid4())}
"""That of a new deck."""

SUGGESTED = {"question": "Put better", "answer": "", "tags": "", "reason": "Why not"}
"""That of a suggestion."""

NEW_GROUP = {"name": "New", "seen": "counted", "form_id": str(uuid.uuid4())}
"""That of a new group."""
