"""From Blender to plain arrays: meshes, colours and masks, and whether an object can be stylized at all."""
