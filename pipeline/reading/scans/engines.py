"""Loads the two engines that read words from pixels, with the data that came with the installation; offline, one thread each."""

from __future__ import annotations

import os
import sysconfig
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.reading.scans.words import Frame, Word

LANGUAGES = "eng"  # its data is in a wheel; accents get lost, which no identifier and no folded word minds
FIRST, SECOND = "tesseract", "rapidocr"
Pixels = Any  # a numpy array of a grey picture, 8 bits


def data_folder() -> Path | None:
    """Return the folder of the first engine's language data, put there by the installation; None when it is not there."""
    places = (sysconfig.get_path("data"), sysconfig.get_path("data", sysconfig.get_preferred_scheme("user")))
    folders = (Path(place) / "share" / "tessdata" for place in places)
    return next((folder for folder in folders if (folder / f"{LANGUAGES}.traineddata").is_file()), None)


def can_read() -> bool:
    """Say whether pictures can be read here: the first engine and what it is prepared with are installed."""
    wanted = ("tesserocr", "numpy", "cv2")
    return data_folder() is not None and all(find_spec(name) is not None for name in wanted)


def has_second() -> bool:
    """Say whether a second engine can confirm what the first one read."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def page_words(pixels: Pixels, dpi: int, *, sparse: bool = False) -> list[list[Word]]:
    """Return the lines of a page as the first engine reads them, in its order; `sparse` finds the words of a near empty one."""
    import tesserocr

    return _lines(pixels, dpi, tesserocr.PSM.SPARSE_TEXT if sparse else tesserocr.PSM.AUTO)


def block_words(pixels: Pixels, dpi: int) -> list[list[Word]]:
    """Return the lines that the first engine reads on a part of a page where nothing but one block of lines stands."""
    import tesserocr

    return _lines(pixels, dpi, tesserocr.PSM.SINGLE_BLOCK)


def _lines(pixels: Pixels, dpi: int, mode: int) -> list[list[Word]]:
    import tesserocr

    engine = _first()
    engine.SetPageSegMode(mode)
    _show(engine, pixels, dpi)
    engine.Recognize()
    lines: list[list[Word]] = []
    walk = engine.GetIterator()
    if walk is None:
        return []
    for place in tesserocr.iterate_level(walk, tesserocr.RIL.WORD):
        if place.Empty(tesserocr.RIL.WORD):
            continue
        text = place.GetUTF8Text(tesserocr.RIL.WORD).strip()
        if place.IsAtBeginningOf(tesserocr.RIL.TEXTLINE) or not lines:
            lines.append([])
        if text:
            sure = place.Confidence(tesserocr.RIL.WORD) / 100
            lines[-1].append(Word(text=text, box=_box_of(place, tesserocr.RIL.WORD), confidence=sure))
    return [line for line in lines if line]


def line_again(pixels: Pixels, dpi: int) -> str:
    """Return what the first engine reads on the picture of one line alone."""
    import tesserocr

    engine = _first()
    engine.SetPageSegMode(tesserocr.PSM.SINGLE_LINE)
    _show(engine, pixels, dpi)
    return str(engine.GetUTF8Text()).strip()


def quarter_turns(pixels: Pixels, dpi: int) -> int:
    """Return by how many quarter turns, counter-clockwise, a page is to be turned to stand upright; 0 when it cannot be told."""
    engine = _orientation()
    if engine is None:
        return 0
    _show(engine, pixels, dpi)
    seen = engine.DetectOrientationScript()
    if not seen or seen["orient_conf"] < 1.0:
        return 0
    return {0: 0, 90: 1, 180: 2, 270: 3}.get(int(seen["orient_deg"]), 0)


def second_line(pixels: Pixels) -> str:
    """Return what the second engine reads on the picture of one line; nothing when it is not installed."""
    engine = _second()
    if engine is None:
        return ""
    seen = engine(pixels, use_det=False, use_cls=False, use_rec=True, text_score=0.0)
    return str(seen.txts[0]) if seen.txts else ""


def _box_of(place: Any, level: int) -> Frame:
    """Return the box of a word, without the ruling lines that touch it: no higher than its line is."""
    left, top, right, bottom = place.BoundingBox(level)
    row = place.RowAttributes()
    base = max(point[1] for point in place.Baseline(level))
    below = abs(row["descenders"])
    highest, lowest = max(top, round(base - row["row_height"] + below)), min(bottom, round(base + below))
    return (left, highest, right, lowest) if lowest - highest > (bottom - top) / 4 else (left, top, right, bottom)


def _show(engine: Any, pixels: Pixels, dpi: int) -> None:
    height, width = pixels.shape
    engine.SetImageBytes(pixels.tobytes(), width, height, 1, width)
    engine.SetSourceResolution(dpi)


@lru_cache(maxsize=1)
def _first() -> Any:
    import tesserocr

    engine = tesserocr.PyTessBaseAPI(path=f"{data_folder()}/", lang=LANGUAGES, psm=tesserocr.PSM.AUTO)
    engine.SetVariable("thresholding_method", "2")  # Sauvola: the usual one loses shaded and faint pages
    return engine


@lru_cache(maxsize=1)
def _orientation() -> Any:
    import tesserocr

    folder = data_folder()
    if folder is None or not (folder / "osd.traineddata").is_file():
        return None
    return tesserocr.PyTessBaseAPI(path=f"{folder}/", lang="osd", psm=tesserocr.PSM.OSD_ONLY)


@lru_cache(maxsize=1)
def _second() -> Any:
    if not has_second():
        return None
    # What runs the second engine tells its maker how it is used, from its first import on, unless told not to before.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import rapidocr

    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
