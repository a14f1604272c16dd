"""When a card comes back: FSRS-6 under five confidence levels.

Pure code: no Django, no clock, no random. The caller passes the moment and the fuzz
quantile; frozen dataclasses go in and come out.
"""
