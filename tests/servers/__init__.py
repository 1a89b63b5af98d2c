"""Real servers for tests: each starts on 127.0.0.1 with a fresh folder and is stopped by its pid."""
