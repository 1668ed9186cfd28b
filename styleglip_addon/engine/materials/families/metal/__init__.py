"""Metals."""
