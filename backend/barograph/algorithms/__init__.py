"""Algorithms: from a frame to scores, as pure functions of arrays."""
