"""Where things lie: the code, the data, and what the environment says otherwise."""

from pathlib import Path

CODE = Path(__file__).parent
ROOT = CODE.parent
DATA = ROOT / "data"
WORKSPACE = ROOT / "workspace"
