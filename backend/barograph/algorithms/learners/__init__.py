"""Learners: small models in plain arrays, which several series or windows of series share."""
