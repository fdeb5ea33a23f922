"""Delimited text: fast where it is plain, exact where it is not."""
