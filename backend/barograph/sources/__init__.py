"""Sources: from Prometheus and Loki to frames."""
