"""How the reader is made; nothing here runs in the product."""
