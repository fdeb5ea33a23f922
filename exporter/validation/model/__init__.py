"""What all checks share: the records of a package, bounds, quotations in messages, strict JSON, safe opening."""
