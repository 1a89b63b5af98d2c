"""Ready detectors for what people usually watch, with a few parameters to fill in."""
