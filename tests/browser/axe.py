"""What axe-core finds wrong with a page as it is shown."""

from axe_playwright_python.sync_playwright import Axe

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page):
    """Each broken rule with what breaks it; colours in both themes, the rest once."""
    axe = Axe()
    rules = {"runOnly": {"type": "tag", "values": STANDARD}}
    found = axe.run(page, options=rules).response["violations"]
    scheme = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'")
    page.emulate_media(color_scheme="light" if scheme == "dark" else "dark")
    found += axe.run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
    page.emulate_media(color_scheme=scheme)
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]
