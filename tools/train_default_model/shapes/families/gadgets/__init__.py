"""Devices to see, hear and speak with."""
