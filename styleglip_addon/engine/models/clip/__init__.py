"""CLIP as judge of crops: its network, its checkpoints, its tokenizer."""
