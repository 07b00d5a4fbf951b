"""Benchmarks: each compares our way with the bare one, side by side in one run."""
