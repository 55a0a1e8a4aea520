"""docs/api.md, written from what the service itself says of its routes."""
