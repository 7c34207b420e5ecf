"""The sandbox on screen: what is being built, and how it is drawn."""
