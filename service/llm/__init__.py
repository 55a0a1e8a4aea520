"""An optional language model that writes answers, and the checks that keep it honest."""
