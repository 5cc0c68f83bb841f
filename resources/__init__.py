"""Files that travel with the program: weights, icons, examples."""
