"""A picture as a material: made into a tile without seams and without painted-on light, and laid over a part."""
