"""The kinds of targets that can be checked, each from end to end: documents, a package, a release, a catalog."""
