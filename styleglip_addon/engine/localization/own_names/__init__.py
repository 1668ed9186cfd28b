"""What the object's own names say about its parts: the first witness, before the pictures."""
