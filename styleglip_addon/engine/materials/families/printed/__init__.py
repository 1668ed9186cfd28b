"""Patterns, prints, paintings, papers and lights."""
