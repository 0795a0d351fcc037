"""Everybody in one process: the same conversation over a websocket of the door itself."""
