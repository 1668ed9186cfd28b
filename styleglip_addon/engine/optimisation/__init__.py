"""The loop that fits the fields: steps, optimiser, progress, and the state that a run can be put away in."""
