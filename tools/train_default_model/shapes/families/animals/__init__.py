"""Animals of many kinds: four-legged, winged, many-legged, of the water."""
