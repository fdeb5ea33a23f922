"""The constraints on values: bounds, patterns, JSON Schemas."""
