"""What is known only when all documents were read: entities of the package, near-duplicates."""
