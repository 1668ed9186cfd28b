"""What swims: boats and ships."""
