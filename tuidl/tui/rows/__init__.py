"""The single rows around a lab: head, knobs, pulse, keys. Pure drawing on cells."""
