"""What the comparisons share: options of one style, how Java is started, and one form of result.

`run` sets PAISAJE_JAVA and PAISAJE_CLASSPATH, and PAISAJE_ROWS, the file that rows are appended to.
"""
import argparse
import json
import os
import subprocess
import sys
import time

JVM = ["--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-XX:+UseTransparentHugePages"]


def parser(doc, rounds):
    """A parser that has --rounds and explains itself by the docstring of the script."""
    result = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    result.add_argument("--rounds", type=int, default=rounds, help=f"turns of both sides (default {rounds})")
    return result


def java(main, *arguments, options=()):
    """The command that starts a class of org.paisaje.bench."""
    if "PAISAJE_CLASSPATH" not in os.environ:
        sys.exit("start this by paisaje-bench/compare/run, which builds the Java side first")
    return [os.environ["PAISAJE_JAVA"], *JVM, *options, "-cp", os.environ["PAISAJE_CLASSPATH"],
            f"org.paisaje.bench.{main}", *map(str, arguments)]


def serve(main, *arguments, options=()):
    """A Java process that is asked and answers line by line."""
    return subprocess.Popen(java(main, *arguments, options=options), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            text=True)


def rest():
    """Before a turn: OpenBLAS's threads and torch's keep a processor busy for a while after their last task."""
    time.sleep(0.3)


def row(what, ours, rival, theirs, unit="s", precision="float64", note="", rate=False):
    """Prints one comparison and keeps it for the table. Of rates more is better, of times less."""
    ratio = ours / theirs if rate else theirs / ours
    print(f"{what}: {ours:.4g} {unit}, {rival} {theirs:.4g} {unit}, {precision}, ratio {ratio:.3g}"
          + (f" ({note})" if note else ""), flush=True)
    if "PAISAJE_ROWS" in os.environ:
        with open(os.environ["PAISAJE_ROWS"], "a", encoding="utf-8") as file:
            file.write(json.dumps({"script": os.path.basename(sys.argv[0]).removesuffix(".py"), "what": what, "ours": ours,
                                   "rival": rival, "theirs": theirs, "unit": unit, "precision": precision, "ratio": ratio,
                                   "note": note}) + "\n")
