"""How something was said: what kind of act, to whom, in which channel."""
