"""Documents in, ranked hits out: SQLite is the truth, what is searched is derived from it."""
