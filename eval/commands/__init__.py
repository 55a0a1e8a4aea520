"""The commands below `briefing eval`."""
