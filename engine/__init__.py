"""The network and all that is computed from it; knows no Qt."""
