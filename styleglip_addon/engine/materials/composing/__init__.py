"""Layered materials: what a reading of style words says, laid over a material of the catalogue."""
