"""Makes `speech.jsonl.zst`: passages spoken by flite or espeak-ng and heard by PocketSphinx, and transcripts made of text alone.

usage: make_speech.py TEXT OUT [SPOKEN] [TRANSCRIPTS]

Programs: flite 2.2 and espeak-ng 1.51 of Debian, sox; PocketSphinx 5.1.1, whose package holds its model.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import common
import make_typing

SEED = "speech-1"
SHARES = {"scotus_transcripts": 6, "europarl": 5, "hansard_uk": 2, "gov_us": 5, "openstax": 3, "classics": 4, "ccr": 3, "eltec": 2, "wikinews": 4, "state_history": 3, "openstax_cnxml": 2, "gov_uk": 1}
VOICES = ["flite:slt", "flite:rms", "flite:awb", "flite:kal16", "espeak-ng:en-us", "espeak-ng:en-gb", "espeak-ng:en-gb-scotland", "espeak-ng:en-us+f3"]
FILLERS = ["uh", "um", "er", "you know", "I mean", "well", "so"]
# What a recogniser's dictionary does not hold is said in words or left out.
SPEAKABLE = re.compile(r"[A-Za-z][A-Za-z'’,;:.?! \-\"“”]*")


def speak(voice, text, folder):
    """Speaks a text into a WAV file of 16 kHz, with a little noise."""
    program, name = voice.split(":")
    raw, wav = folder / "raw.wav", folder / "speech.wav"
    if program == "flite":
        subprocess.run(["flite", "-voice", name, "-t", text, "-o", raw], check=True, capture_output=True)
    else:
        subprocess.run(["espeak-ng", "-v", name, "-s", "150", "-w", raw, text], check=True, capture_output=True)
    subprocess.run(["sox", "-R", raw, "-r", "16000", "-c", "1", "-b", "16", wav, "dither", "-s"], check=True, capture_output=True)
    return wav


def listen(decoder, wav):
    """Returns the words that PocketSphinx hears."""
    audio = wav.read_bytes()[44:]
    decoder.start_utt()
    decoder.process_raw(audio, no_search=False, full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    return found.hypstr if found else ""


def plain(text):
    """Returns a text as recognisers write it: lower case, no punctuation."""
    text = text.replace("’", "'").lower()
    text = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", text)
    return " ".join(re.sub(r"[^\w\s']|(?<!\w)'|'(?!\w)", " ", text).split())


def transcript(rng, style, text):
    """Returns (garbled, clean): text as transcripts have it, by style."""
    if style == "plain":
        return plain(text), text
    if style == "punctuated":
        return text.lower(), text
    if style == "starts":  # sentence starts kept, names and "I" small
        out = re.sub(r"(?<=[a-z,;] )([A-Z][\w'’]*)", lambda m: m[1].lower(), text)
        return out, text
    if style == "lines":  # captions: short lines, lower case, full stops lost
        words, lines = text.lower().split(), []
        while words:
            n = rng.randint(4, 8)
            lines.append(re.sub(r"[.,;:]$", "", " ".join(words[:n])))
            words = words[n:]
        return "\n".join(lines), text
    clean, garbled = [], []
    for i, word in enumerate(text.split()):  # speakers hesitate; what they said stays
        if i and rng.random() < 0.04:
            filler = rng.choice(FILLERS)
            clean.append(filler + rng.choice([",", "", "..."]))
            garbled.append(clean[-1].lower())
        if rng.random() < 0.01 and word.isalpha():
            clean.append(word + " --" if rng.random() < 0.5 else word + ",")
            garbled.append(clean[-1].lower())
        clean.append(word)
        garbled.append(word.lower())
    return " ".join(garbled), " ".join(clean)


def short_passages(text, source):
    """Yields (block, number, passage) of 5 to 45 words that a voice can say."""
    blocks, rng = common.reserved(text, source), common.rng(SEED, source)
    rng.shuffle(blocks)
    for block in blocks:
        for number, (size, passage) in enumerate(make_typing.passages(block, rng)):
            yield block[0].block, number, size, passage


def spoken(text, count):
    from pocketsphinx import Decoder

    decoder, total = Decoder(loglevel="FATAL"), sum(SHARES.values())
    with tempfile.TemporaryDirectory() as folder:
        for source, share in SHARES.items():
            left, rng = round(count * share / total), common.rng(SEED, "voice", source)
            for block, number, size, passage in short_passages(text, source):
                if left <= 0:
                    break
                if size != "short" or not 8 <= len(passage.split()) <= 45 or not SPEAKABLE.fullmatch(passage) or rng.random() < 0.6:
                    continue
                voice = rng.choice(VOICES)
                heard = listen(decoder, speak(voice, passage, Path(folder)))
                if common.distance(heard.split(), plain(passage).split()) > 0.6 * len(passage.split()):
                    continue
                left -= 1
                wrong = common.distance(heard.split(), plain(passage).split()) / len(passage.split())
                yield common.record("speech", "pocketsphinx", source, block, number, wrong, heard, passage, voice=voice)


def transcripts(text, count):
    total = sum(SHARES.values())
    for source, share in SHARES.items():
        left, rng = round(count * share / total), common.rng(SEED, "transcript", source)
        for block, number, size, passage in short_passages(text, source):
            if left <= 0:
                break
            if "\n" in passage and rng.random() < 0.5:
                continue
            style = rng.choices(["plain", "punctuated", "starts", "lines", "fillers"], [25, 25, 12, 18, 20])[0]
            parts = [transcript(rng, style, p) for p in passage.split("\n\n")]
            garbled, clean = ("\n\n".join(side) for side in zip(*parts))
            if garbled == clean:
                continue
            left -= 1
            yield common.record("transcript", style, source, block, number, min(1.0, common.wrong_words(garbled, clean) / len(clean.split())), garbled, clean)


def main(text, out, count=260, cheap=1500):
    common.write(out, (pair for part in (spoken(text, int(count)), transcripts(text, int(cheap))) for pair in part))


if __name__ == "__main__":
    main(*sys.argv[1:])
