"""Automations: what Barograph does by itself when something happens, within limits that people set."""
