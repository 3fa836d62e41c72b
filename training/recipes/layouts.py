"""Text that is not prose: headings, titles of works, references, lists of names, tables, contents, scenes."""

import functools
import re
import statistics

import words as lists

SMALL = set("a an the and but or nor for of in on at to by from with as into over per via vs upon".split())
JOURNAL = ["Journal of", "Annals of", "Proceedings of the Society for", "Review of", "International Journal of", "Archives of", "Transactions on", "Quarterly Journal of", "Advances in", "Bulletin of"]
FIELDS = ["Economic History", "Political Science", "Applied Physics", "Public Health", "Modern Languages", "Marine Biology", "Education", "Social Research", "Plant Science", "Comparative Law", "Philosophy", "Chemical Engineering", "Neurology", "Geology", "International Affairs"]
PRESS = ["Cambridge University Press", "Oxford University Press", "Macmillan", "Longman", "Harvard University Press", "Springer", "Routledge", "Clarendon Press", "Princeton University Press", "Harper & Brothers"]
CITIES = ["London", "New York", "Oxford", "Edinburgh", "Boston", "Berlin", "Cambridge", "Chicago", "Philadelphia", "Dublin"]
MONTHS = "January February March April May June July August September October November December".split()


@functools.cache
def names(kind, least):
    """Returns the names of a class that are at least so frequent."""
    found = [row[0] for row in lists.rows(lists.dictionary("names.tsv")) if kind in row[2] and int(row[1] or 0) >= least and " " not in row[0]]
    return sorted(name for name in set(found) if re.fullmatch(r"[A-Z][a-z]{2,11}", name))


def title_case(phrase):
    """Writes a phrase as a title is written: small words low, but the first and the last."""
    parts = phrase.split(" ")
    keep = lambda w: bool(re.search(r"[A-Z0-9]", w[1:] or ""))
    out = []
    for i, word in enumerate(parts):
        inner = 0 < i < len(parts) - 1 and not parts[i - 1].endswith(":")
        out.append(word if keep(word) or (inner and word.lower() in SMALL) else word[:1].upper() + word[1:])
    return " ".join(out)


PHRASE = re.compile(r"\b(?:the|a|an|of|in|on|for|from|by|and) ((?:[a-z]{3,}[ -]){1,3}(?:of|in|for|and|on|to|with|from|between) (?:the |a |an )?(?:[A-Z]?[a-z]{3,} ){0,2}[A-Z]?[a-z]{4,})\b")
BAD = re.compile(r"\b(?:is|are|was|were|be|been|has|have|had|will|would|that|which|who|not|it|he|she|they|this|these|than|said|can|could|should|may|might|do|does|did)\b")


def phrases(paragraphs):
    """Returns noun phrases of a text that could be its headings."""
    found = [match[1] for p in paragraphs for match in PHRASE.finditer(p)]
    return [f for f in dict.fromkeys(found) if not BAD.search(f) and 3 <= len(f.split()) <= 9]


def person(rng, initials=True):
    family = rng.choice(names("p", 150))
    if rng.random() < 0.06:
        family = rng.choice(["van ", "de ", "von ", "O'", "Mc", "Mac"]) + family
    return family, ". ".join(rng.choice("ABCDEFGHJKLMNPRSTW") for _ in range(rng.choice([1, 1, 2]))) + "."


def heading(rng, phrase, style=None):
    style = style or rng.choices(["title", "sentence", "upper", "numbered"], [50, 20, 15, 15])[0]
    article = rng.choice(["The ", "", "", "On the "])
    if style == "title":
        return title_case(article + phrase)
    if style == "sentence":
        full = article + phrase
        return full[0].upper() + full[1:]
    if style == "upper":
        return rng.choice(["", "", "CHAPTER IV. ", "PART II. "]) + (article + phrase).upper() + rng.choice(["", "."])
    return rng.choice([f"{rng.randint(1, 9)}.{rng.randint(1, 9)} ", f"Chapter {rng.randint(1, 30)}: ", f"Section {rng.randint(1, 12)}. ", f"{rng.randint(1, 12)}. ", "Appendix B: "]) + title_case(article + phrase)


def with_headings(rng, paragraphs):
    """Puts headings before some paragraphs of a document."""
    found, out, style = phrases(paragraphs), [], rng.choice(["title", "sentence", "upper", "numbered"])
    rng.shuffle(found)
    for i, paragraph in enumerate(paragraphs):
        if found and (i == 0 or rng.random() < 0.3):
            out.append(heading(rng, found.pop(), style))
        out.append(paragraph)
    return out


