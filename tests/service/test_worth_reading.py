"""Which sentences are read."""

from ingest.document import Language
from service.answering.followup import understand
from service.answering.select import candidates
from service.answering.weights import UNREAD
from service.answering.worth_reading import ROOM, worth_reading
from tests.service.ranked import document, ranking

LONG = ROOM[Language.KO] // 3


def sentence(number, length=LONG):
    return f"{number} " + "가" * (length - 3) + "."


def found(texts, evidence):
    documents = [document(text, f"/news/{n}.txt") for n, text in enumerate(texts)]
    hits = ranking(documents, evidence)
    quotes = {one.doc_id: () for one in documents}
    return candidates(hits, quotes, understand("무엇인가?", []), {}, UNREAD)


def read(chosen):
    return {
        rank: [passage.text[start : start + 1] for start, _ in passage.parts]
        for rank, passage in chosen.items()
    }


def test_the_best_sentences_are_read_in_the_order_of_the_text_while_there_is_room():
    texts = ["\n".join(map(sentence, "12")), sentence("3"), sentence("4")]
    chosen = worth_reading(found(texts, [[0.9, 0.7], [0.8], [0.6]]))
    assert read(chosen) == {1: ["1", "2"], 2: ["3"]}


def test_the_best_are_read_with_what_introduces_them():
    texts = ["\n".join(map(sentence, "123")), "\n".join(map(sentence, "45"))]
    chosen = worth_reading(found(texts, [[0.8, 0.1, 0.9], [0.85, 0.2]]))
    assert read(chosen) == {1: ["2", "3"], 2: ["4"]}


def test_only_few_of_the_best_are():
    texts = ["\n".join(sentence(n, 40) for n in "12345678")]
    chosen = worth_reading(found(texts, [[0.1, 0.9, 0.1, 0.9, 0.1, 0.9, 0.1, 0.8]]), room=7 / 24)
    assert read(chosen) == {1: ["1", "2", "3", "4", "5", "6", "8"]}


def test_a_sentence_too_long_for_what_is_left_lets_shorter_ones_in():
    texts = [sentence("1"), sentence("2", 3 * LONG - 50), sentence("3", 40)]
    chosen = worth_reading(found(texts, [[0.9], [0.8], [0.1]]))
    assert read(chosen) == {1: ["1"], 3: ["3"]}


def test_the_best_is_read_however_long_it_is():
    chosen = worth_reading(found([sentence("1", 9 * LONG)], [[0.9]]))
    assert read(chosen) == {1: ["1"]}


def test_nothing_found_leaves_nothing_to_read():
    assert worth_reading([]) == {}
