"""The lessons that ship with the program: how they are written down, and how their code is run."""
