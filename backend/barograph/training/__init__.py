"""Training: history is fetched and cleaned, fits run in processes of their own, models get versions."""
