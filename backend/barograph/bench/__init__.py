"""Benchmarks: one file each, one shape for all."""
