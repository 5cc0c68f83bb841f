"""The network and all that is computed from it; knows no Qt."""

import os

# NumPy's matrix products are small here. OpenBLAS shares even those among threads that then spin in wait for more:
# a tenth of a core while a person draws, taken from the window. It reads this when NumPy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
