"""Food on plates and boards."""
