"""Other libraries' hybrid retrieval beside ours, each in a process of its own."""
