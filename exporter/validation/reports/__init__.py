"""What was found: written down by the checks, and rendered for people and machines."""
