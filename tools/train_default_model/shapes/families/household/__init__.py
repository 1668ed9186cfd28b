"""Things of the house."""
