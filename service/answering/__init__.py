"""Questions to cited answers; knows no HTTP."""
