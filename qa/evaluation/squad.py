"""SQuAD v1.1 and v2.0 files as documents and rows of a test set.

Rajpurkar et al., SQuAD (2016) and Know What You Don't Know (2018). Each article becomes one
document whose text is its paragraphs joined by blank lines. A question's evidence are its gold
answers where the annotators marked them, their offsets moved from paragraph to article: the
passage that counts as found is the one that holds an answer. The article's title is the category.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from embeddings.passages import Document

BETWEEN_PARAGRAPHS = "\n\n"


def squad_rows(data: dict[str, Any], where: str) -> tuple[list[Document], list[dict[str, Any]]]:
    """The articles of parsed SQuAD JSON, and their questions as rows of a test set.

    Raises ValueError where the JSON has another shape or an answer is not in its paragraph.
    """
    documents: dict[str, Document] = {}
    rows: list[dict[str, Any]] = []
    try:
        for article in data["data"]:
            file = _file_name(article["title"], documents)
            start = 0
            for paragraph in article["paragraphs"]:
                for question in paragraph["qas"]:
                    rows.append(_row(question, paragraph["context"], start, file, where))
                    rows[-1]["category"] = rows[-1]["article"] = article["title"]
                start += len(paragraph["context"]) + len(BETWEEN_PARAGRAPHS)
            text = BETWEEN_PARAGRAPHS.join(p["context"] for p in article["paragraphs"])
            documents[file] = Document(file, article["title"].replace("_", " "), file, text)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(
            f"{where} has not the shape of SQuAD JSON ({error!r}); name JSON lines .jsonl"
        ) from error
    return list(documents.values()), rows


def paragraphs(documents: Iterable[Document]) -> list[str]:
    """The paragraphs of articles, in their order."""
    return [text for document in documents for text in document.text.split(BETWEEN_PARAGRAPHS)]


def _row(
    question: dict[str, Any], context: str, start: int, file: str, where: str
) -> dict[str, Any]:
    # v2.0 lists plausible but wrong answers of unanswerable questions under another name
    golds = [] if question.get("is_impossible", False) else question["answers"]
    for gold in golds:
        if context[gold["answer_start"] :][: len(gold["text"])] != gold["text"]:
            raise ValueError(
                f"{where} (id {question['id']!r}): {gold['text']!r} does not stand at character "
                f"{gold['answer_start']} of its paragraph; correct answer_start"
            )
    places = dict.fromkeys((gold["text"], start + gold["answer_start"]) for gold in golds)
    return {
        "id": question["id"],
        "question": question["question"],
        "answerable": bool(golds),
        "answers": list(dict.fromkeys(gold["text"] for gold in golds)),
        "sources": [{"file": file, "evidence": text, "start": at} for text, at in places],
    }


def _file_name(title: str, taken: dict[str, Document]) -> str:
    stem = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", title)
    number = 2
    name = f"{stem}.txt"
    while name in taken:
        name = f"{stem}-{number}.txt"
        number += 1
    return name
