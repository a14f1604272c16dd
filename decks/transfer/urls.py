"""URLs of bringing cards in and taking them along."""

from django.urls import path

from decks.transfer import export_views, import_views

IMPORTS = [
    path("import/", import_views.import_page, name="import"),
    path("decks/<int:deck_id>/import/", import_views.import_into, name="import_into"),
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

urlpatterns = [*IMPORTS, *EXPORTS]
