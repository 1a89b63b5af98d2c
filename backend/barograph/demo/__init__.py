"""The demo: a simulated shop that speaks Prometheus and Loki, and the show around it."""
