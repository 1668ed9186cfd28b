"""Stones, plaster and what is built of them."""
