"""How a link looks: each relation has a colour and dashes of its own, so that it is told apart without colour too.

The colours have a contrast of 4.5 or more to the ground of their theme (WCAG 2.2, 1.4.3), and none is that of a type of
event: tests/geo/mapping/test_link_styles.py measures both.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class LinkStyle:
    """A relation by its code in the schema: label, colours as #RRGGBB, and dashes in pixels, blank for none.

    `is_directed`: whether it has a tip at the later incident.
    """

    relation: str
    label: str
    light: str
    dark: str
    dashes: str
    is_directed: bool = True

    @property
    def key(self) -> str:
        """Its name in style sheets and scripts."""
        return self.relation.replace(" ", "-")


LINK_STYLES: tuple[LinkStyle, ...] = (
    LinkStyle("retaliation for", "Retaliation", "#A01F5C", "#F083B4", ""),
    LinkStyle("response to", "Response", "#0B6A75", "#57C7D2", "9 5"),
    LinkStyle("same operation as", "Same operation", "#7A5200", "#E0B04C", "1 5", is_directed=False),
    LinkStyle("follows", "Follows", "#4A545C", "#B9C4CC", "10 4 2 4"),
)
LINK_STYLE = {style.relation: style for style in LINK_STYLES}


def link_styles_css() -> str:
    """The colours and dashes of the relations as CSS variables, for both themes."""
    rules = []
    for style in LINK_STYLES:
        rules.append(f".link-{style.key} {{ --link: {style.light}; --dashes: {style.dashes or 'none'}; }}")
        rules.append(f':root[data-theme="dark"] .link-{style.key} {{ --link: {style.dark}; }}')
    return "\n".join(rules)
