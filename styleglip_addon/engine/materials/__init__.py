"""What style words mean. No PyTorch."""
