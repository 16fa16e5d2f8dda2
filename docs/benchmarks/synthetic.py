#!/usr/bin/env python3
"""Writes the manifests and files of a synthetic repository, for snapup-repo publish.

usage: synthetic.py FOLDER VERSION [STEMS [FILES]]    (default: 2009 stems of 20 files)

FOLDER gets VERSION/manifests/*.p5m and VERSION/proto. Every version has the same paths and other contents; the same
arguments give the same bytes. Stems are bench/p0001 ... and the incorporations: bench/entire incorporates the
bench/consolidation-N, each of which incorporates its share of the packages at this version. On average a package
requires four others, with lower numbers. Sizes of files are log-normal with a median of 4 KB; one file of 1,000 has 1 MB.
Half of each file is random text, which doesn't compress.
"""
import math
import os
import random
import sys

CONSOLIDATIONS = 8
LARGE = 1 << 20
MEDIAN = 4096
SHELVES = 40


def name(number):
    return "bench/p%04d" % number


def content(source, size):
    noise = source.randbytes(max(1, size // 4)).hex()
    line = noise[:32] + "\n"
    return (noise + line * (size // len(line) + 1)).encode()[:size]


def write(path, lines):
    with open(path, "w") as out:
        out.write("\n".join(lines) + "\n")


def package(folder, version, number, files):
    source = random.Random(version * 100003 + number)
    shape = random.Random(number)  # the same in every version
    stem = name(number)
    home = "usr/bench/%02d/p%04d" % (number % SHELVES, number)
    lines = ["set name=pkg.fmri value=pkg:/%s@%d.0" % (stem, version),
             'set name=pkg.summary value="Synthetic package %d"' % number]
    for path in ("usr", "usr/bench", "usr/bench/%02d" % (number % SHELVES), home):
        lines.append("dir path=%s owner=root group=bin mode=0755" % path)
    os.makedirs(folder + "/proto/" + home, exist_ok=True)
    for file in range(files):
        path = "%s/f%02d" % (home, file)
        size = LARGE if shape.random() < 0.001 else min(LARGE, int(MEDIAN * math.exp(shape.gauss(0, 1))) + 1)
        with open(folder + "/proto/" + path, "wb") as out:
            out.write(content(source, size))
        lines.append("file %s path=%s owner=root group=bin mode=0644" % (path, path))
    required = shape.sample(range(1, number), min(number - 1, shape.randint(0, 8)))
    lines += ["depend type=require fmri=pkg:/%s" % name(each) for each in sorted(required)]
    write("%s/manifests/p%04d.p5m" % (folder, number), lines)


def main():
    target, version = sys.argv[1], int(sys.argv[2])
    stems = int(sys.argv[3]) if len(sys.argv) > 3 else 2009
    files = int(sys.argv[4]) if len(sys.argv) > 4 else 20
    folder = "%s/%d" % (target, version)
    os.makedirs(folder + "/manifests", exist_ok=True)
    os.makedirs(folder + "/proto", exist_ok=True)
    packages = stems - CONSOLIDATIONS - 1
    for number in range(1, packages + 1):
        package(folder, version, number, files)
    for part in range(CONSOLIDATIONS):
        lines = ["set name=pkg.fmri value=pkg:/bench/consolidation-%d@%d.0" % (part, version)]
        lines += ["depend type=incorporate fmri=pkg:/%s@%d.0" % (name(each), version)
                  for each in range(1, packages + 1) if each % CONSOLIDATIONS == part]
        write("%s/manifests/consolidation-%d.p5m" % (folder, part), lines)
    lines = ["set name=pkg.fmri value=pkg:/bench/entire@%d.0" % version]
    lines += ["depend type=%s fmri=pkg:/bench/consolidation-%d@%d.0" % (kind, part, version)
              for part in range(CONSOLIDATIONS) for kind in ("require", "incorporate")]
    write(folder + "/manifests/entire.p5m", lines)


main()
