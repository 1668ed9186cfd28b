"""Training of the embedded default model: procedural objects whose parts and materials are known."""
