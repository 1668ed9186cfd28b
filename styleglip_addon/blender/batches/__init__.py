"""Many assets in one call: what is to be done, a process that does it, and what is told of it."""
