"""How well a network reads digits that were moved, turned, hurried, broken or badly photographed."""
