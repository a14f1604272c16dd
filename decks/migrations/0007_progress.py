"""Counters of recall, how each deck stood before a day's first rating; cards by tag.

What was studied before is counted from the log; how many cards a deck had then is not
in it, so its present number stands there.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models

_LOG = """
    WITH log AS (
        SELECT r.user_id, r.study_day, r.deck_id, r.kind,
            CASE WHEN r.kind = 'reset' THEN 0 ELSE r.level END AS level,
            coalesce(CASE WHEN lag(r.kind) OVER card <> 'reset'
                THEN lag(r.level) OVER card END, 0) AS level_before,
            r.study_day - lag(r.study_day) OVER card AS days_since,
            lag(r.interval_days) OVER card AS days_given
        FROM decks_review r WHERE r.undone_at IS NULL AND r.kind <> 'cram'
        WINDOW card AS (
            PARTITION BY r.user_id, r.card_id, r.prompt ORDER BY r.sequence
        )
    )
"""

COUNT_RECALL = (
    _LOG
    + """
    UPDATE decks_daycounter n SET young = l.young, young_recalled = l.young_recalled,
        mature = l.mature, mature_recalled = l.mature_recalled
    FROM (
        SELECT user_id, study_day, deck_id,
            count(*) FILTER (WHERE days_given < 21) AS young,
            count(*) FILTER (WHERE days_given < 21 AND level > 2) AS young_recalled,
            count(*) FILTER (WHERE days_given >= 21) AS mature,
            count(*) FILTER (WHERE days_given >= 21 AND level > 2) AS mature_recalled
        FROM log WHERE kind = 'review' AND level_before > 0 AND days_since > 0
        GROUP BY user_id, study_day, deck_id
    ) l WHERE l.user_id = n.user_id AND l.study_day = n.study_day
        AND l.deck_id = n.deck_id
"""
)

COUNT_STARTS = (
    _LOG
    + """
    , moved AS (
        SELECT user_id, deck_id, study_day, level, 1 AS change FROM log
        UNION ALL
        SELECT user_id, deck_id, study_day, level_before, -1 FROM log
        UNION ALL
        SELECT user_id, deck_id, study_day, 0, 0 FROM decks_daycounter
    ), summed AS (
        SELECT user_id, deck_id, study_day,
            sum(change) FILTER (WHERE level = 1) AS one,
            sum(change) FILTER (WHERE level = 2) AS two,
            sum(change) FILTER (WHERE level = 3) AS three,
            sum(change) FILTER (WHERE level = 4) AS four,
            sum(change) FILTER (WHERE level = 5) AS five
        FROM moved GROUP BY user_id, deck_id, study_day
    ), stood AS (
        SELECT user_id, deck_id, study_day,
            greatest(coalesce(sum(one) OVER before, 0), 0) AS one,
            greatest(coalesce(sum(two) OVER before, 0), 0) AS two,
            greatest(coalesce(sum(three) OVER before, 0), 0) AS three,
            greatest(coalesce(sum(four) OVER before, 0), 0) AS four,
            greatest(coalesce(sum(five) OVER before, 0), 0) AS five
        FROM summed
        WINDOW before AS (
            PARTITION BY user_id, deck_id ORDER BY study_day
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        )
    )
    UPDATE decks_daycounter n SET start_cards = d.card_count,
        start_1 = s.one, start_2 = s.two, start_3 = s.three, start_4 = s.four,
        start_5 = s.five
    FROM stood s JOIN decks_deck d ON d.id = s.deck_id
    WHERE s.user_id = n.user_id AND s.study_day = n.study_day
        AND s.deck_id = n.deck_id
"""
)


class Migration(migrations.Migration):
    dependencies = [
        ("decks", "0006_study_groups"),
    ]

    operations = [
        migrations.AddField(
            model_name="daycounter",
            name="mature",
            field=models.IntegerField(
                default=0, verbose_name="the same after MATURE_DAYS or more"
            ),
        ),
        migrations.AddField(
            model_name="daycounter",
            name="mature_recalled",
            field=models.IntegerField(default=0),
        ),
        migrations.AddField(
            model_name="daycounter",
            name="start_1",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="daycounter",
            name="start_2",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="daycounter",
            name="start_3",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="daycounter",
            name="start_4",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="daycounter",
            name="start_5",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="daycounter",
            name="start_cards",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="daycounter",
            name="young",
            field=models.IntegerField(
                default=0, verbose_name="ratings of cards a day or more later"
            ),
        ),
        migrations.AddField(
            model_name="daycounter",
            name="young_recalled",
            field=models.IntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="card",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["tags"], name="card_tags"
            ),
        ),
        migrations.AlterField(
            model_name="daycounter",
            name="practice_ms",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AlterField(
            model_name="daycounter",
            name="practice_ratings",
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.RunSQL(COUNT_RECALL, migrations.RunSQL.noop),
        migrations.RunSQL(COUNT_STARTS, migrations.RunSQL.noop),
    ]
