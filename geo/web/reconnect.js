// A page that has lost its server goes on with another one, which knows its address only: it runs by that, as if its reader
// had come back to it. Else the next click would begin the other server's first run, which knows none of the page's widgets.
(function () {
  let wasConnected = false;
  let isLost = false;

  function follow() {
    const app = document.querySelector("[data-test-connection-state]");
    const isConnected = Boolean(app) && app.dataset.testConnectionState === "CONNECTED";
    if (isConnected && isLost) window.dispatchEvent(new PopStateEvent("popstate"));
    wasConnected = wasConnected || isConnected;
    isLost = wasConnected && !isConnected;
  }

  const attributeFilter = ["data-test-connection-state"];
  new MutationObserver(follow).observe(document, { subtree: true, attributes: true, attributeFilter });
})();
