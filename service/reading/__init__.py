"""Reading a question and a passage together: does it answer, and in which words."""
