"""How the network changes."""
