"""What a screen can show of a tensor."""
