"""Screens of their own."""
