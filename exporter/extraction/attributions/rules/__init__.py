"""Attributions by rules over the parse and the quotation marks; no model is needed."""
