"""What all materials look like to an encoder: pictures of each on a ball, embedded once per model and kept."""
