"""The colours, fonts and spacing of the window, in a dark and a light form."""
# CONTRACT (the owner of this file replaces the body, keeps these names):
#
# @dataclass(frozen=True, slots=True, eq=False)
# class Theme:
#     name: str                      # "dark" | "light"
#     background, panel, raised, line, text, muted, accent, on_accent, negative, positive: QColor
#     sequential: tuple[int, ...]    # 256 ARGB colours, magnitudes: paper -> full; index 0 is `panel`
#     diverging: tuple[int, ...]     # 255 ARGB colours + index 255 for NaN; 127 is zero and equals `panel`
#
# SPACE = 8
# def current() -> Theme            # what widgets paint with; read in paintEvent, never kept
# def apply(application: QApplication, name: str) -> None    # "system" | "dark" | "light": palette, style sheet, font;
#                                                            # widgets hear of it by QEvent.PaletteChange
# def mono_font(points: float = 9) -> QFont
# def number(value: float, digits: int = 4) -> str           # "0.0979", "−1.852", "3.0e−05": 4 significant digits
