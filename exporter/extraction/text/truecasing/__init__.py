"""Writes texts without letters of two sizes, all in small letters or in capitals, as others are written."""
