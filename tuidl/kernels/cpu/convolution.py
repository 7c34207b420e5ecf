"""Convolution on images (n, h, w, c) as implicit matrix products."""
