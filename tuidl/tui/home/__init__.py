"""The parts of the home screen: the shelf of lessons, the map, the chosen lesson, the last runs. Pure."""
