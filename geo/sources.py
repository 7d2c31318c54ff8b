"""What `geo.ingest.importing` was called until 0.4: `geo.sources.read` holds until the next release."""

import sys

from geo.ingest import importing

sys.modules[__name__] = importing
