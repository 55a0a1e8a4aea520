"""The sub-commands of `briefing`, by what they work on."""
