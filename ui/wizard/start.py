"""The first step: alone on this computer, or a look at the demo community."""

from app.texts import tr
from ui.widgets.pick import Pick, PickGroup
from ui.widgets.tag import Mark
from ui.wizard.page import StepPage, notes

ALONE, DEMO = range(2)


class StartPage(StepPage):
    def __init__(self) -> None:
        self.picks = PickGroup(
            [
                Pick(
                    tr("单独使用"),
                    tr("只在这台电脑上用，不联任何服务器。名册、走访、台账都从这里开始。"),
                    Mark(tr("约 3 分钟"), "accent"),
                ),
                Pick(tr("先看看演示社区"), tr("一个虚构的居民区，随便点、随便改，和您自己的数据分开放。不需要口令。")),
            ]
        )
        listed = (
            (tr("全部离线可用"), tr("走访、名册、台账都存在本机，没有网络照样用。")),
            (tr("存的都加密"), tr("电脑丢了，没有口令的人打不开。")),
            (tr("导入先试运行"), tr("手上的 Excel 直接拖进来，看过再写入。")),
            (tr("每一步都能撤销"), tr("改错一个电话、导错一整本名册，都能撤回来。")),
            (tr("不打卡，不定位"), tr("不记在线时长，不记行踪。")),
        )
        words = tr("两种方式都不需要网络。先看演示，以后再单独使用也可以。")
        super().__init__(tr("您想怎么开始？"), words, self.picks, notes(tr("单独使用以后"), listed), back=tr("退出"))
        self.picks.chosen.connect(self._say)
        self.picks.choose(ALONE)
        self.first = self.picks.picks[ALONE]

    def choice(self) -> int:
        return self.picks.choice()

    def begin(self) -> None:
        self.picks.picks[max(self.choice(), 0)].setFocus()

    def _say(self, choice: int) -> None:
        self.hint.setText(tr("下一步：填写您和社区") if choice == ALONE else tr("第一次要准备一会儿"))
