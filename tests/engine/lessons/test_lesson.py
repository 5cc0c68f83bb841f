"""Lessons as they are written down."""

import pytest

from engine.errors import NetglassError
from engine.lessons.lesson import LANGUAGES, Step, Text, lesson_names, parse_lesson, read_lesson

WRITTEN = """# Two and two

Adding **numbers**.

```python
x = 2
print(x)
```

```output
2
```

More words.

```python graph=loss pictures=x,loss
loss = x + 2
```
"""


def test_text_and_steps_follow_each_other():
    lesson = parse_lesson(WRITTEN, "01-adding", "en")
    assert lesson.title == "Two and two"
    assert [type(part) for part in lesson.parts] == [Text, Step, Text, Step]
    assert lesson.steps == (
        Step(0, "x = 2\nprint(x)", output="2"),
        Step(1, "loss = x + 2", "loss", ("x", "loss")),
    )


@pytest.mark.parametrize(
    "text",
    [
        "no title",
        "# A\n\n```output\n1\n```\n",
        "# A\n\n```ruby\n1\n```\n",
        "# A\n\ntext\n\n```output\n1\n```\n",
    ],
)
def test_what_is_written_wrongly_is_noticed(text: str):
    with pytest.raises(ValueError, match=r"."):
        parse_lesson(text, "01-a", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", lesson_names())
def test_every_lesson_is_there_in_every_language(name: str, language: str):
    assert read_lesson(name, language).language == language


@pytest.mark.parametrize("name", lesson_names())
def test_the_languages_share_code_and_output(name: str):
    for language in LANGUAGES:
        assert read_lesson(name, language).steps == read_lesson(name).steps


def test_a_lesson_that_is_not_there_is_refused():
    with pytest.raises(NetglassError, match="no lesson 99-nothing"):
        read_lesson("99-nothing")


def test_a_language_that_is_not_there_is_english():
    assert read_lesson(lesson_names()[0], "fr").language == "en"
