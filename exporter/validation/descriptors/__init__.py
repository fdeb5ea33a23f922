"""Descriptors, manifests and documents: whether they obey the standard and the schemas, rule by rule."""
