from tests.tally import Tally, main

REPORT = """<testsuites><testsuite>
  <testcase classname="a" name="passes"/>
  <testcase classname="a" name="fails"><failure/></testcase>
  <testcase classname="a" name="breaks"><error/></testcase>
  <testcase classname="a" name="waits"><skipped message="no server"/></testcase>
</testsuite></testsuites>"""
GOOD = """<testsuites><testsuite><testcase classname="a" name="passes"/></testsuite></testsuites>"""


def test_every_outcome_is_counted_once(tmp_path):
    (tmp_path / "report.xml").write_text(REPORT)

    assert Tally.read(tmp_path / "report.xml") == Tally(passed=1, failed=2, skipped=1)


def test_a_run_without_report_has_failed(tmp_path):
    assert Tally.read(tmp_path / "missing.xml") == Tally(failed=1)


def test_the_last_line_adds_up(tmp_path, capsys):
    (tmp_path / "one.xml").write_text(GOOD)
    (tmp_path / "two.xml").write_text(GOOD)

    assert main([str(tmp_path / "one.xml"), str(tmp_path / "two.xml")]) == 0
    assert capsys.readouterr().out == "2 passed, 0 failed\n"


def test_a_failure_is_told_by_the_exit_code(tmp_path, capsys):
    (tmp_path / "report.xml").write_text(REPORT)

    assert main([str(tmp_path / "report.xml")]) == 1
    assert capsys.readouterr().out == "1 passed, 2 failed, 1 skipped\n"


def test_skips_are_named_where_none_is_allowed(tmp_path, capsys):
    (tmp_path / "report.xml").write_text(REPORT)

    assert main(["--no-skips", str(tmp_path / "report.xml")]) == 1
    assert capsys.readouterr().out == "These may not be skipped here:\n  a.waits: no server\n"
