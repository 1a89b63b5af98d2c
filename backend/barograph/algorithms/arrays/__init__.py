"""Arrays: sums, ranks and scales of many series at once, the same bits wherever a window begins."""
