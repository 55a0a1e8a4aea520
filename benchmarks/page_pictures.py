"""Takes the pictures of the chat page that the documentation shows, from the real service.

python benchmarks/page_pictures.py [--into docs/images]
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from demonstration import chromium, served_samples
from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Of a picture in the documentation: more makes the pages slow to open.
MOST_BYTES = 150_000
# Enough for text on a few grounds; a picture is then a third as large.
COLOURS = 128
ANSWERED = "표민서 부총리가 누표원에 당부한 것은?"
ANSWERED_ENGLISH = "What did the minister ask HIST?"
UNANSWERED_ENGLISH = "What is the price of cold noodles today?"


@dataclass(frozen=True, slots=True)
class Picture:
    """One state of the page, and how it is looked at."""

    name: str
    locale: str
    scheme: str
    lead_there: Callable[["Page"], None]
    width: int = 1280
    height: int = 800


def welcome(page: "Page") -> None:
    """Nothing asked yet."""
    page.wait_for_selector("#suggestions button")


def answer(page: "Page") -> None:
    """A grounded answer, the card of its number open."""
    ask(page, ANSWERED_ENGLISH)
    page.locator(".cite").first.hover()


def article(page: "Page") -> None:
    """The article beside the chat, with the quoted characters marked."""
    ask(page, ANSWERED)
    page.locator(".marker").first.click()
    page.wait_for_selector("#reader mark")


def refusal(page: "Page") -> None:
    """What the documents do not say, with related passages."""
    ask(page, UNANSWERED_ENGLISH)


def documents(page: "Page") -> None:
    """The panel of documents."""
    page.wait_for_selector("#document-count:not(:empty)")
    page.click("#open-documents")
    page.wait_for_selector(".document")


def ask(page: "Page", question: str) -> None:
    """Ask and wait for the whole answer."""
    page.wait_for_selector("#document-count:not(:empty)")
    page.fill("#question", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(".reply:not([aria-busy]) :is(.after, .refusal)")


PICTURES = (
    Picture("welcome", "ko-KR", "light", welcome),
    Picture("answer", "en-US", "dark", answer),
    Picture("article", "ko-KR", "light", article),
    Picture("refusal", "en-US", "dark", refusal, width=390, height=844),
    Picture("documents", "ko-KR", "light", documents),
)


def main() -> None:
    """Take all of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--into", type=Path, default=Path("docs/images"))
    folder: Path = parser.parse_args().into
    folder.mkdir(parents=True, exist_ok=True)
    with served_samples() as url, chromium() as browser:
        for picture in PICTURES:
            path = folder / f"{picture.name}.png"
            take(browser, url, picture, path)
            size = path.stat().st_size
            print(f"{path}: {size} bytes{' (too large)' if size > MOST_BYTES else ''}")


def take(browser: "Browser", url: str, picture: Picture, path: Path) -> None:
    """Lead a new page to the state and write what is seen."""
    context = browser.new_context(
        locale=picture.locale,
        color_scheme=picture.scheme,
        reduced_motion="reduce",
        viewport={"width": picture.width, "height": picture.height},
    )
    page = context.new_page()
    page.goto(url)
    picture.lead_there(page)
    shot = Image.open(BytesIO(page.screenshot()))
    shot.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    context.close()


if __name__ == "__main__":
    main()
