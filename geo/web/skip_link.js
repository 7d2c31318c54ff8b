// Leads past menu and filters: to the map where the page has one, else to the page's main part.
(function (link) {
  const map = () => document.querySelector(".st-key-map iframe");

  function focusMap(frame) {
    const target = frame.contentDocument && frame.contentDocument.querySelector(".leaflet-container");
    frame.focus();
    if (target) target.focus();
  }

  function focusMain() {
    const main = document.querySelector('[data-testid="stMain"]');
    if (!main) return;
    main.tabIndex = -1;
    main.focus();
  }

  link.addEventListener("focus", () => {
    link.textContent = map() ? "Skip to the map" : "Skip to the content";
  });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const frame = map();
    if (frame) focusMap(frame);
    else focusMain();
  });
})(document.querySelector(".skip-link"));
