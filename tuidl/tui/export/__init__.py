"""Pictures of the screen as files: SVG, PNG and text, drawn from the very cells that the terminal shows."""
