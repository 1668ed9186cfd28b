"""Style words read channel by channel: material, colour, finish, pattern, wear and glow. No PyTorch."""
