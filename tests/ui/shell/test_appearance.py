"""Who needs large letters has them with one press, and again tomorrow."""

from ui.shell.appearance import Appearance
from ui.shell.bare import BareWindow
from ui.shell.window import Window
from ui.theme import look
from ui.widgets.inputs import LineEdit


def test_large_letters_are_one_press_away_and_remembered(qtbot, dressed) -> None:
    kept: list[tuple[str, str]] = []
    appearance = Appearance(dressed, keep=lambda *names: kept.append(names))
    fact, segments = appearance.fact(), appearance.segments()
    for widget in (fact, segments):
        qtbot.addWidget(widget)
    assert fact.accessibleName() == "字号 标准"
    fact.click()
    assert look.sizes() is look.SIZES["large"]
    assert (fact.accessibleName(), segments.value()) == ("字号 大字", "large")
    segments.choose(0)
    assert kept == [("light", "large"), ("light", "standard")]


def test_the_menu_changes_theme_and_size(qtbot, dressed) -> None:
    appearance, window = Appearance(dressed), Window([])
    qtbot.addWidget(window)
    window.actions.add(*appearance.actions())
    window.actions.run("theme.dark")
    window.actions.run("size")
    assert (look.colours(), look.sizes()) == (look.THEMES["dark"], look.SIZES["large"])


def test_a_setting_nobody_knows_is_no_reason_not_to_start(dressed) -> None:
    appearance = Appearance(dressed, "neon", "huge")
    assert (appearance.theme, appearance.size) == ("light", "standard")


def test_pages_before_the_window_follow_each_other(qtbot) -> None:
    frame = BareWindow(["怎么开始", "设口令"], foot=("这台电脑满足要求", "帮助按 F1"))
    qtbot.addWidget(frame)
    frame.resize(1366, 768)
    frame.show()
    first, second = LineEdit("一"), LineEdit("二")
    frame.put(first)
    frame.put(second, step=1)
    qtbot.waitUntil(second.isVisible)
    assert not first.isVisible()
    assert frame.steps.accessibleName() == "第 2 步，共 2 步：设口令"
    frame.put(first)
    qtbot.waitUntil(lambda: first.isVisible() and not second.isVisible())
