"""Pictures of an object, rendered in a small studio."""
