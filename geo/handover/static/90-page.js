// Put the page together: unpack the data, then set up the parts in the order in which they need each other.
(function (atlas) {
  atlas.repaintAll = function () {
    [atlas.repaint, atlas.repaintStrip, atlas.repaintLegend].forEach((paint) => paint && paint());
  };

  function fail(error) {
    const failure = document.getElementById("failure");
    const isOld = typeof DecompressionStream === "undefined";
    failure.textContent = isOld
      ? "This browser is too old to open the data in this file: it needs one from 2023 or later."
      : `The data in this file cannot be read: it may have been changed or cut off. (${error.message})`;
    failure.hidden = false;
  }

  async function showCheck() {
    const words = new Map([
      [true, "The data in this file are those that were written: their hash is right."],
      [false, "The data in this file were changed after it was written: their hash is not the one above."],
    ]);
    document.getElementById("check").textContent = words.get(await atlas.check) || "";
  }

  async function start() {
    await atlas.readData();
    document.getElementById("app").hidden = false;
    atlas.setUpGround();
    atlas.setUpAreas();
    atlas.setUpRecord();
    atlas.setUpControls();
    atlas.setUpMap();
    atlas.setUpGestures();
    atlas.setUpLegend();
    atlas.setUpStrip();
    atlas.setUpList();
    atlas.setUpPrint();
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", atlas.repaintAll);
    document.body.dataset.ready = "";
    await showCheck();
  }

  start().catch(fail);
})(window.Faultline);
