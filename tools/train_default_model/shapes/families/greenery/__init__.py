"""Trees and plants in more constructions."""
