"""The engine: what is due is fetched, scored, judged, recorded and told."""
