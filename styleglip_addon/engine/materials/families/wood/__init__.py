"""Woods, boards and what is pressed or split from them."""
