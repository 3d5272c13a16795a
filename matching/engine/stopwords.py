"""Words that say nothing about what a text is about: function words, and the boilerplate of patents,
proposals and requests. Each list holds the form the analyser of its language yields."""

from typing import Final

from matching.engine.english import stem

_ENGLISH = """
a about above after again against all also although am among an and any are as at be because been before
being below between both but by can cannot could did do does doing down during each either et etc few for
from further had has have having he her here hers him his how however i if in into is it its itself just
least less many may me might more most much must my neither no nor not now of off often on once one only
onto or other others our out over own per rather same several shall she should since so some such than
that the their theirs them then there therefore these they this those through thus to too two three under
until up upon us use used uses using very via was we well were what when where whereas whether which while
who whom whose why will with within without would yet you your al
"""

_ENGLISH_BOILERPLATE = """
abstract objective description summary background invention present propose proposed proposes proposal
develop develops developed developing development phase topic research study technology new novel provide
provides provided company seek seeks looking need needs wish offer offers able based include includes
including approach award sbir sttr
"""

_JAPANESE = """
為る 居る 有る 成る 出来る 此れ 其れ 彼れ 何れ 此の 其の 事 物 為 様 時 所 中 上 下 内 間 等 達 的 性 化
者 及び 又 並び に 其処 此処 因る 於く 対する 関する 就く 依る 拠る 基づく 伴う 含む 行う 用いる 得る
与える 示す 呉れる 貰う 見る 言う 思う 考える 良い 無い 可能 必要 我々 私 御 約 各 同 本 当 該 共 他 一 二
三 以上 以下 場合 場 度 来る 行く 出す 付く 置く 取る 掛かる 大きい 高い 多い 更に 特に 非常 極めて 様々
多様 種々
"""

_JAPANESE_BOILERPLATE = """
研究 本研究 発明 本発明 開発 技術 目的 方法 結果 背景 課題 提案 提供 検討 実施 明らか 解明 目指す 活用
期待 貢献 役立つ 有用 重要 利用 適用 応用 評価 示唆 報告 実現 可能性 求める 希望 探す 募集 企業 弊社 当社
困る 相談 対応
"""

_KOREAN = """
하 되 있 없 이 그 저 것 수 등 및 또는 또한 위하 따르 의하 관하 대하 통하 같 않 아니 말 때 때문 경우 중 내
상 하나 둘 각 각각 더 더욱 상세 다른 여러 모든 어떤 이러 그러 가지 나 우리 본 바 데 점 듯 채 뿐 만 시키 받
주 보 오 가 지 놓 두 년 월 일 즉 해당 동시 이때 여기 거 적 들
"""

_KOREAN_BOILERPLATE = """
발명 본발명 상기 포함 구비 구성 특징 제공 이용 사용 방법 관련 기술 개발 연구 과제 목적 결과 실시 실시예
구현 가능 필요 효과 발생 수행 형성 설치 개시 도시 도면 청구항 일측 타측 내부 외부 상부 하부 하기 단계
"""

STOP_WORDS: Final[dict[str, frozenset[str]]] = {
    "ja": frozenset(_JAPANESE.split()),
    "ko": frozenset(_KOREAN.split()),
    "en": frozenset(map(stem, _ENGLISH.split())) | frozenset(_ENGLISH.split()),
}
STOP_WORDS["und"] = STOP_WORDS["en"]

BOILERPLATE: Final[dict[str, frozenset[str]]] = {
    "ja": frozenset(_JAPANESE_BOILERPLATE.split()),
    "ko": frozenset(_KOREAN_BOILERPLATE.split()),
    "en": frozenset(map(stem, _ENGLISH_BOILERPLATE.split())),
}
BOILERPLATE["und"] = BOILERPLATE["en"]

# Two syllables of verb endings and particles, which every Korean sentence has.
_KOREAN_ENDINGS = """
습니 니다 합니 입니 됩니 있습 없습 갑니 립니 십시 시오 주십 하십 하는 하고 하여 하며 하기 하게 하지 되는 되어
되고 되며 된다 한다 이다 에서 으로 에게 부터 까지 에는 에도 이며 이고 인데 지만 는데 어서 아서 해서 려고 면서
거나 도록 위하 위한 통하 대하 따라 의해 관한 있는 있다 없는 같은 것을 것이 것은 수있 싶습 어요 아요 세요
"""
STOP_BIGRAMS: Final = tuple(_KOREAN_ENDINGS.split())