def reference(rng, phrase, style):
    people = [person(rng) for _ in range(rng.choice([1, 1, 2, 3, 4]))]
    year, title = rng.randint(1880, 2019), phrase[0].upper() + phrase[1:]
    if rng.random() < 0.3:
        title += rng.choice([": ", " - "]) + rng.choice(["a review", "evidence from a field study", "an introduction", "new perspectives", "a comparative study", "the case of " + rng.choice(names("g", 200))])
    low, volume, page = title, rng.randint(1, 120), rng.randint(1, 900)
    journal = f"{rng.choice(JOURNAL)} {rng.choice(FIELDS)}"
    if style == "apa":
        who = ", ".join(f"{f}, {i}" for f, i in people[:-1]) + (", & " if len(people) > 1 else "") + f"{people[-1][0]}, {people[-1][1]}"
        return f"{who} ({year}). {low}. {journal}, {volume}({rng.randint(1, 6)}), {page}–{page + rng.randint(3, 40)}."
    if style == "title":
        who = " and ".join(f"{f}, {i}" for f, i in people[:2])
        return f'{who} "{title_case(low)}." {journal} {volume} ({year}): {page}-{page + rng.randint(3, 40)}.'
    if style == "book":
        return f"{people[0][0]}, {people[0][1]} {title_case(low)}. {rng.choice(CITIES)}: {rng.choice(PRESS)}, {year}."
    if style == "vancouver":
        who = ", ".join(f"{f} {i.replace('. ', '').replace('.', '')}" for f, i in people)
        return f"{who}. {low}. {journal}. {year};{volume}:{page}-{rng.randint(1, 99)}."
    return f"[{rng.randint(1, 90)}] {people[0][1]} {people[0][0]}, “{title_case(low)},” {journal}, vol. {volume}, no. {rng.randint(1, 12)}, pp. {page}–{page + 9}, {rng.choice(MONTHS)[:3]}. {year}."


def references(rng, found):
    style = rng.choice(["apa", "title", "book", "vancouver", "ieee"])
    return [rng.choice(["References", "REFERENCES", "Bibliography", "Works Cited"])] * (rng.random() < 0.5) + [reference(rng, p, style) for p in found[: rng.randint(3, 12)]]


def name_list(rng):
    people, places = names("p", 150), names("g", 150)
    style, n = rng.randrange(5), rng.randint(4, 20)
    if style == 0:
        return sorted(f"{rng.choice(people)}, {rng.choice(people)}" for _ in range(n))
    if style == 1:
        return ["Present: " + ", ".join(f"{rng.choice(['Mr', 'Mrs', 'Ms', 'Dr', 'Councillor', 'Professor'])} {rng.choice(people)}" for _ in range(n)) + "."]
    if style == 2:
        return [", ".join(rng.choice(places) for _ in range(n))]
    if style == 3:
        return [f"{rng.choice(people)} {rng.choice('ABCDEFGHJKLMW')}. {rng.choice(people)}, {rng.choice(places)}" for _ in range(n)]
    return [f"{rng.choice(people).upper()}, {rng.choice(people)}, {rng.randint(1, 200)}–{rng.randint(201, 400)}" for _ in range(n)]


def table(rng, found):
    places, years = names("g", 200), [str(rng.randint(1850, 2015)) for _ in range(rng.randint(2, 5))]
    gap = rng.choice(["  ", " | ", "    "])
    rows = [gap.join([rng.choice(["Country", "Region", "Item", "Name", "Year ended"])] + years)]
    for _ in range(rng.randint(3, 10)):
        label = rng.choice(places) if rng.random() < 0.6 or not found else heading(rng, rng.choice(found), "sentence")
        rows.append(gap.join([label] + [f"{rng.uniform(0, 4000):,.{rng.choice([0, 1, 2])}f}" if rng.random() > 0.05 else "n.a." for _ in years]))
    return rows


def contents(rng, found):
    page, rows, style = 1, [rng.choice(["CONTENTS", "Contents", "Table of Contents"])], rng.choice(["title", "upper", "sentence"])
    for i, phrase in enumerate(found[: rng.randint(4, 14)]):
        page += rng.randint(2, 30)
        rows.append(f"{rng.choice([f'{i + 1}.', f'Chapter {i + 1}.', ''])} {heading(rng, phrase, style)} {rng.choice(['. . . .', '.....', ''])} {page}".strip())
    return rows


def titles_in_text(rng, found):
    out, people = [], names("p", 200)
    for phrase in found[: rng.randint(2, 5)]:
        title = title_case(rng.choice(["The ", "", "A History of ", "On the "]) + phrase)
        who = f"{rng.choice(people)} {rng.choice(people)}"
        out.append(rng.choice([
            f'In her book "{title}", {who} argues that the matter is far from settled.',
            f"His first work, {title}, was published in {rng.randint(1850, 2010)}.",
            f"{who} is the author of {title} and lives in {rng.choice(names('g', 300))}.",
            f"“{title}” appeared in the {rng.choice(JOURNAL)} {rng.choice(FIELDS)}.",
            f"She read {title} by {who} twice, and then gave it to her brother.",
            f"The report, {title}, will be presented on {rng.randint(1, 28)} {rng.choice(MONTHS)}.",
        ]))
    return [" ".join(out)]


