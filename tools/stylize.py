"""The headless command in the checkout's environment, without Blender installed; takes the options of batch.py.

    python tools/stylize.py --input MESH --prompt "oak seat, steel legs" --output OUT.blend

docs/headless.md explains the options.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":  # before anything is imported that only the environment has
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tools.environment import enter_environment

    enter_environment()

from styleglip_addon import batch

if __name__ == "__main__":
    batch.end_process(batch.main(sys.argv[1:]))
