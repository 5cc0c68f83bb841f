"""The version of the program."""

from importlib.metadata import PackageNotFoundError, version


def installed_version() -> str:
    """The version that is installed, "unknown" where the program runs without having been installed."""
    try:
        return version("netglass")
    except PackageNotFoundError:
        return "unknown"
