"""What is read out of log lines: templates, categories, counts; no network here."""
