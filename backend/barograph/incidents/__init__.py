"""Incidents: anomalies that belong together, and what most likely caused them."""
