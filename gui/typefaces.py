"""The platform's typefaces, with the forms of Chinese characters that the window's language asks for."""

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

from gui.settings import language

_HAN = {"zh_CN": ("PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", "Source Han Sans SC")}


def typeface(kind: QFontDatabase.SystemFont, points: float) -> QFont:
    """A font of the platform; Qt would else take Chinese characters from whichever face comes first, say a Japanese."""
    font = QFontDatabase.systemFont(kind)
    font.setPointSizeF(points)
    han = [family for family in _HAN.get(language(), ()) if QFontDatabase.hasFamily(family)]
    if han:
        font.setFamilies([QFontInfo(font).family(), *han])  # an alias like "Sans Serif" would be passed over
    return font
