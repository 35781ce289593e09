#!/usr/bin/env python3
"""Runs kernel and reference on the same scenarios and compares the laws of their outcomes by two-sample tests.

python3 reference/compare.py                         all scenarios; exit 1 if kernel and reference disagree
python3 reference/compare.py --scenario 3-crises     one of them
python3 reference/compare.py --plant branching       the reference with a planted defect: must end with exit 1
python3 reference/compare.py --prove [DEFECT …]      these or all defects in turn; exit 1 if one goes unnoticed

Exit status 2: something could not be run, and nothing was compared.
"""

import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import time
import zlib
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

from halha_reference import defects, observables, run, scenario, twosample  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
SCENARIOS = ROOT / "reference" / "scenarios"
ALPHA = 0.01  # chance of any false alarm among all comparisons of one call, Holm's procedure
SEED = 1939  # of both samples; a change needs a note of why in CHANGELOG.md
KERNEL_TIMES = 4  # replications of the kernel to one of the reference: they are cheap and sharpen the test
CHUNK = 25


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenario", action="append", choices=names(), help="only this one (may be repeated)")
    parser.add_argument("-n", "--replications", type=int, default=2000, help="of the reference, a scenario")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--plant", choices=sorted(defects.DEFECTS), help="plant this defect into the reference")
    parser.add_argument("--prove", nargs="*", metavar="DEFECT", help="plant these defects in turn, or all of them")
    parser.add_argument("--dev", action="store_true", help="build the kernel's example with the profile of the tests")
    parser.add_argument("--all", action="store_true", help="print every observable, not only the most different ones")
    options = parser.parse_args()
    if unknown := set(options.prove or []) - set(defects.DEFECTS):
        parser.error(f"no such defect: {', '.join(sorted(unknown))}; there are {', '.join(defects.DEFECTS)}")
    if options.replications < 100:
        parser.error("at least 100 replications, or the tests mean little")
    return options


def names():
    """The scenarios there are."""
    return sorted(path.stem for path in SCENARIOS.glob("*.json"))


def reference_chunk(task):
    """Some replications of the reference, as rows of observables."""
    name, seed, first, last, defect = task
    read, parameters = scenario.read(SCENARIOS / f"{name}.json")
    if defect:
        defects.plant(defect, parameters)
    rows = []
    for replicate in range(first, last):
        rng = np.random.Generator(np.random.PCG64([seed, zlib.crc32(name.encode()), replicate]))
        rows.append(observables.observe(run.simulate(read, parameters, rng).as_dict()))
    return rows


def reference(name, options, defect=None):
    """All replications of the reference. Each chunk has a fresh process where a defect is planted."""
    count = options.replications
    tasks = [(name, options.seed, i, min(i + CHUNK, count), defect) for i in range(0, count, CHUNK)]
    fresh = 1 if defect else None
    with multiprocessing.Pool(options.processes, maxtasksperchild=fresh) as pool:
        chunks = pool.map(reference_chunk, tasks, chunksize=1)
    return [row for chunk in chunks for row in chunk]


