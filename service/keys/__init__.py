"""API keys: who may read, who may write."""
