"""Pictures of the map and the timeline that can be printed: SVG, and PNG from the same SVG, drawn without a browser."""
