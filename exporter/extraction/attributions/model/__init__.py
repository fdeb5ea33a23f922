"""The trained model: words of a text in, attributions out; numbers only, no files but its own weights."""
