"""Settings for all three modes (FLASHCARDS_MODE: local, dev, production).

Importing this starts nothing and connects to nothing.
"""

from flashcards.settings.apps import *
from flashcards.settings.browser import *
from flashcards.settings.data import *
from flashcards.settings.files import *
from flashcards.settings.logs import *
from flashcards.settings.mail import *
from flashcards.settings.people import *
from flashcards.settings.place import *
