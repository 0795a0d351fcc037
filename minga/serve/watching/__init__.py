"""How a door is: the log, health, numbers, and the room now."""
