"""The Python packages that the add-on runs on: which they are, whether they fit together, and how they are installed.

No Blender and no PyTorch: this runs where they are still missing.
"""
