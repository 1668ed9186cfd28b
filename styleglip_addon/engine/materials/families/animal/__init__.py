"""Hides, furs, feathers, shells and bones."""
