"""What all checks share: the package as records, bounds, messages, strict JSON, safe opening."""
