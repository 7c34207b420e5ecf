"""The step microscope as it is drawn: one part of the screen a file, each a pure function on cells."""
