"""What the product is made of: pins, licences, foreign files, the bill of materials."""
