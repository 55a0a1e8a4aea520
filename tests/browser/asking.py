"""Asking on the chat page, as the tests of several of its parts do."""

from playwright.sync_api import Locator, Page


def ask(page: Page, question: str) -> Locator:
    """Ask by keyboard and wait for the whole reply."""
    asked = page.locator(".turn").count()
    page.wait_for_selector("#document-count:not(:empty)")
    page.fill("#question", question)
    page.keyboard.press("Enter")
    reply = page.locator(".turn").nth(asked).locator(".reply:not([aria-busy])")
    reply.locator(".citation, .status").first.wait_for()
    return reply
