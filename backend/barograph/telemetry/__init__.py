"""What Barograph tells about itself: logs and metrics."""
