"""What grows, lies on the ground, flows and burns."""
