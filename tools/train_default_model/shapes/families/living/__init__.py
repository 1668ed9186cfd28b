"""Creatures, plants and food."""
