"""Bytes in, prepared documents out; knows nothing of storage."""
