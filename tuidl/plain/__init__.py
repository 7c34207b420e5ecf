"""A lesson told in lines, for those who hear a screen: read, asked, run and answered without drawing anything."""
