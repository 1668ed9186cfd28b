"""Baked textures, UV maps and dense copies."""
