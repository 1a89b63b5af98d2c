"""Rarity: how rare a value is, on the scale that all algorithms share."""
