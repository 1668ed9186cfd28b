"""Cloths, knits and plaits."""
