"""Questions in, cited answers out: the answer engine, the HTTP API, the chat page, the command."""
