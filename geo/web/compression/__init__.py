"""Every compressible answer, compressed as the client prefers it (docs/decisions/0029)."""

from geo.web.compression.middleware import Compression

__all__ = ["Compression"]
