import codecs
from io import BytesIO
from pathlib import Path

import pytest

from tama_portal.common.tabular import TableError, read_table
from tama_portal.common.tabular.encoding import encoding_of
from tests.tama_portal.common.tabular.files import refused, values, written

JAPANESE = ["切削", "薄肉アルミ部品の歪みを抑える", "株式会社①②", "ﾃﾞｰﾀ ﾏｲﾆﾝｸﾞ", "髙橋製作所"]
KOREAN = ["금형", "박막 알루미늄 부품의 변형을 억제하는 절삭", "주식회사 한빛정밀", "뿌리 산업", "표면 처리"]


def detected(content: bytes) -> str:
    return encoding_of(BytesIO(content), None)


@pytest.mark.parametrize("text", JAPANESE)
def test_short_japanese_is_told_as_cp932(text: str) -> None:
    assert detected(f"name\r\n{text}\r\n".encode("cp932")) == "cp932"


@pytest.mark.parametrize("text", KOREAN)
def test_short_korean_is_told_as_cp949(text: str) -> None:
    assert detected(f"name\r\n{text}\r\n".encode("cp949")) == "cp949"


@pytest.mark.parametrize("text", [*JAPANESE, *KOREAN, "café", "São Paulo", "10 µm", "Привет", "plain"])
def test_utf_8_is_told_with_and_without_its_mark(text: str) -> None:
    assert detected(text.encode()) == detected(codecs.BOM_UTF8 + text.encode()) == "utf-8-sig"


def test_korean_syllable_that_happens_to_be_utf_8_is_korean() -> None:
    assert "창".encode("cp949") == "â".encode()
    assert detected("이름\r\n창\r\n".encode("cp949")) == "cp949"
    assert detected("창".encode("cp949")) == "cp949"


@pytest.mark.parametrize(("encoding", "text"), [("cp932", JAPANESE[1]), ("cp949", KOREAN[1])])
def test_long_file_is_told_to_its_last_byte(encoding: str, text: str) -> None:
    """Longer than one reading, ASCII at first, characters split between readings."""
    content = ("id,title\n" * 150_000 + f"1,{text}\n" * 60_000).encode(encoding)

    assert len(content) > 2_000_000
    assert detected(content) == detected(b"x" + content) == encoding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le", "utf-16-be"])
def test_japanese_table_reads_the_same_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    path = written(tmp_path, "a.csv", mark + "名称,要約\r\n歪み,薄肉の切削\r\n".encode(encoding))

    assert values(read_table(path)) == [{"名称": "歪み", "要約": "薄肉の切削"}]


@pytest.mark.parametrize("named", ["euc-kr", "EUC_KR", "cp949", "uhc", "ks_c_5601-1987"])
def test_chosen_encoding_is_used(tmp_path: Path, named: str) -> None:
    path = written(tmp_path, "a.csv", "이름\n똠방각하\n", "cp949")

    assert values(read_table(path, encoding=named)) == [{"이름": "똠방각하"}]


def test_shift_jis_means_what_windows_writes(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "名称\n①㈱髙\n", "cp932")

    assert values(read_table(path, encoding="shift_jis")) == [{"名称": "①㈱髙"}]


def test_wrongly_chosen_encoding_names_the_line(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "name\nplain\n切削\n", "cp932")

    error = refused(path, encoding="utf-8")

    assert error.row == 3
    assert "utf-8" in error.reason


def test_utf_8_with_one_broken_byte_is_not_taken_for_another_encoding(tmp_path: Path) -> None:
    content = "名称\n薄肉アルミ部品の歪みを抑える切削\n研究の概要\n".encode()
    path = written(tmp_path, "a.csv", content.replace("歪".encode(), "歪".encode()[:2]))

    assert refused(path).row == 2


@pytest.mark.parametrize("encoding", ["latin-1", "utf-32"])
def test_other_encodings_are_refused_with_a_remedy(tmp_path: Path, encoding: str) -> None:
    error = refused(written(tmp_path, "a.csv", "nom\nGröße\n", encoding))

    assert "UTF-8" in error.remedy


def test_unknown_encoding_is_refused_by_name() -> None:
    with pytest.raises(TableError, match="ebcdic-klingon"):
        encoding_of(BytesIO(b"a"), "ebcdic-klingon")


def test_binary_file_is_not_text(tmp_path: Path) -> None:
    error = refused(written(tmp_path, "a.csv", "a,b\n".encode("utf-16-le") * 9))

    assert "NUL" in error.reason
