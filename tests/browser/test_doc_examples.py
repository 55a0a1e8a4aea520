"""The JavaScript of the documentation, run by a browser on a page of the service's own origin."""

import re

import pytest

from tests.doc_examples import examples, with_sample

pytestmark = [pytest.mark.browser, pytest.mark.model]

# What is logged is handed back; everything else is the example itself.
RUN = """async () => {{
  const said = [];
  const console = {{ log: (...parts) => said.push(parts.join(" ")) }};
  {code}
  return said.join("\\n");
}}"""


@pytest.fixture(scope="module")
def url(server):
    with with_sample(server) as address:
        yield address


@pytest.mark.parametrize("example", examples("javascript"), ids=lambda one: one.name)
def test_it_runs_in_a_page(visit, url, example):
    page = visit(url, path="/docs")
    printed = page.evaluate(RUN.format(code=example.at(url)))
    assert re.search(example.expected, printed), printed
