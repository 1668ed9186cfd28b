"""From plain arrays to Blender: shape keys, groups, colours and materials of a result, its record and its removal."""
