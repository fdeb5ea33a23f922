"""Who said what: contents, cues and sources, as spans of the text."""
