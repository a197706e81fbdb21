"""What each format's reader takes out of a file, and what it leaves in it."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from embeddings.formats.dates import stated_date
from embeddings.formats.docx import read_docx
from embeddings.formats.epub import read_epub
from embeddings.formats.extract import Extract, Member
from embeddings.formats.mail import read_mail
from embeddings.formats.pdf import read_pdf
from embeddings.formats.stated import stated
from embeddings.formats.text import read_markdown, read_text
from embeddings.formats.webpage import read_webpage
from embeddings.passages import Metadata
from tests.written_files import book, pdf, printed, word, zipped

PAGE = """<!DOCTYPE html><html><head><title>Graves found - The Paper</title>
<meta charset="utf-8"><meta property="og:site_name" content="The Paper">
<link rel="canonical" href="https://paper.example/graves">
<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"},
{"@type": "NewsArticle", "headline": "Graves found", "datePublished": "2022-09-20T23:00:00Z",
"author": [{"name": "Jane Roe"}, {"name": "Ann Poe"}]}]}</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<div class="cookie-banner">We use cookies. Accept all cookies?</div>
<article><h1>Graves found</h1><p>Prosecutors <b>counted</b> 445 graves in the
forest near the town. “They dug all week,” an official said.</p>
<table><tr><th>Place</th><th>Graves</th></tr><tr><td>Izium</td><td>445</td></tr></table>
<ul><li>The first item of it</li><li>The second item of it</li></ul>
<p>They left<br>in May.</p></article>
<section id="comments"><h3>Comments</h3><p>A comment of some length by a reader.</p></section>
<footer>© 2022 The Paper. All rights reserved.</footer></body></html>"""

ARTICLE = (
    "Graves found\n\nProsecutors counted 445 graves in the forest near the town. “They dug all "
    "week,” an official said.\n\nPlace | Graves\nIzium | 445\n\nThe first item of it\n"
    "The second item of it\n\nThey left\nin May."
)


def test_article_is_taken_out_of_its_page() -> None:
    assert read_webpage(PAGE.encode()) == Extract(
        ARTICLE,
        "Graves found",
        Metadata("Jane Roe, Ann Poe", "2022-09-20", "The Paper", "https://paper.example/graves"),
    )


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (b"<p>Ten graves were found.</p>", "Ten graves were found."),
        (
            b"<html><body><div>Ten <i>graves</i> were found.</div><div>Beta</div></body></html>",
            "Ten graves were found.\n\nBeta",
        ),
        ("<meta charset=windows-1251><p>Так сказал он.".encode("cp1251"), "Так сказал он."),
        ('<?xml version="1.0" encoding="utf-8"?><p>é</p>'.encode(), "é"),
        ('<meta charset="utf-8"><p>“naïve”</p>'.encode("cp1252"), "“naïve”"),
        ("<p>“naïve”</p>".encode("utf-16"), "“naïve”"),
        (
            "<meta charset=utf-8><p>“Torn” \n’</p>".encode().replace(b"\n\xe2", b""),
            "“Torn” \ufffd\ufffd",
        ),
        ("<meta charset=ascii><p>“naïve” – yes</p>".encode("cp1252"), "“naïve” – yes"),
        (b"<p>a &lt;b&gt; &amp; c<!-- not this --> d<script>nor this</script></p>", "a <b> & c d"),
    ],
)
def test_page_without_an_article_gives_its_text(page: bytes, text: str) -> None:
    assert read_webpage(page).text == text


@pytest.mark.parametrize(
    ("head", "title", "metadata"),
    [
        (
            '<meta name="author" content="A B"><meta name="author" content="C D">'
            '<meta name="citation_title" content="T"><meta name="DC.date" content="2020-01-02">',
            "T",
            Metadata("A B, C D", "2020-01-02"),
        ),
        (
            '<title>A title</title><meta property="article:author" content="https://x.example/me">'
            '<meta property="og:url" content="https://x.example/1">',
            "A title",
            Metadata(address="https://x.example/1"),
        ),
        ('<script type="application/ld+json">{broken</script>', None, Metadata()),
        ("", None, Metadata()),
    ],
)
def test_page_states_its_metadata(head: str, title: str | None, metadata: Metadata) -> None:
    page = f"<html><head>{head}</head><body><p>Of 5 May 2019, by John.</p></body></html>"
    extract = read_webpage(page.encode())
    assert (extract.title, extract.metadata) == (title, metadata)


@pytest.mark.parametrize(
    ("text", "metadata"),
    [
        (
            "---\ntitle: T\nauthor: 'Jane Roe'\ndate: 2022-09-20T10:00:00+02:00\n"
            "publisher: The Paper\nurl: https://x.example/1\n---\nText.",
            Metadata("Jane Roe", "2022-09-20", "The Paper", "https://x.example/1"),
        ),
        ("---\nauthors:\n  - Jane Roe\n  - Ann Poe\n---\nText.", Metadata("Jane Roe, Ann Poe")),
        ("---\nauthors: [Jane Roe, 'Ann Poe']\n---\nText.", Metadata("Jane Roe, Ann Poe")),
        (
            "Title: T\nBy: Jane Roe\nDate: 20 September 2022\nSource: https://x.example\n\nText.",
            Metadata("Jane Roe", "2022-09-20", None, "https://x.example"),
        ),
        (" date 2022-09-20 Almost all the bodies", Metadata(date="2022-09-20")),
        (
            "KYIV, Ukraine, Sept. 20, 2022 (Reuters) – Almost all",
            Metadata(date="2022-09-20", publisher="Reuters"),
        ),
        ("KYIV, Sept. 20 (Reuters) – Almost all", Metadata()),
        ("In May 2019 Jane Roe wrote: https://x.example is down.", Metadata()),
        ("Author: nobody knows who wrote this.", Metadata()),
    ],
)
def test_text_states_its_metadata_in_front(text: str, metadata: Metadata) -> None:
    assert stated(text) == metadata
    assert read_markdown(text.encode()).metadata == metadata


def test_plain_text_and_markdown_are_kept_as_they_are() -> None:
    text = "# A *heading*\r\n\r\nText.  \n"
    assert read_text(text.encode()) == Extract(text)
    assert read_markdown(text.encode()) == Extract(text, "A heading")


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2022-09-20", "2022-09-20"),
        ("2022-09-20T23:59:59Z", "2022-09-20"),
        ("2022-9-2", "2022-09-02"),
        ("20220920", "2022-09-20"),
        ("20 September 2022", "2022-09-20"),
        ("Tuesday, September 20th, 2022", "2022-09-20"),
        ("03/04/2022", "03/04/2022"),
        ("September 2022", "September 2022"),
        ("2022-13-45", "2022-13-45"),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_date_is_read_only_where_it_is_certain(written: str | None, date: str | None) -> None:
    assert stated_date(written) == date


def test_pdf_lines_become_paragraphs_and_pages_are_kept() -> None:
    head = (72, 800, "Report of the commission")
    first = printed(
        [
            "Findings",
            "",
            "Prosecutors counted more than four hundred graves in the exam-",
            "ined forest; they were examined again by the well-known offi-",
            "cials of the region, who said on Friday that the work goes on.",
            "They left in May.",
            "",
            "The second paragraph begins here and runs on to the end of",
        ]
    )
    second = printed(["the page and over it.", "", "    Not well-known: the rest."])
    third = printed(["The end."])
    data = pdf(
        [
            [head, *first, (300, 40, "Page 1 of 3")],
            [head, *second, (300, 40, "Page 2 of 3")],
            [head, *third, (300, 40, "Page 3 of 3")],
        ],
        "The report",
        "Jane Roe",
    )
    extract = read_pdf(data)
    assert extract.text.split("\n\n") == [
        "Report of the commission",
        "Findings",
        "Prosecutors counted more than four hundred graves in the examined forest; they were "
        "examined again by the well-known officials of the region, who said on Friday that the "
        "work goes on. They left in May.",
        "The second paragraph begins here and runs on to the end of the page and over it.",
        "Not well-known: the rest.",
        "The end.",
    ]
    assert [extract.text[at : at + 8] for at in extract.pages] == [
        "Report o",
        "the page",
        "The end.",
    ]
    assert (extract.title, extract.metadata) == ("The report", Metadata("Jane Roe", "2000-01-01"))


def test_pdf_columns_are_read_one_after_the_other() -> None:
    left = printed(["The left column tells", "of the graves that were"], left=72)
    right = printed(["found in the forest, and", "then it ends."], left=320)
    assert read_pdf(pdf([[*left, *right]])).text == (
        "The left column tells of the graves that were found in the forest, and then it ends."
    )


def test_empty_pdf_page_counts() -> None:
    extract = read_pdf(pdf([printed(["One."]), [], printed(["Three."])]))
    assert (extract.text, extract.pages) == ("One.\n\nThree.", (0, 4, 6))


def test_damaged_pdf_page_is_told_and_the_others_are_read() -> None:
    data = pdf([printed(["One."]), printed(["Two."]), printed(["Three."])])
    first, second, *rest = data.split(b"/Type /Page\n")
    damaged = b"/Type /Pagx\n".join((b"/Type /Page\n".join((first, second)), *rest[:1]))
    extract = read_pdf(b"/Type /Page\n".join((damaged, *rest[1:])))
    assert (extract.text, extract.pages) == ("One.\n\nThree.", (0, 4, 6))
    assert extract.attachments == (Member("page 2", reason="damaged: it cannot be read"),)


def test_word_document_has_its_tables_in_place() -> None:
    document = word(["Ten graves.", [["Place", "Graves"], ["Izium", "445"]], "End."], "A title")
    assert read_docx(document) == Extract(
        "Ten graves.\n\nPlace | Graves\nIzium | 445\n\nEnd.", "A title"
    )


def test_book_is_read_in_its_order() -> None:
    stated = (
        "<dc:title>A book</dc:title><dc:creator>Jane Roe</dc:creator><dc:creator>Ann Poe"
        "</dc:creator><dc:date>2020-05-01</dc:date><dc:publisher>A house</dc:publisher>"
    )
    chapters = {"z%20one.xhtml": "<h1>One</h1><p>It&#160;began.</p>", "a.xhtml": "<p>It ended.</p>"}
    data = book(chapters, stated, **{"OPS/z one.xhtml": "<h1>One</h1><p>It began.</p>"})
    assert read_epub(data) == Extract(
        "One\n\nIt began.\n\nIt ended.",
        "A book",
        Metadata("Jane Roe, Ann Poe", "2020-05-01", "A house"),
    )


HEADER = (
    "From: Jane Roe <j@x.example>\nSubject: =?utf-8?q?Gr=C3=A4ber?=\n"
    "Date: Tue, 20 Sep 2022 23:30:00 +0200\n"
)


@pytest.mark.parametrize(
    ("body", "text", "members"),
    [
        ("\nTen graves.\n", "Ten graves.\n", ()),
        (
            "Content-Type: text/html; charset=utf-8\n\n<p>Ten <b>graves</b>.</p><p>Two.</p>\n",
            "Ten graves.\n\nTwo.",
            (),
        ),
        (
            'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
            "Ten.\n--b\nContent-Type: text/plain\nContent-Disposition: attachment; "
            'filename="../a.txt"\n\nAttached.\n--b--\n',
            "Ten.",
            (Member(".._a.txt", b"Attached."),),
        ),
        (
            'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n'
            'Content-Disposition: attachment; filename="a.txt"\n\nAttached.\n--b--\n',
            "Gräber",
            (Member("a.txt", b"Attached."),),
        ),
        (
            'Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
            "  \n--b\nContent-Type: text/html\n\n<p>Ten.</p>\n--b--\n",
            "Ten.",
            (),
        ),
        (
            'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/html\n\n'
            "<p>Ten.</p>\n--b\nContent-Type: text/plain\n\nSent to the list.\n--b--\n",
            "Ten.\n\nSent to the list.",
            (),
        ),
        (
            "Content-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: "
            "quoted-printable\n\n<meta charset=3D'iso-8859-1'><p>Caf=E9 M=FCller</p>\n",
            "Café Müller",
            (),
        ),
        (
            "Content-Type: text/plain; charset=unknown-8\nContent-Transfer-Encoding: base64\n\n"
            "w6QgYnIgNQ==\n",
            "ä br 5",
            (),
        ),
    ],
)
def test_message_gives_its_body_and_attachments(body: str, text: str, members: tuple) -> None:
    assert read_mail((HEADER + body).encode()) == Extract(
        text, "Gräber", Metadata("Jane Roe <j@x.example>", "2022-09-20"), attachments=members
    )


def test_message_of_nothing_but_a_file_is_read_for_it() -> None:
    body = (
        'From: a@x.example\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: '
        'text/plain\nContent-Disposition: attachment; filename="a.txt"\n\nAttached.\n--b--\n'
    )
    assert read_mail(body.encode()) == Extract(
        "(no subject)",
        None,
        Metadata("a@x.example"),
        attachments=(Member("a.txt", b"Attached."),),
    )


def test_word_document_is_read_as_it_shows_its_changes_and_forms() -> None:
    document = docx.Document()
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    inserted = f"{run.format('Smith was ')}<w:ins>{run.format('not ')}</w:ins>"
    deleted = "<w:del><w:r><w:delText>very </w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run.format('gone ')}</w:moveFrom>{run.format('guilty.')}"
    field = f"<w:sdt><w:sdtContent>{run.format('5 May')}</w:sdtContent></w:sdt>"
    block = f"<w:sdt><w:sdtContent><w:p>{run.format('In a form.')}</w:p></w:sdtContent></w:sdt>"
    for xml in (
        f"<w:p>{inserted}{deleted}{moved}</w:p>",
        f"<w:p>{run.format('Date: ')}{field}<w:smartTag>{run.format(' Kyiv')}</w:smartTag></w:p>",
        block,
    ):
        named = xml.replace(">", f" {nsdecls('w')}>", 1)
        document.element.body.insert(-1, parse_xml(named))
    file = io.BytesIO()
    document.save(file)
    assert read_docx(file.getvalue()).text == (
        "Smith was not guilty.\n\nDate: 5 May Kyiv\n\nIn a form."
    )


def nested(tables: int) -> bytes:
    """A Word document of a table in a table and so on."""
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    for _ in range(tables - 1):
        cell = cell.add_table(1, 1).cell(0, 0)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


BOMB = zipped({"word/document.xml": b"0" * 50_000_000})
TIMES = 50_000_000 // zipfile.ZipFile(io.BytesIO(BOMB)).infolist()[0].compress_size


@pytest.mark.parametrize(
    ("read", "data", "reason"),
    [
        (read_pdf, b"%PDF-1.7 nothing more", "damaged: no PDF reader can open it"),
        (read_pdf, pdf([printed(["A line."])])[:600], "damaged: no PDF reader can open it"),
        (
            read_pdf,
            pdf([printed(["A line."])], password="secret"),
            "encrypted: it needs a password; save it without one",
        ),
        (
            read_pdf,
            pdf([[]]),
            "no text layer: its pages are pictures; recognise the text (OCR) first",
        ),
        (read_docx, b"PK\3\4 nothing more", "damaged: it cannot be unpacked"),
        (read_docx, zipped({"a.txt": "x"}), "damaged: no Word document can be read from it"),
        (read_docx, nested(21), "not read: it is nested too deeply"),
        (read_docx, BOMB, f"unpacked it is {TIMES:,} times as large, the limit is 200"),
        (read_epub, BOMB, f"unpacked it is {TIMES:,} times as large, the limit is 200"),
        (read_epub, zipped({"a.txt": "x"}), "damaged: it has no readable package file"),
        (
            read_epub,
            zipped({"META-INF/rights.xml": "x"}),
            "encrypted: it is locked to a reading device or account",
        ),
        (read_mail, b"Just a text.", "no e-mail message: it has no header"),
        (read_webpage, b"", "no HTML page: it holds no elements"),
        (read_webpage, b"<p> </p>", "empty: the page holds no text of its own"),
        (read_webpage, b"\0\1\2", "binary, not text"),
    ],
)
def test_what_cannot_be_read_has_its_reason(read, data: bytes, reason: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        read(data)
    assert str(caught.value) == reason
