"""What a frozen app starts with."""

import sys

from sora_desktop.__main__ import main

sys.exit(main())
