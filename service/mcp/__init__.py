"""The stored documents as tools of the Model Context Protocol."""
