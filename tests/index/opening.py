"""An index whose vectors are indexed as they are: storage is tested apart from ranking."""

from functools import partial

from index.corpus import open_index
from index.dense import IDENTITY

open_plain = partial(open_index, transform=IDENTITY)
