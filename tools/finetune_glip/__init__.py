"""Fine-tunes a GLIP on labelled meshes: renders them with boxes and phrases and tunes the network on that."""
