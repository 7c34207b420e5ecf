"""Pooling over windows of images (n, h, w, c)."""
