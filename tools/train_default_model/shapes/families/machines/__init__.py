"""Ordnance, arms that shoot, hoisting gear."""
