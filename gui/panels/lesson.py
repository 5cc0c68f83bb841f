"""The panel Lesson: a chapter of the course, whose code runs in the engine as it is shown."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from engine.thread.lesson_commands import ListLessons, OpenLesson, ReadLesson, RunStep
from engine.thread.lesson_events import LessonRead, LessonsListed, Step, StepRun, Text
from gui import theme
from gui.engine_link import EngineLink
from gui.panel import LEFT, Panel, Place, listens
from gui.selection import Selection
from gui.settings import language, stored
from gui.widgets.action_button import ActionButton
from gui.widgets.chapter_bar import ChapterBar
from gui.widgets.code_block import CodeBlock
from gui.widgets.lesson_text import LessonText
from gui.widgets.tensor_list import glimpsed

_KEY = "lessons/last"


class LessonPanel(Panel):
    """Text, code and its output below each other; the lesson that was open last is there at the next start."""

    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("Panel", "Lesson"))
    icon: ClassVar[str] = "info"
    places: ClassVar[dict[str, Place]] = {"learn": Place(LEFT, 0, width=0.3)}

    def __init__(self, link: EngineLink, selection: Selection) -> None:
        super().__init__(link, selection)
        self.lessons: tuple[tuple[str, str], ...] = ()
        self.current = ""  # the name of the lesson that is shown
        self.blocks: list[CodeBlock] = []
        self.next_step = 0
        self.chapters = ChapterBar()
        self.run_next = self._new_action(self.tr("Run the next step"), "Ctrl+Return")
        self.before = self._new_action(self.tr("◂ back"), "Ctrl+PgUp")
        self.after = self._new_action(self.tr("next ▸"), "Ctrl+PgDown")
        self._page = QScrollArea()
        self._lay_out()
        self.chapters.chosen.connect(self._open_number)
        self.run_next.triggered.connect(self._run_next)
        self.before.triggered.connect(lambda: self._open_number(self.number - 1))
        self.after.triggered.connect(lambda: self._open_number(self.number + 1))

    @property
    def number(self) -> int:
        """The place of the lesson among all of them, −1 before one is shown."""
        return next((place for place, (name, _) in enumerate(self.lessons) if name == self.current), -1)

    def minimumSizeHint(self) -> QSize:
        """Wide enough for a line of code."""
        return QSize(330, 200)

    @listens(LessonsListed)
    def take_list(self, event: LessonsListed) -> None:
        """Open the lesson that was open last, or the first one."""
        self.lessons = event.lessons
        names = [name for name, _ in event.lessons]
        wanted = self.current or stored().value(_KEY)
        if names:
            self._open_number(names.index(wanted) if wanted in names else 0)

    @listens(LessonRead)
    def show_lesson(self, event: LessonRead) -> None:
        """Show a lesson from its beginning; nothing of it has run."""
        lesson = event.lesson
        self.current, self.next_step, self.blocks = lesson.name, 0, []
        self._page.setWidget(self._new_page(lesson.parts))
        self._page.verticalScrollBar().setValue(0)
        titles = tuple(title for _, title in self.lessons)
        self.chapters.show_chapters(titles, self.number)
        self.caption_changed.emit(f"{self.number + 1} · {lesson.title}")
        self.link.send(OpenLesson(lesson.name))
        stored().setValue(_KEY, lesson.name)
        self._follow()

    @listens(StepRun)
    def show_output(self, event: StepRun) -> None:
        """Show what a step printed, or what PyTorch refused."""
        if event.lesson == self.current:
            block = self.blocks[event.step]
            pictures = {
                name: glimpsed(seen.levels, seen.limit, seen.shape, seen.norm)
                for name, seen in event.pictures
            }
            block.show_output(event.printed, event.error, pictures)
            self.next_step = max(self.next_step, event.step + 1)
            self._page.ensureWidgetVisible(block, 0, 40)
            self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        """Fetch the lessons: someone looks."""
        super().showEvent(event)
        if not self.lessons:
            self.link.send(ListLessons(language()))

    def _lay_out(self) -> None:
        self._page.setWidgetResizable(True)
        self._page.setFrameShape(QFrame.Shape.NoFrame)
        self._page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        for action in (self.before, self.run_next, self.after):
            buttons.addWidget(ActionButton(action), 2 if action is self.run_next else 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 8, theme.SPACE)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self.chapters)
        layout.addWidget(self._page, 1)
        layout.addLayout(buttons)

    def _new_action(self, text: str, keys: str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setToolTip(QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText))
        action.setEnabled(False)
        self.addAction(action)
        return action

    def _new_page(self, parts: tuple[Text | Step, ...]) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, theme.SPACE, theme.SPACE)
        layout.setSpacing(2 * theme.SPACE)
        for part in parts:
            layout.addWidget(self._new_text(part) if isinstance(part, Text) else self._new_block(part))
        layout.addStretch(1)
        return page

    def _new_text(self, part: Text) -> LessonText:
        text = LessonText(part.markdown)
        text.pointed.connect(self.selection.point_at)
        return text

    def _new_block(self, part: Step) -> CodeBlock:
        block = CodeBlock(part.code)
        block.run_asked.connect(partial(self._run, part.number))
        self.blocks.append(block)
        return block

    def _run(self, step: int) -> None:
        self.link.send(RunStep(self.current, step))

    def _run_next(self) -> None:
        """The next step; behind the last one, the next lesson."""
        if self.next_step < len(self.blocks):
            self._run(self.next_step)

    def _open_number(self, number: int) -> None:
        if 0 <= number < len(self.lessons):
            self.link.send(ReadLesson(self.lessons[number][0], language()))

    def _follow(self) -> None:
        """Offer what makes sense now."""
        self.before.setEnabled(self.number > 0)
        self.after.setEnabled(0 <= self.number < len(self.lessons) - 1)
        self.run_next.setEnabled(self.next_step < len(self.blocks))
