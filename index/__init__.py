"""Documents in, ranked hits out: SQLite is the truth, FAISS and FTS5 are derived from it."""
