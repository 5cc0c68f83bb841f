"""How the network would change."""
