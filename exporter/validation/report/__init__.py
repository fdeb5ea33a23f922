"""What was found: written down by the checks, and given back as a report."""
