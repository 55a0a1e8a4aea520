"""Why a line that was read is none of its document's text: one closed list for all readers."""

from enum import StrEnum


class Reason(StrEnum):
    """The reasons of `ingest.document.Dropped`. The values are kept in stores and shown to people,
    so they do not change; what has to be said besides follows a colon, as in "element: nav"."""

    # What a line of a page copy is.
    SKIP_LINK = "skip link"
    ADVERTISEMENT = "advertisement"
    PLAYER = "player"
    CREDITS = "credits"
    APPEAL = "appeal to the reader"
    REPORTER = "reporter line"
    TAGS = "tags"
    NOTE = "note by the site"
    WEATHER = "weather"
    COPYRIGHT = "copyright"
    SIGN_OFF = "sign-off"
    SITE_FOOTER = "site footer"
    DATE = "date line"
    DATE_LABEL = "date label"
    COUNTER = "counter"
    BUTTONS = "buttons"
    # Where it stands there.
    SUMMARY = "summary by a machine"
    HEADLINE_REPEATED = "headline repeated"
    ABOVE_HEADLINE = "above the headline"
    PUBLISHER = "publisher's name"
    MENU = "menu"
    TICKER = "breaking-news ticker"
    COMMENTS = "readers' comments"
    OTHER_ARTICLES = "other articles"
    REPEATED = "repeated"
    # What it is in HTML; an element's tag, role or name follows.
    ELEMENT = "element"
    ROLE = "role"
    NAMED = "element named"
    LINKS = "links to other pages"
    OUTSIDE = "outside the article"
    # What it is in a file.
    RUNNING = "page header or footer"
    PAGE_HEADER = "page header"
    PAGE_FOOTER = "page footer"
    COMMENT = "comment"
    HIDDEN_COMMENT = "hidden comment"
    PICTURE = "picture"
    ATTACHMENT = "attachment"
    OTHER_ATTACHMENT = "attachment that is no document"

    def of(self, name: str) -> str:
        """The reason with what it is about.

        >>> Reason.ELEMENT.of("nav")
        'element: nav'
        """
        return f"{self}: {name}"


def kind_of(reason: str) -> Reason:
    """The kind of a dropped line's reason, without what follows its colon.

    >>> kind_of("element: nav") is Reason.ELEMENT
    True
    """
    return Reason(reason.partition(": ")[0])
