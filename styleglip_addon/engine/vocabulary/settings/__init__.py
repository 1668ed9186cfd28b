"""All settings of a run, as frozen dataclasses without PyTorch."""
