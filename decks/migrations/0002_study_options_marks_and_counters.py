"""Options, marks and counters; what is known already is counted once, at the end."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Until now an enrolment held 20 by default, and nobody could choose.
OPEN_OPTIONS = """
    UPDATE decks_enrolment SET new_cards_per_day = NULL WHERE new_cards_per_day = 20
"""
CLOSED_OPTIONS = """
    UPDATE decks_enrolment SET new_cards_per_day = 20 WHERE new_cards_per_day IS NULL
"""
# Before, every line of the log had to say when the card is due, and a card's lines had
# numbers of their own: practice is lost on the way back, a card started over is not.
NOTHING_DUE = "UPDATE decks_review SET due_at = NULL WHERE kind = 'reset'"
ALWAYS_DUE = """
    DELETE FROM decks_review WHERE kind = 'cram';
    UPDATE decks_review SET due_at = reviewed_at WHERE due_at IS NULL;
"""
DECKS_OF_REVIEWS = """
    UPDATE decks_review r SET deck_id = c.deck_id
    FROM decks_card c WHERE c.id = r.card_id
"""
# A session of several decks goes back to its first.
FIRST_DECKS = """
    UPDATE decks_studysession
    SET selection = jsonb_build_object('deck', selection->'deck_ids'->0)
    WHERE jsonb_exists(selection, 'deck_ids')
"""
SELECTIONS = """
    UPDATE decks_studysession
    SET selection = jsonb_build_object('deck_ids', jsonb_build_array(selection->'deck'))
    WHERE jsonb_exists(selection, 'deck')
"""
PLACES = """
    UPDATE decks_review r SET session_place = n.place
    FROM (
        SELECT user_id, rating_id, row_number() OVER (
            PARTITION BY user_id, session_id ORDER BY reviewed_at, sequence
        ) AS place
        FROM decks_review WHERE session_id IS NOT NULL AND undone_at IS NULL
    ) n
    WHERE n.user_id = r.user_id AND n.rating_id = r.rating_id
"""
LAST_RATINGS = """
    UPDATE decks_studysession t
    SET rating_count = n.session_place, last_rating_id = n.rating_id
    FROM (
        SELECT DISTINCT ON (user_id, session_id)
            user_id, session_id, session_place, rating_id
        FROM decks_review WHERE session_id IS NOT NULL AND undone_at IS NULL
        ORDER BY user_id, session_id, session_place DESC
    ) n
    WHERE n.user_id = t.user_id AND n.session_id = t.id
"""
COUNT_CARDS = """
    UPDATE decks_enrolment e
    SET level_1 = n.level_1, level_2 = n.level_2, level_3 = n.level_3,
        level_4 = n.level_4, level_5 = n.level_5, learning = n.learning,
        review = n.review, relearning = n.relearning, mastered = n.mastered,
        stuck = n.stuck
    FROM (
        SELECT user_id, deck_id,
            count(*) FILTER (WHERE last_level = 1) AS level_1,
            count(*) FILTER (WHERE last_level = 2) AS level_2,
            count(*) FILTER (WHERE last_level = 3) AS level_3,
            count(*) FILTER (WHERE last_level = 4) AS level_4,
            count(*) FILTER (WHERE last_level = 5) AS level_5,
            count(*) FILTER (WHERE phase = 1) AS learning,
            count(*) FILTER (WHERE phase = 2) AS review,
            count(*) FILTER (WHERE phase = 3) AS relearning,
            count(*) FILTER (WHERE last_level >= 4 AND previous_level >= 4) AS mastered,
            count(*) FILTER (WHERE lapse_count >= 8) AS stuck
        FROM decks_reviewstate WHERE prompt = 0 AND phase IS NOT NULL
        GROUP BY user_id, deck_id
    ) n
    WHERE n.user_id = e.user_id AND n.deck_id = e.deck_id
