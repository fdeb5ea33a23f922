"""What can be checked: documents, a package, a release, a catalog."""
