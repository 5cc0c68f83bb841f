"""The panels of the window, one file each: putting a file here adds a panel."""
