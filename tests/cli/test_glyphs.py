"""What the doctor says of the signs that a screen is drawn with."""


def test_doctor_says_that_a_locale_has_plain_ascii_alone(tuidl, monkeypatch):
    monkeypatch.delenv("TUIDL_GLYPHS", raising=False)
    monkeypatch.setenv("LC_ALL", "C")
    assert "! limited  unicode     screens are drawn in plain ASCII: set LANG=C.UTF-8" in tuidl("doctor").stdout
    monkeypatch.setenv("TUIDL_GLYPHS", "unicode")
    assert "braille, blocks and symbols" in tuidl("doctor").stdout
