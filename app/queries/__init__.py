"""Reads: one function per page or file, which loads all that it needs."""
