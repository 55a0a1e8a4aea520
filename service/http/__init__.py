"""The HTTP layer: requests in, problems and answers out; knows no ranking."""
