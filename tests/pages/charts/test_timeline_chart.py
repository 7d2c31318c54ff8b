from pages.parts.charts.timeline_chart import BARS_PX, LEGEND_LINE_PX, height_px


def test_the_legend_takes_no_room_from_the_bars() -> None:
    assert [height_px(["a"] * number) - BARS_PX for number in (0, 1, 2, 7)] == [
        0,
        LEGEND_LINE_PX,
        LEGEND_LINE_PX,
        4 * LEGEND_LINE_PX,
    ]
