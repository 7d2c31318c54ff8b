"""The scripts that the map's component writes into its frame, for the policy of that frame."""


def frame_scripts() -> tuple[str, ...]:
    """Their texts; called once Streamlit runs, for a component that is imported before is registered nowhere."""
    from pages.parts.map.map_component import inline_scripts

    return inline_scripts()
