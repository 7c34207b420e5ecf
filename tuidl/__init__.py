"""tuidl: learn deep learning by watching and steering real networks while they learn."""

__version__ = "0.1.0"
