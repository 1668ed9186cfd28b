"""The embedded model's dual encoder and its table of looks."""
