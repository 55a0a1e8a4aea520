"""When each code is answered, in the order of the table of docs/api.md."""

WHEN: dict[str, str] = {
    "bad_request": "the request cannot be read",
    "malformed_json": "the body is not JSON",
    "key_required": "there are keys, and the request brings none",
    "invalid_key": "there is no such key, or it was revoked",
    "insufficient_scope": "the key may only ask and read",
    "read_only": "this service only reads: send it to the one that writes",
    "foreign_host": "there are no keys, and the request's `Host` is no name of this service",
    "foreign_origin": "another site's page asks for a change",
    "not_found": "nothing is served at this path",
    "method_not_allowed": "the path exists, the method does not",
    "body_too_large": "the body is over the limit of its route",
    "idempotency_key_busy": "a request with this `Idempotency-Key` is being worked on; ask again",
    "idempotency_key_reused": "this `Idempotency-Key` came with another request before",
    "invalid_request": "a field is missing, unknown or out of its range",
    "model_not_found": "OpenAI's routes only: there is no model of that name",
    "rate_limited": (
        "more than `BRIEFING_REQUESTS_PER_MINUTE` from this client, or too many wrong keys; "
        "`Retry-After` says when"
    ),
    "empty_question": "no letter or digit in the question",
    "question_too_long": "over `BRIEFING_MAX_QUESTION_CHARS`",
    "invalid_input": "an input cannot be used, for a reason the detail gives",
    "source_not_found": "no file or folder is there (commands only)",
    "unsupported_format": (
        "a kind of file no reader knows, or a content type that is not taken here"
    ),
    "undecodable_text": "text in none of the encodings tried",
    "encrypted_document": "the file asks for a password",
    "damaged_document": "the file is of a known kind, and its reader cannot make sense of it",
    "unsafe_archive": "it has too many or too large parts, or parts that lead out of it",
    "too_many_links": (
        "a feed or a sitemap names more documents than are fetched at once (commands and jobs)"
    ),
    "parser_limit": "reading it takes more time, memory or room than one file is given",
    "empty_document": "no text is left once the furniture is gone",
    "document_too_large": "over `BRIEFING_MAX_DOCUMENT_BYTES`",
    "fetch_failed": "a URL did not answer with a document (commands and jobs)",
    "fetch_refused": "a URL points where the service must not go (commands and jobs)",
    "unknown_document": "no stored document has that id",
    "unknown_job": "no job has that id, or it was finished long ago",
    "jobs_full": (
        "200 jobs wait, or what waits takes up `BRIEFING_MAX_WAITING_BYTES`; send it again later"
    ),
    "job_abandoned": "in a job only: the service died three times over it",
    "not_ready": "still loading, stopping, or loading failed; the detail says which",
    "busy": "too much is being worked on; ask again",
    "store_busy": "another process writes to the data directory",
    "export_damaged": "a file is no whole export, or has changed since (commands only)",
    "storage_failed": "the disk refused; what was stored before is safe",
    "index_failure": "the index cannot do this now",
    "index_damaged": "stored data fail their own checks: see [operations](operations.md#damage)",
    "store_too_new": "a later release wrote the data directory",
    "model_mismatch": "the index was built with another embedding model: `briefing rebuild`",
    "model_unreadable": "the embedding model is missing or cannot be read",
    "invalid_alias_file": "`aliases.csv` has a line that cannot be used; the detail has its number",
    "no_collection": "commands only: the data directory holds no documents",
    "not_empty": (
        "commands only: something lies where a backup is to be put, or put back; nothing is "
        "overwritten"
    ),
    "backup_damaged": "commands only: a folder is no whole backup, or has changed since",
    "keys_unreadable": (
        "the file of keys is damaged; nobody is let in: see [keys](operations.md#keys)"
    ),
    "internal_error": "something failed inside; the log says what",
    "error": "a failure without a code of its own",
    "citation_mismatch": "a quotation did not match the stored document and was not sent",
    "invalid_settings": "commands only: a setting is unknown or out of its range",
    "address_in_use": "commands only: the address to serve on is taken",
    "command_unavailable": "commands only: a plugged-in command could not be loaded",
    "unknown_key": "commands only: no key has that name or id",
    "key_name_taken": "commands only: another key is called so",
}
