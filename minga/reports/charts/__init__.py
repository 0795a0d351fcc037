"""Charts, each drawn on a canvas at the width it is asked for."""
