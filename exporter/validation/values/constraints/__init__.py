"""The constraints of a field, checked on typed Arrow arrays: bounds, lengths, lists, patterns, JSON Schemas."""