def scene(rng, paragraphs):
    """Speakers' labels before lines, as in transcripts and plays."""
    people, low = [rng.choice(names("p", 200)) for _ in range(3)], rng.random()
    label = (lambda n: n.upper() + ":") if low < 0.4 else (lambda n: "MR. " + n.upper() + ".") if low < 0.6 else (lambda n: n + ".") if low < 0.8 else (lambda n: n + ":")
    return [f"{label(rng.choice(people))} {p}" for p in paragraphs[: rng.randint(2, 6)] if len(p.split()) < 80]


VERSE = re.compile(r"(?<=[a-z,;:.'!?\"”’—)-]) (?=[\"'“‘(]*[A-Z])")


def verse(paragraph):
    """Returns the lines of verse that was written as one paragraph, or None where it is prose."""
    lines = []
    for part in VERSE.split(paragraph):
        if lines and len(lines[-1]) < 22:
            lines[-1] += " " + part
        else:
            lines.append(part)
    lengths = [len(line) for line in lines[:-1]]
    if len(lines) < 8 or max(lengths) > 70 or statistics.pstdev(lengths) > 0.18 * statistics.mean(lengths):
        return None
    running = sum(line[-1] in ",;:" or line[-1].isalpha() for line in lines)
    return lines if running > 0.5 * len(lines) else None


def identifier(rng, plain):
    """Returns what programs, addresses and versions look like."""
    a, b, c = (rng.choice(plain) for _ in range(3))
    return rng.choice([
        f"`{a}_{b}`", f"`{a}{b.title()}`", f"{a}_{b}_{c}", f"{a.title()}{b.title()}{c.title()}", f"`--{a}-{b}`", f"/usr/{a}/{b}.{c[:3]}", f"https://{a}.example.org/{b}/{c}", f"{a}.{b}@example.com",
        f"v{rng.randint(0, 9)}.{rng.randint(0, 30)}.{rng.randint(0, 9)}", f"#{rng.randint(10, 9999)}", f"{a}.{b}()", f"${a.upper()}", f"@{a}{b}", f"{a[:4]}{rng.randint(10, 99)}", f"{a}.rs", f"<{a[:5]}>", f"{a[0].upper()}{rng.randint(1, 9)}{b[0]}",
    ])


def marked(rng, paragraphs, words):
    """Returns prose with mark-up: lists, emphasis, code, quoted misspellings."""
    plain = sorted({w for p in paragraphs for w in re.findall(r"\b[a-z]{4,9}\b", p)})
    style, out = rng.choice(["bullets", "emphasis", "code", "code", "quoted"]), []
    for paragraph in paragraphs:
        parts = paragraph.split(" ")
        if style == "quoted":
            right = [w for w in plain if words.misspelled.get(w)]
            if right:
                right = rng.choice(right)
                wrong = rng.choice(words.misspelled[right])
                out.append(rng.choice([f"{wrong} -> {right}", f'The spelling "{wrong}" for "{right}" is common.', f"- fix typo: {wrong} → {right}", f"He wrote “{wrong}” [sic] and meant “{right}”.", f"s/{wrong}/{right}/"]))
            out.append(paragraph)
            continue
        for i, part in enumerate(parts):
            if style == "code" and rng.random() < 0.06:
                parts[i] = f"{part} {identifier(rng, plain)}" if part.isalpha() else part
            elif style == "emphasis" and part.isalpha() and rng.random() < 0.06:
                parts[i] = rng.choice([f"**{part}**", f"*{part}*", f"_{part}_", f"**{part[0]}**{part[1:]}", f"<b>{part}</b>", f"~~{part}~~", f"[{part}](#{part.lower()})"])
        line = " ".join(parts)
        out.append(rng.choice(["- ", "* ", "• ", f"{len(out) + 1}. ", f"({chr(97 + len(out) % 26)}) ", "> ", "## "]) + line if style == "bullets" else line)
    return out


def make(rng, paragraphs, words):
    """Returns the kind and the lines of something that is not prose."""
    found = phrases(paragraphs)
    rng.shuffle(found)
    roll = rng.random()
    if len(found) >= 4:
        if roll < 0.22:
            return "references", references(rng, found)
        if roll < 0.38:
            return "headings", [heading(rng, p) for p in found[: rng.randint(1, 4)]]
        if roll < 0.50:
            return "contents", contents(rng, found)
        if roll < 0.66:
            return "titles", titles_in_text(rng, found)
    if roll < 0.80:
        return "table", table(rng, found)
    if roll < 0.92:
        return "names-list", name_list(rng)
    return "scene", scene(rng, paragraphs) or name_list(rng)
