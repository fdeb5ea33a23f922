"""Who speaks: the mentions of sources, joined, with their roles, affiliations and reasons for anonymity."""
