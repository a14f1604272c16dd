"""Every card's words, found by an index, and the words near to a typed one.

The column `search_words` belongs to PostgreSQL alone: it follows the text by itself, and
the model does not name it, so that no statement loads it. The functions name their parts
when they are made (BEGIN ATOMIC): a dump finds them again whatever the search path is.

At a million cards this takes some two and a half minutes, in which cards are not read.
"""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import (
    BtreeGinExtension,
    TrigramExtension,
    UnaccentExtension,
)
from django.db import migrations, models

# Accents and case fall; punctuation and signs part words (ec2:Create, AWS_XRAY).
# Scripts that write no spaces between words (Thai to Burmese, Khmer, kana, Han) become
# one word a letter, found again as letters in a row.
FOLDED = r"""
CREATE FUNCTION decks_folded(given text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
SELECT lower(regexp_replace(
    CASE WHEN octet_length(given) = length(given) THEN given ELSE regexp_replace(
        unaccent('unaccent'::regdictionary, normalize(given, NFC)),
        '([\u0E00-\u0FFF\u1000-\u109F\u1780-\u17FF\u2E80-\u312F\u31F0-\u9FFF'
        || '\uF900-\uFAFF\U00020000-\U0003FFFF])', ' \1 ', 'g') END,
    '[^a-zA-Z0-9\u00AA\u00B5\u00BA\u00C0-\u1FFF\u2071-\u218F\u2C00-\U0010FFFF]+',
    ' ', 'g'));
END
"""
# unaccent() is called stable only because somebody might change its dictionary.
WORDS = """
CREATE FUNCTION decks_words(question text, answer text, tags text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
SELECT setweight(to_tsvector('simple'::regconfig, decks_folded(question)), 'A')
    || setweight(to_tsvector('simple'::regconfig,
        decks_folded(array_to_string(tags, ' '))), 'B')
    || setweight(to_tsvector('simple'::regconfig, decks_folded(answer)), 'C');
END
"""
COLUMN = """
ALTER TABLE decks_card ADD COLUMN search_words tsvector
    GENERATED ALWAYS AS (decks_words(question, answer, tags::text[])) STORED
"""
# With the usual 100 the planner takes a handful of rare words for a common one.
STATISTICS = "ALTER TABLE decks_card ALTER COLUMN search_words SET STATISTICS 500"
INDEX = "CREATE INDEX card_search ON decks_card USING gin (deck_id, search_words)"
FIRST_WORDS = """
INSERT INTO decks_searchword (word)
SELECT word FROM ts_stat('SELECT search_words FROM decks_card')
WHERE length(word) BETWEEN 3 AND 40 AND word !~ '^[0-9]+$'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("decks", "0004_making_decks"),
    ]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        BtreeGinExtension(),
        migrations.RunSQL(FOLDED, "DROP FUNCTION decks_folded"),
        migrations.RunSQL(WORDS, "DROP FUNCTION decks_words"),
        migrations.RunSQL(COLUMN, "ALTER TABLE decks_card DROP COLUMN search_words"),
        migrations.RunSQL(STATISTICS, migrations.RunSQL.noop),
        migrations.RunSQL(INDEX, "DROP INDEX card_search"),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("word", models.CharField(db_collation="C", max_length=40)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["word"], name="search_word"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["word"],
                        name="search_word_trigrams",
                        opclasses=["gin_trgm_ops"],
                    ),
                ],
            },
        ),
        migrations.RunSQL(FIRST_WORDS, migrations.RunSQL.noop),
    ]
