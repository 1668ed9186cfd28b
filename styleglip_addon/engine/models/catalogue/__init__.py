"""Which models can be had, and their download. No PyTorch."""
