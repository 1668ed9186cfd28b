"""Instruments of an orchestra or a band."""
