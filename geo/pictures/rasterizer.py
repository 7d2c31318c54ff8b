"""The process that turns an SVG on its input into a PNG on its output. It imports nothing else of Faultline.

A process of its own, since resvg holds the interpreter's lock while it draws: measured, 0.3 to 2.4 s in which no other
request would be answered (docs/decisions/0039).
"""

import sys

import resvg_py

if __name__ == "__main__":
    svg = sys.stdin.buffer.read().decode("utf-8")
    sys.stdout.buffer.write(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))
