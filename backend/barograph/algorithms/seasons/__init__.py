"""Seasons: what local time, the hour of the week and a trend say about a series."""
