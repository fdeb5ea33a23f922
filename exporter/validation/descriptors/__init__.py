"""Descriptors: strict JSON, the rules of Data Package v2, and what they say as records."""