"""
COUNT_REVIEWS = """
    WITH phased AS (
        SELECT r.user_id, r.study_day, r.deck_id,
            bool_or(r.level > 2) OVER (
                PARTITION BY r.user_id, r.card_id, r.prompt ORDER BY r.sequence
                ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING
            ) AS was_in_review
        FROM decks_review r WHERE r.kind = 'review' AND r.undone_at IS NULL
    )
    UPDATE decks_daycounter n SET reviews = p.reviews
    FROM (
        SELECT user_id, study_day, deck_id, count(*) AS reviews
        FROM phased WHERE was_in_review GROUP BY user_id, study_day, deck_id
    ) p
    WHERE p.user_id = n.user_id AND p.study_day = n.study_day AND p.deck_id = n.deck_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("decks", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CardNote",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "user_id",
                        "card_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="decks.card",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("text", models.TextField()),
                ("updated_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="review",
            name="review_once_per_showing",
        ),
        migrations.AddField(
            model_name="daycounter",
            name="practice_ms",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="daycounter",
            name="practice_ratings",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="daycounter",
            name="reviews",
            field=models.IntegerField(
                default=0, verbose_name="ratings in the review phase"
            ),
        ),
        migrations.AddField(
            model_name="deck",
            name="longest_interval_days",
            field=models.PositiveIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(36500),
                ],
            ),
        ),
        migrations.AddField(
            model_name="deck",
            name="new_card_order",
            field=models.CharField(
                blank=True,
                choices=[("deck", "In the deck's order"), ("shuffled", "Shuffled")],
                max_length=8,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="deck",
            name="new_cards_per_day",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(9999)],
            ),
        ),
        migrations.AddField(
            model_name="deck",
            name="retention_percent",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(70),
                    django.core.validators.MaxValueValidator(97),
                ],
            ),
        ),
        migrations.AddField(
            model_name="deck",
            name="reviews_per_day",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(9999)],
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="learning",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="level_1",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="level_2",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="level_3",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="level_4",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="level_5",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="longest_interval_days",
            field=models.PositiveIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(36500),
                ],
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="mastered",
            field=models.IntegerField(
                default=0, verbose_name="rated 4 or 5 the last two times"
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="new_card_order",
            field=models.CharField(
                blank=True,
                choices=[("deck", "In the deck's order"), ("shuffled", "Shuffled")],
                max_length=8,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="relearning",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="retention_percent",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(70),
                    django.core.validators.MaxValueValidator(97),
                ],
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="review",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="reviews_per_day",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(9999)],
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="stuck",
            field=models.IntegerField(
                default=0, verbose_name="missed STUCK_LAPSES times or more"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="deck_id",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="review",
            name="memory_difficulty",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="review",
            name="memory_stability_days",
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name="reviewstate",
            name="flagged_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="reviewstate",
            name="hidden_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="reviewstate",
            name="put_aside_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="studysession",
            name="last_rating_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="longest_interval_days",
            field=models.PositiveIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(36500),
                ],
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="new_card_order",
            field=models.CharField(
                blank=True,
                choices=[("deck", "In the deck's order"), ("shuffled", "Shuffled")],
                max_length=8,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="new_cards_per_day",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(9999)],
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="rates_by_swiping",
            field=models.BooleanField(
                default=False, verbose_name="drag a card to rate it"
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="retention_percent",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(70),
                    django.core.validators.MaxValueValidator(97),
                ],
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="reviews_per_day",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(9999)],
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="uses_single_keys",
            field=models.BooleanField(
                default=True, verbose_name="keys without Ctrl or Alt"
            ),
        ),
        migrations.AlterField(
            model_name="daycounter",
            name="answer_ms",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="daycounter",
            name="level_1",
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="daycounter",
            name="level_2",
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="daycounter",
            name="level_3",
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="daycounter",
            name="level_4",
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="daycounter",
            name="level_5",
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="daycounter",
            name="new_cards",
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="enrolment",
            name="new_cards_per_day",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[django.core.validators.MaxValueValidator(9999)],
            ),
        ),
        migrations.AlterField(
            model_name="review",
            name="due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="reviewstate",
            index=models.Index(
                condition=models.Q(("phase", None)),
                fields=["user", "deck"],
                name="state_new_with_row",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewstate",
            index=models.Index(
                condition=models.Q(("flagged_at__isnull", False)),
                fields=["user", "deck"],
                name="state_flagged",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewstate",
            index=models.Index(
                condition=models.Q(("put_aside_at__isnull", False)),
                fields=["user", "deck"],
                name="state_put_aside",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("undone_at", None), models.Q(("kind", "cram"), _negated=True)
                ),
                fields=("user", "card", "prompt", "sequence"),
                name="review_once_per_showing",
            ),
        ),
        migrations.RemoveIndex(
            model_name="review",
            name="review_by_session",
        ),
        migrations.AddField(
            model_name="review",
            name="session_place",
            field=models.PositiveIntegerField(
                default=0,
                verbose_name="which live rating of its session, from 1; 0 outside of one",
            ),
        ),
        migrations.AddField(
            model_name="studysession",
            name="is_narrow",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="studysession",
            name="kind",
            field=models.CharField(
                choices=[
                    ("review", "Study"),
                    ("cram", "Practice"),
                    ("browse", "Browse"),
                ],
                default="review",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="studysession",
            name="rating_count",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="studysession",
            name="stop_after_ms",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                fields=["user", "session_id", "session_place"], name="review_by_session"
            ),
        ),
        migrations.RunSQL(OPEN_OPTIONS, CLOSED_OPTIONS),
        migrations.RunSQL(DECKS_OF_REVIEWS, migrations.RunSQL.noop),
        migrations.RunSQL(SELECTIONS, FIRST_DECKS),
        migrations.RunSQL(PLACES, migrations.RunSQL.noop),
        migrations.RunSQL(LAST_RATINGS, migrations.RunSQL.noop),
        migrations.RunSQL(COUNT_CARDS, migrations.RunSQL.noop),
        migrations.RunSQL(COUNT_REVIEWS, migrations.RunSQL.noop),
        migrations.RunSQL(NOTHING_DUE, ALWAYS_DUE),
    ]
