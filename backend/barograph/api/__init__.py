"""The web API: views parse, call once, return."""
