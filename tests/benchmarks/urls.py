"""The site's URLs and the page to measure against."""

from django.urls import path

from flashcards.urls import handler500, urlpatterns
from tests.benchmarks.plain_page import plain_page

__all__ = ["handler500", "urlpatterns"]

urlpatterns = [path("bench/page/", plain_page, name="bench_page"), *urlpatterns]
