"""Delimited text: read fast where it is plain CSV, exactly where it is not."""
