"""The version of the program."""


def installed_version() -> str:
    """The version that is installed, "unknown" where the program runs without having been installed."""
    from importlib.metadata import PackageNotFoundError, version  # 15 ms that no start-up needs

    try:
        return version("netglass")
    except PackageNotFoundError:
        return "unknown"
