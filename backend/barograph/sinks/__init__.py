"""Whoever is told what happened: Alertmanagers and webhooks, behind one outbox."""
