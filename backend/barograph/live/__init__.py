"""Live: what happened reaches every open socket, in order, once, and only those who may see it."""
