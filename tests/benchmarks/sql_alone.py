def prepared_load(ground):
    return None, "bare SQL: (later)"
