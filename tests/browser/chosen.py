"""What `make test` does in Chromium: a minute of what people do most, and what they
would forgive least.

`make test-full` does all of it: every other test here is marked `full` by the conftest.
Of what is asked in several looks, with and without script, `make test` takes what the
test's own marks leave.
"""

CHOSEN = {
    "test_account.py": ["test_a_passkey_is_added_and_signs_in_alone"],
    "test_axe.py": ["test_what_a_stranger_sees"],
    "test_exam.py": ["test_by_keyboard_from_the_date_to_the_end_of_the_final_pass"],
    "test_hostile_texts.py": [
        "test_nothing_hostile_comes_alive_in_the_preview_of_an_import"
    ],
    "test_invites.py": ["test_a_stranger_opens_a_link_signs_up_comes_back_and_joins"],
    "test_journey.py": ["test_sign_up_study_ten_by_keyboard_come_back"],
    "test_kept_for_whom.py": [
        "test_ratings_of_somebody_else_are_neither_shown_nor_sent"
    ],
    "test_kept_ratings.py": [
        "test_offline_the_rating_is_kept_and_sent_when_the_network_is_back"
    ],
    "test_left_early.py": ["test_a_page_left_before_the_answer_loses_no_rating"],
    "test_making_cards.py": ["test_five_cards_are_written_by_keyboard"],
    "test_making_decks.py": ["test_a_deck_is_made_by_keyboard"],
    "test_progress.py": ["test_the_tables_say_by_keyboard_what_the_pictures_show"],
    "test_search.py": ["test_the_whole_way_by_keyboard"],
    "test_session.py": [
        "test_undo_goes_back_to_the_start_and_shows_the_old_tile",
        "test_a_lost_reply_is_sent_again_and_counts_once",
    ],
    "test_sharing.py": ["test_a_deck_is_shared_by_keyboard_alone"],
    "test_study.py": [
        "test_a_double_click_on_a_tile_counts_once",
        "test_a_failing_network_keeps_the_card_and_the_rating_counts_once",
        "test_two_tabs_end_with_a_clear_word",
    ],
    "test_talk.py": [
        "test_from_the_sitting_to_the_card_is_said_something_and_back_by_keyboard"
    ],
    "test_ways_to_study.py": [
        "test_practice_changes_no_schedule_and_can_be_repeated",
        "test_a_swipe_rates_where_it_was_chosen",
    ],
}
