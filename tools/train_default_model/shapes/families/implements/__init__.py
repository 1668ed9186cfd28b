"""Tools, weapons and instruments."""
