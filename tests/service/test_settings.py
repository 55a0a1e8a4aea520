"""Settings come from arguments and variables, are bounded, and refuse what they do not know."""

import os
from pathlib import Path

import platformdirs
import pytest
from pydantic import ValidationError

from service.errors import InvalidSettings
from service.settings import LogFormat, Settings, load_settings, stray_variables


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.upper().startswith("BRIEFING_"):
            monkeypatch.delenv(name)


def test_defaults_are_local_and_bounded() -> None:
    settings = load_settings()
    assert settings.host == "127.0.0.1"
    assert settings.port == 8000
    assert settings.embedding_model == "bundled"
    assert settings.max_question_chars == 4000
    assert settings.max_document_bytes == 20_971_520
    assert settings.data_dir == platformdirs.user_data_path("briefing-qa", appauthor=False)
    assert settings.cache_dir == platformdirs.user_cache_path("briefing-qa", appauthor=False)


def test_arguments_win_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_PORT", "9001")
    monkeypatch.setenv("BRIEFING_HOST", "::1")
    settings = load_settings({"port": 9002, "host": None})
    assert (settings.host, settings.port) == ("::1", 9002)


def test_an_empty_variable_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_THREADS", "")
    assert load_settings().threads is None


def test_paths_become_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    settings = load_settings({"data_dir": Path("here"), "cache_dir": "~/there"})
    assert settings.data_dir == tmp_path / "here"
    assert settings.cache_dir == tmp_path / "home" / "there"


def test_settings_cannot_be_changed() -> None:
    settings = load_settings()
    with pytest.raises(ValidationError, match="frozen"):
        settings.port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BRIEFING_PORT", "65536"),
        ("BRIEFING_PORT", "http"),
        ("BRIEFING_MAX_DOCUMENT_BYTES", "0"),
        ("BRIEFING_MAX_QUESTION_CHARS", "0"),
        ("BRIEFING_THREADS", "0"),
        ("BRIEFING_LOG_FORMAT", "xml"),
        ("BRIEFING_REQUESTS_PER_MINUTE", "0"),
    ],
)
def test_values_out_of_bounds_name_their_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InvalidSettings, match=f"{name}={value}: "):
        load_settings()


@pytest.mark.parametrize(
    "value",
    ["*", "a.example", "https://a.example/", "https://A.example", "http://a,,http://b"],
)
def test_origins_are_written_as_browsers_do(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("BRIEFING_ALLOWED_ORIGINS", value)
    with pytest.raises(InvalidSettings, match="BRIEFING_ALLOWED_ORIGINS="):
        load_settings()


def test_an_unknown_variable_is_named_with_its_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_DATADIR", "/somewhere")
    with pytest.raises(InvalidSettings) as caught:
        load_settings()
    assert str(caught.value) == (
        "BRIEFING_DATADIR is not a setting; did you mean BRIEFING_DATA_DIR or BRIEFING_WATCH_DIR?"
    )
    assert caught.value.code == "invalid_settings"


def test_an_unknown_variable_without_neighbours_lists_the_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BRIEFING_XQZJW", "1")
    with pytest.raises(InvalidSettings, match=r"the settings are BRIEFING_DATA_DIR, "):
        load_settings()


def test_an_unknown_variable_is_refused_without_the_loader_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("BRIEFING_PROT", "1")
    with pytest.raises(ValidationError, match="BRIEFING_PROT"):
        Settings()


def test_every_problem_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_PORT", "-1")
    monkeypatch.setenv("BRIEFING_HOTS", "x")
    with pytest.raises(InvalidSettings) as caught:
        load_settings()
    assert "BRIEFING_PORT=-1" in str(caught.value)
    assert "did you mean BRIEFING_HOST?" in str(caught.value)


def test_the_test_suites_own_variables_are_no_settings() -> None:
    environment = {"BRIEFING_TEST_DATA": "/x", "BRIEFING_PORT": "1", "PATH": "/bin"}
    assert stray_variables(environment) == []


def test_unknown_arguments_are_refused() -> None:
    with pytest.raises(InvalidSettings, match="did you mean BRIEFING_DATA_DIR"):
        load_settings({"datadir": "/x"})


def test_choices_are_read_from_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_LOG_FORMAT", "json")
    assert load_settings().log_format is LogFormat.JSON


def test_no_dotenv_file_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BRIEFING_PORT=9999\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load_settings().port == 8000
