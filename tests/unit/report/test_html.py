"""verifier.report.html: one page, self-contained, escaped, accessible, that never shows more than was established."""

from __future__ import annotations

import base64
import json
import re
import zlib
from html.parser import HTMLParser

from tests.report_sample import HOSTILE, error_section, obligation, report_of, sample, section
from verifier.report.html import BUDGET, cut, longest, pack, page, seconds
from verifier.report.trust import KERNEL_TITLE, NOT_ASKED

VOID = {"meta", "link", "br", "input", "path", "rect", "img", "hr"}


class Reader(HTMLParser):
    """Collects tags and ids, and whether tags are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.wrong: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID and not self.rawdata[: self.rawdata.find(">")].endswith("/"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def read(text: str) -> Reader:
    return Reader(text)


def test_every_tag_is_closed_and_every_id_is_used_once() -> None:
    """Catches markup that browsers repair each in their own way, and links that lead nowhere."""
    reader = read(page(sample(), {}))
    assert reader.wrong == [] and reader.open == []
    ids = [str(attributes["id"]) for _, attributes in reader.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for tag, attributes in reader.tags:
        target = attributes.get("href") or ""
        if target.startswith("#"):
            assert target[1:] in ids, target
        for name in (attributes.get("aria-labelledby") or "").split():
            assert name in ids, (tag, name)


def test_nothing_is_fetched() -> None:
    """Catches fonts, scripts or styles from elsewhere: the page must work from a disk without a network."""
    text = page(sample(), {})
    for tag, attributes in read(text).tags:
        for key in ("src", "href", "xlink:href", "action", "srcset"):
            value = attributes.get(key)
            assert value is None or value.startswith("#") or value == "data:,", (tag, value)
    assert "default-src 'none'" in text
    assert "@import" not in text and "url(http" not in text


def test_strangers_texts_are_text() -> None:
    """Catches a target, or a theorem file's title, that runs a script in the reader's browser."""
    text = page(sample(), {})
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text
    evil = section("theorem or lemma", "evil", HOSTILE, [("source", HOSTILE), ("statement", HOSTILE + r" \x<img src=x>"), ("hypothesis", HOSTILE)],
                   obligation(HOSTILE, "refuted", evidence=[(HOSTILE, HOSTILE)]))
    data = report_of([evil], headline=HOSTILE, notes=[HOSTILE], entries=[{"name": "evil", "part": "lemma", "strength": "refuted", "attackable": 0, "uses": [], "assumes": []}])
    tags = [tag for tag, _ in read(page(data, {})).tags]
    assert tags.count("script") <= 2 and "img" not in tags


def test_headings_are_in_order_and_the_page_has_a_language() -> None:
    """Catches a page that a screen reader cannot walk."""
    tags = read(page(sample(), {})).tags
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b <= a + 1 for a, b in zip(levels, levels[1:], strict=False))
    assert dict(tags)["html"] == {"lang": "en"}
    assert [tag for tag, _ in tags].count("main") == 1


def test_failures_come_first_and_are_open() -> None:
    """Catches a refuted claim that has to be looked for, or whose witness is folded away."""
    text = page(sample(), {})
    assert text.index("Refuted: 1 claim is false") < text.index('class="counts"')
    assert text.index("z = 17/50") < text.index('class="counts"')
    assert re.search(r'<details class="obligation" id="bound-3" open>', text)
    assert "<title>Not established: " in text
    good = page(sample(failing=False), {})
    assert "Not established" not in good and "class=\"banner" not in good


def test_many_failures_are_counted_not_poured_out() -> None:
    """Catches a first page of sixty lines that all say that a solver is missing."""
    text = page(report_of([section("theorem instance", "2.1", "t", [], *(obligation(f"o{i}", "undecided") for i in range(60)))]), {})
    banner = text[text.index('class="banner') : text.index('class="counts"')]
    assert "Not decided: 60 obligations" in banner
    assert banner.count("<li>") == 1 and "60 obligations, the first is o0: detail of o0" in " ".join(banner.split())
    many = page(report_of([section("theorem instance", "2.1", "t", [], obligation("o", "undecided")) for _ in range(12)]), {})
    banner = many[many.index('class="banner') : many.index('class="counts"')]
    assert banner.count("<li>") == 11 and "and more in 2 others" in banner
    assert all(f"detail of o{i}<" in text[text.index('id="not-proved"') :] or f"detail of o{i}\n" in text for i in range(60))


def test_the_counts_are_all_shown_with_a_letter_and_a_word() -> None:
    """Catches a verdict that is told by colour alone, and a zero that is hidden."""
    text = page(sample(), {})
    for letter, word, number in (("P", "proved", 2), ("C", "certified", 2), ("T", "tested", 2), ("A", "assumed", 1), ("U", "undecided", 1), ("R", "refuted", 1)):
        assert re.search(rf'<span class="number">{number}</span>\s*<span class="badge {word}"><b aria-hidden="true">{letter}</b>{word}</span>', text), word


def test_the_graph_says_the_transitive_verdict_in_words() -> None:
    """Catches a node that only a mouse and an eye can read."""
    text = page(sample(), {})
    assert 'aria-label="R The bound: theorem, refuted; uses 1, used by 0"' in text
    assert 'data-uses="clamp"' in text


def test_findings_show_printed_witness_and_repair() -> None:
    """Catches a finding without its witness."""
    text = page(sample(), {})
    for words in ("It covers.", "False: it covers: detail of false: it covers", "Close the last one."):
        assert words in text


def test_long_evidence_is_all_there_packed() -> None:
    """Catches a page of fifty megabytes, and evidence that is cut without a word or lost."""
    texts = [f"{i}\n" * 5000 for i in range(300)]
    data = report_of([section("theorem instance", "2.1", "t", [], *(obligation(f"o{i}", "certified", evidence=[("q", text)]) for i, text in enumerate(texts)))])
    page_text = page(data, {})
    assert len(page_text) < 3_000_000
    assert "of 10000 characters; all in report.json" in page_text
    assert 300 * longest(data) <= BUDGET
    assert cut("abc", 3) == "abc"
    (packed,) = re.findall(r'id="packed">([^<]*)<', page_text)
    whole = json.loads(zlib.decompress(base64.b64decode(packed)))
    assert whole == texts
    places = [int(place) for place in re.findall(r'data-place="([0-9]+)"', page_text)]
    assert places == list(range(300))
    assert pack([]) == "" and 'id="packed"' not in page(sample(), {})


def test_times_for_people() -> None:
    """Catches 61.000000001 s."""
    assert [seconds(one) for one in (0, 999, 1000, 61_249)] == ["0 ms", "999 ms", "1.0 s", "61.2 s"]


def test_a_wrong_variant_is_shown_with_its_killer_and_its_witness() -> None:
    """Catches a control that nobody can check, and a survivor that is folded away."""
    text = page(sample(), {})
    assert re.search(r"1/3 -&gt; 0.34</span> <span class=\"time\">killed by cases and smt</span>", text)
    assert text.count("c(z) = 0 for z &lt;= 17/50") == 1 and "1 wrong variant, 1 killed" in text
    data = sample()
    data["sabotage"][0] |= {"verdict": "proved", "by": []}
    alive = page(data, {})
    assert "SURVIVES" in alive and "1 wrong variant, 0 killed" in alive and "killed by" not in alive
    assert re.search(r'<details class="group" open><summary>Sabotage', alive)
    assert "<strong>1 was not</strong>" in alive


def test_an_attack_is_shown_at_its_theorem_with_its_size() -> None:
    """Catches an attack without its size, and a theorem that looks attacked and was not."""
    text = page(sample(), {})
    chapter = text[text.index('id="bound"') : text.index('id="clamp"')]
    assert "Attack: 1 claim, 1 tested" in chapter
    assert "100 instances, 1234 evaluations; largest error/bound 0.9999" in chapter
    assert "worst instance" in chapter and "(1/8)" in chapter
    assert "Not attacked in this run (1 claim can be): <code>verifier attack clamp</code>" in text[text.index('id="clamp"') :]
    assert text.count("Not attacked") == 1
    assert "Attack: 1,234 exact evaluations" in text


def test_an_interrupted_run_says_so_first_and_does_not_pour_out_what_it_did_not_reach() -> None:
    """Catches half a run that looks whole, and a first page of obligations that nobody looked at."""
    unreached = [{**obligation(f"o{i}", "undecided"), "detail": "not reached"} for i in range(60)]
    false = obligation("false one", "refuted", evidence=[("witness", "z = 1")])
    data = report_of([section("theorem instance", "2.1", "t", [], *unreached, false)], interrupted="by Ctrl-C during the functions")
    text = page(data, {})
    head = text[: text.index('class="counts"')]
    assert "INTERRUPTED" in head and "It was ended by Ctrl-C during the functions." in head
    assert "60 obligations were not reached" in head and head.count("<li>") == 1 and "false one" in head
    assert "60 obligations were not reached" in text[text.index('id="not-proved"') :]
    assert "INTERRUPTED" not in page(sample(), {})
    assert text.count("open>") < 10, "what was not reached is not unfolded"


def test_the_kernel() -> None:
    """Catches a page that does not say whether the Coq kernel was asked, and what it did not prove."""
    data = sample()
    assert NOT_ASKED in page(data, {})
    data["sections"].append(section("formal development", "kernel", "Coq", [("not proved", "very much")], obligation("a", "proved")))
    text = page(data, {})
    assert NOT_ASKED not in text and f'<h2 id="kernel">{KERNEL_TITLE}</h2>' in text and "<dt>not proved</dt><dd>very much</dd>" in text


def test_a_named_function_stands_first_with_its_error_from_both_sides() -> None:
    """Catches a user's own function below the paper, an undecided bound that looks certified, and a hostile name."""
    data = sample(failing=False)
    tested = page(data, {})
    assert tested.index('id="graph"') < tested.index('id="instances"') and 'class="errors"' not in tested
    assert tested.index('href="#graph"') < tested.index('href="#instances"')
    assert "<code>verifier certify</code> bounds it" in tested
    data["sections"].append(error_section(repaired="undecided"))
    text = page({**data, "targets": ["x1"]}, {})
    assert text.count('id="instances"') == 1 and text.index('id="instances"') < text.index('id="graph"')
    assert text.index('href="#instances"') < text.index('href="#graph"')
    table = text[text.index('class="errors"') : text.index("</table>", text.index('class="errors"'))]
    assert "0.28571 ≤ error ≤ 0.33334" in table and "sup norm on the cube" in table and "d = 1" in table and "error at most 33.4 % of it" in table and HOSTILE not in table
    assert table.count("badge undecided") == 1 and table.index("badge undecided") > table.index("0.4<br>")
    assert "<code>verifier certify x1 --theorem 2.2 -o certificate-2.2.json</code>" in text
    reader = read(text)
    assert reader.wrong == [] and reader.open == []
