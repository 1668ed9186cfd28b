"""Pottery, porcelain and tiles."""
