"""Which organisation a source belongs to."""
