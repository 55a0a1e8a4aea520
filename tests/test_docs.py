"""The documentation names what exists: files, settings, routes, codes, commands, metrics."""

import ast
import importlib
import re
import typing
from pathlib import Path

import pytest
import typer

from ingest.errors import BriefingError, InputError
from service.settings import Settings, variable

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
INGEST = ROOT / "docs" / "ingest.md"
API = ROOT / "docs" / "api.md"
OPERATIONS = ROOT / "docs" / "operations.md"
SECURITY = ROOT / "docs" / "security.md"
EVALUATION = ROOT / "docs" / "evaluation.md"
PAGES = sorted([README, ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
RELEASED = ("ingest", "index", "service", "eval")
PACKAGES = (*RELEASED, "training", "supply")
PROMISES = range(1, 20)
SOURCES = {".py", ".js", ".html", ".css", ".svg", ".jsonl", ".toml", ".tsv"}

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def first_cells(text: str) -> list[str]:
    """The code names that stand in the first cell of a table's rows, one cell to an entry."""
    cells = re.findall(r"^\| (`[^|]+`) \|", text, re.MULTILINE)
    return [cell.strip("`") for cell in cells]


def is_marker(path: Path) -> bool:
    """Whether a file does nothing but make a folder a package."""
    return path.name == "__init__.py" and len(ast.parse(read(path)).body) <= 1


def source_files() -> list[str]:
    found = [
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.suffix in SOURCES and not is_marker(path)
    ]
    assert len(found) > 100
    return sorted(found)


def test_architecture_has_every_file_once():
    named = re.findall(
        r"`((?:ingest|index|service|eval|training|supply)/[\w./-]+\.\w+)`", read(ARCHITECTURE)
    )
    assert sorted(named) == source_files()


def test_architecture_says_something_of_every_file():
    lines = re.findall(r"^- `[\w./-]+\.\w+`: (.*)$", read(ARCHITECTURE), re.MULTILINE)
    assert len(lines) == len(source_files())
    assert [line for line in lines if len(line.split()) < 3 or not line.endswith(".")] == []


def test_readme_lists_every_setting_with_its_default():
    rows = re.findall(r"^\| `(BRIEFING_\w+)` \| (.+?) \|", read(README), re.MULTILINE)
    assert [name for name, _ in rows] == [variable(field) for field in Settings.model_fields]
    shown = dict(rows)
    for name, field in Settings.model_fields.items():
        if field.default_factory is not None:
            continue  # depends on the machine; described in words
        default = "not set" if field.default is None else f"`{field.default}`"
        assert shown[variable(name)] == default


def test_no_page_names_a_setting_that_does_not_exist():
    known = {variable(field) for field in Settings.model_fields}
    named = {name for page in PAGES for name in re.findall(r"BRIEFING_[A-Z_]*[A-Z]", read(page))}
    assert named - known == set()


@pytest.fixture(scope="module")
def openapi() -> dict[str, typing.Any]:
    from service.http.app import create_app

    return create_app(Settings()).openapi()


def test_api_names_every_route_and_no_other(openapi):
    served = {
        f"{method.upper()} {path}"
        for path, methods in openapi["paths"].items()
        for method in methods
    }
    named = set(re.findall(r"`((?:GET|POST|DELETE|PUT|PATCH) /[^`\s]*)`", read(API)))
    pages_of_our_own = {"GET /", "GET /docs"}
    assert named - pages_of_our_own == served


def test_api_names_every_field(openapi):
    text = read(API)
    schemas = openapi["components"]["schemas"]
    ours = {name: schema for name, schema in schemas.items() if "HTTP" not in name}
    framework = {"ValidationError"}
    missing = [
        f"{name}.{field}"
        for name, schema in ours.items()
        if name not in framework
        for field in schema.get("properties", {})
        if f"`{field}`" not in text and f'"{field}"' not in text
    ]
    assert missing == []


def test_api_has_every_code_with_its_status():
    from service.http.problem_kinds import KINDS

    rows = re.findall(r"^\| `(\w+)` \| (\d{3}) \|", read(API), re.MULTILINE)
    assert {code: int(status) for code, status in rows} == {
        code: kind.status for code, kind in KINDS.items()
    }
    assert len(rows) == len(KINDS)


def errors_below(kind: type[BriefingError]) -> list[type[BriefingError]]:
    children = kind.__subclasses__()
    return children + [found for child in children for found in errors_below(child)]


def test_every_error_of_the_trees_is_documented():
    for package in RELEASED:
        importlib.import_module(f"{package}.errors")
    codes = {
        error.code: error.__module__.partition(".")[0]
        for error in errors_below(BriefingError)
        if error.__module__.partition(".")[0] in PACKAGES
    }
    assert len(codes) > 20
    for code, package in codes.items():
        assert f"`{code}`" in read(EVALUATION if package == "eval" else API)


def test_limits_of_reading_are_those_of_the_code():
    rows = re.findall(
        r"^\| .+ \| ([\d.,]+)( MB)?[^|]* \| `([\w.]+)\.(\w+)` \|$", read(INGEST), re.M
    )
    assert len(rows) > 10
    for number, megabytes, module, name in rows:
        stated = float(number.replace(",", "")) * (1024**2 if megabytes else 1)
        assert stated == getattr(importlib.import_module(module), name), name


def test_every_code_of_reading_is_explained():
    named = re.findall(r"^\| `(\w+)` \| ", read(INGEST).partition("\n## Codes\n")[2], re.M)
    ours = [one for one in errors_below(InputError) if one.__module__ == InputError.__module__]
    assert sorted(named) == sorted(error.code for error in ours)


def test_api_names_every_event():
    from service.answering.events import Answered, Cited, Delta, Event, HitsFound

    name_of = {HitsFound: "hits", Delta: "delta", Cited: "citation", Answered: "answer"}
    assert set(typing.get_args(Event)) == set(name_of)
    named = first_cells(read(API).split("### Streaming")[1].split("\n## ")[0])
    assert named == [*name_of.values(), "done", "error"]


def test_operations_has_every_metric():
    from service.http.app import create_app

    registry = create_app(Settings()).state.edge.metrics.registry
    endings = {"counter": "_total", "gauge": "", "histogram": ""}
    ours = [one for one in registry.collect() if one.name.startswith("briefing_")]
    named = re.findall(r"`(briefing_\w+)", read(OPERATIONS))
    assert set(named) == {f"{one.name}{endings[one.type]}" for one in ours}


def marked_promises() -> set[tuple[int, str]]:
    """Each promise with each file that has a test marked with it."""
    return {
        (int(number), path.relative_to(ROOT).as_posix())
        for path in (ROOT / "tests").rglob("test_*.py")
        if path.name != "test_promises.py"  # its marks are those of invented tests
        for number in re.findall(r"pytest\.mark\.promise\((\d+)\)", read(path))
    }


def test_operations_has_every_promise_and_who_holds_it():
    rows = re.findall(r"^\| (\d+)\. .+ \| (.*)\|$", read(OPERATIONS), re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(PROMISES)
    named = {(int(number), name) for number, cell in rows for name in re.findall("`(.+?)`", cell)}
    assert named == set(marked_promises())
    assert {number for number, _ in named} == set(PROMISES)


def test_evaluation_explains_every_measure():
    from eval.answer_scores import summarise
    from eval.metrics import mean_scores
    from eval.refusals import refusal_figures

    text = read(EVALUATION)
    shown = {name.replace("@3", "@1") for name in (*summarise([], []), *refusal_figures([]))}
    shown |= {re.sub(r"^(R|Success)@\d+$", r"\1@k", name) for name in mean_scores([])}
    assert [name for name in sorted(shown) if f"`{name}`" not in text] == []


def test_evaluation_has_every_command_and_every_option(commands):
    text = read(EVALUATION)
    below = dict(commands["eval"].commands)
    run = below.pop("run")
    named = re.findall(r"^\| `briefing eval ([a-z-]+) ", text, re.MULTILINE)
    assert sorted(named) == sorted(below)
    cells = {cell for cell in first_cells(text) if cell.startswith("--")}
    options = {option for option in options_of(run) if option.startswith("--")}
    assert cells - {"--help"} == options - {"--help"}


@pytest.fixture(scope="module")
def commands() -> dict[str, typing.Any]:
    from eval.cli import command
    from service.cli import app

    # typer's own kind of command, whichever library is below it.
    group: typing.Any = typer.main.get_command(app)
    return {**group.commands, "eval": typer.main.get_command(command)}


def options_of(command: typing.Any) -> set[str]:
    """The options of a command, or of all commands below it."""
    below = getattr(command, "commands", {}).values()
    own = {option for parameter in command.params for option in parameter.opts}
    return own.union(*map(options_of, below))


def test_readme_has_every_command(commands):
    named = [cell.split()[1] for cell in first_cells(read(README)) if cell.startswith("briefing ")]
    assert sorted(named) == sorted(commands)


def test_readme_names_only_options_that_exist(commands):
    rows = re.findall(r"^\| `briefing (\w+)[^`]*` \| (.*) \|$", read(README), re.MULTILINE)
    assert len(rows) == len(commands)
    for name, description in rows:
        named = set(re.findall(r"`(--?[\w-]+)`", description))
        assert named - options_of(commands[name]) == set()


@pages
def test_commands_in_code_exist(page, commands):
    """Every `briefing ...` in code is a command with options it has."""
    text = read(page)
    code = [
        line
        for block in re.findall(r"^```\w*\n(.*?)^```$", text, re.S | re.M)
        for line in block.splitlines()
    ]
    code += re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)
    for line in code:
        said = re.sub(r"--data-dir \S+ ", "", line.partition("#")[0])
        found = re.search(r"(?:^|[\s$])briefing ([a-z]+)\b(.*)", said)
        if found is None:
            continue
        name, rest = found.groups()
        if name == "briefing":  # `docker compose run ... briefing briefing ingest`
            name, _, rest = rest.strip().partition(" ")
        assert name in commands, line
        named = set(re.findall(r"(?<!\S)(--?[a-z][\w-]*)", rest))
        assert named - options_of(commands[name]) == set(), line


@pages
def test_make_targets_exist(page):
    targets = set(re.findall(r"^([a-z]+):", read(ROOT / "Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", read(page), re.MULTILINE))
    assert named - targets == set()


def anchor(title: str) -> str:
    """As GitHub makes it: letters, digits, hyphens.

    >>> anchor("Folders, jobs and watching")
    'folders-jobs-and-watching'
    """
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


@pages
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", read(page)):
        if re.match(r"https?:", target):
            continue
        path, _, heading = target.partition("#")
        linked = page.parent / path if path else page
        assert linked.exists(), target
        if heading:
            titles = re.findall(r"^#+ (.+)$", read(linked), re.MULTILINE)
            assert heading in {anchor(title) for title in titles}, target


@pages
def test_files_named_in_code_exist(page):
    roots = r"(?:benchmarks|docs|samples|tests)"
    for name in re.findall(rf"[`\s@]({roots}/[\w./-]+)", read(page)):
        assert (ROOT / name.rstrip(".")).exists(), name


def test_every_control_of_security_names_its_code_and_its_tests():
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", read(SECURITY), re.MULTILINE)
    controls = [(control, test) for _, control, test in rows if "tests/" in test]
    assert len(controls) > 20
    for control, test in controls:
        for name in re.findall(r"`(tests/[\w./-]+)`", test):
            assert re.search(r"^\s*(?:async )?def test_", read(ROOT / name), re.MULTILINE), name
        for name in re.findall(r"`([\w.-]+/[\w./-]+)`", control):
            assert (ROOT / name).exists(), name


def test_python_in_the_readme_uses_what_exists():
    blocks = re.findall(r"^```python\n(.*?)^```", read(README), re.S | re.M)
    assert blocks
    for block in blocks:
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.ImportFrom):
                module = importlib.import_module(node.module or "")
                assert [n.name for n in node.names if not hasattr(module, n.name)] == []


def test_readme_begins_with_the_two_commands():
    lines = read(README).splitlines()
    assert [line.split("#")[0].strip() for line in lines[3:5]] == ["make serve", "make test"]
