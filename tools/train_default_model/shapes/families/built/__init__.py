"""Buildings and vehicles."""