def kernel(name, options):
    """Replications of the kernel: the example prints one JSON line each."""
    path, count = SCENARIOS / f"{name}.json", KERNEL_TIMES * options.replications
    profile = [] if options.dev else ["--release"]
    command = ["cargo", "run", "--quiet", *profile, "-p", "halha-kernel", "--example", "outcomes", "--"]
    command += [str(path), str(count), str(options.seed)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        fail(f"the kernel's example ended with {done.returncode}: {' '.join(command)}")
    rows = [observables.observe(json.loads(line)) for line in done.stdout.splitlines()]
    if len(rows) != count:
        fail(f"the kernel's example printed {len(rows)} lines, not {count}")
    return rows


def fail(why):
    """Ends with status 2: nothing was compared."""
    print(why, file=sys.stderr)
    sys.exit(2)


def compare(name, kernel_rows, reference_rows):
    """One comparison an observable that is not constant."""
    if set(kernel_rows[0]) != set(reference_rows[0]):
        fail(f"observables differ by name: {sorted(set(kernel_rows[0]) ^ set(reference_rows[0]))}")
    found = []
    for observable in reference_rows[0]:
        samples = [[row[observable] for row in rows] for rows in (kernel_rows, reference_rows)]
        comparison = twosample.compare(f"{name}: {observable}", *samples)
        if comparison is not None:
            found.append(comparison)
    return found


def table(comparisons, rejected, everything):
    """Prints comparisons, the most different first."""
    ordered = sorted(comparisons, key=lambda c: c.p)
    shown = ordered if everything else ordered[: max(12, len(rejected))]
    print(f"{'observable':<52}{'kernel':>12}{'reference':>12}{'z':>7}{'p':>10}  {'test':<4}{'finds (sd)':>11}")
    for c in shown:
        finds = twosample.detectable(c, len(comparisons), ALPHA)
        mark = "  DISAGREES" if c in rejected else ""
        numbers = f"{c.means[0]:>12.5g}{c.means[1]:>12.5g}{c.z:>7.2f}{c.p:>10.2g}  {c.test:<4}{finds:>11.3f}"
        print(f"{c.name:<52}{numbers}{mark}")
    if len(shown) < len(ordered):
        print(f"… and {len(ordered) - len(shown)} more with p ≥ {shown[-1].p:.2g} (--all prints them)")


def judge(comparisons, everything):
    """Prints table and verdict. True if kernel and reference agree."""
    rejected = twosample.holm(comparisons, ALPHA)
    table(comparisons, rejected, everything)
    finds = sorted(twosample.detectable(c, len(comparisons), ALPHA) for c in comparisons)
    print(
        f"\n{len(comparisons)} observables, {len(rejected)} disagree at a family-wise α of {ALPHA:.0%} (Holm). "
        f"A difference of means of {finds[len(finds) // 2]:.2f} standard deviations is found with power 0.9 (median; "
        f"largest {finds[-1]:.2f})."
    )
    return not rejected


def agree(options):
    """The comparison itself."""
    chosen = options.scenario or names()
    if options.plant and not options.scenario:
        chosen = [defects.DEFECTS[options.plant].scenario]
    comparisons = []
    for name in chosen:
        began = time.monotonic()
        kernel_rows = kernel(name, options)
        halfway = time.monotonic()
        reference_rows = reference(name, options, options.plant)
        ended = time.monotonic()
        print(
            f"{name}: kernel {len(kernel_rows)} replications in {halfway - began:.1f} s, "
            f"reference {len(reference_rows)} in {ended - halfway:.1f} s",
            flush=True,
        )
        comparisons += compare(name, kernel_rows, reference_rows)
    return judge(comparisons, options.all)


def prove(options):
    """Each planted defect must be noticed on its scenario."""
    missed = []
    kernel_rows = {}
    for name in options.prove or defects.DEFECTS:
        defect = defects.DEFECTS[name]
        where = defect.scenario
        if options.scenario and where not in options.scenario:
            continue
        if where not in kernel_rows:
            kernel_rows[where] = kernel(where, options)
        comparisons = compare(where, kernel_rows[where], reference(where, options, name))
        rejected = twosample.holm(comparisons, ALPHA)
        least = min(comparisons, key=lambda c: c.p)
        verdict = f"found by {len(rejected)} of {len(comparisons)}" if rejected else "NOT FOUND"
        print(f"{name:<20}{defect.what:<62}{verdict}; p = {least.p:.1g} for {least.name}", flush=True)
        if not rejected:
            missed.append(name)
    print(f"\nnot found: {', '.join(missed)}" if missed else "\neach of them was found")
    return not missed


def main():
    """Exit status 0 if all is well."""
    options = arguments()
    if options.plant:
        print(f"planted: {defects.DEFECTS[options.plant].what}")
    sys.exit(0 if (agree(options) if options.prove is None else prove(options)) else 1)


if __name__ == "__main__":
    main()
