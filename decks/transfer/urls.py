"""URLs of bringing cards in and taking them along."""

from django.urls import path

from decks.transfer import export_views, import_views, sent_views, take_out_views

IMPORTS = [
    path("import/", import_views.import_page, name="import"),
    path("decks/<int:deck_id>/import/", import_views.import_into, name="import_into"),
    path("import/sent/<uuid:sent_id>/", sent_views.import_sent, name="import_sent"),
    path(
        "import/sent/<uuid:sent_id>/cancel/",
        sent_views.import_cancel,
        name="import_cancel",
    ),
    path(
        "import/sent/<uuid:sent_id>/retry/",
        sent_views.import_retry,
        name="import_retry",
    ),
    path(
        "import/sent/<uuid:sent_id>/look/",
        import_views.look_again,
        name="import_look",
    ),
]

EXPORTS = [
    path("decks/<int:deck_id>/export/", export_views.export, name="deck_export"),
    path(
        "decks/<int:deck_id>/export/<slug:kind>/",
        export_views.export_file,
        name="deck_export_file",
    ),
    path("decks/<int:deck_id>/sheet/", export_views.sheet, name="deck_sheet"),
]

TAKE_OUTS = [
    path("settings/take-out/", take_out_views.take_out, name="take_out"),
    path(
        "settings/take-out/reviews.csv",
        take_out_views.take_out_reviews,
        name="take_out_reviews",
    ),
    path(
        "settings/take-out/account.json",
        take_out_views.take_out_account,
        name="take_out_account",
    ),
]

urlpatterns = [*IMPORTS, *EXPORTS, *TAKE_OUTS]
