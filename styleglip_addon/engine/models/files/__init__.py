"""Files of weights, read without running anything from them."""
