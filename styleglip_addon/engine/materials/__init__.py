"""What style words mean: materials as functions of position, with all channels of a Principled BSDF."""
