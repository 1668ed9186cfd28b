"""Buildings with windows, doors, roofs and what belongs to them."""
