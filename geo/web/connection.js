// What a page says and does while it has no connection to its server, and once it has one again.
// A server that takes a page over knows its address only: the page runs by that, as if its reader had come back to it. Else the
// next click would begin the server's first run, which knows none of the page's widgets.
(function () {
  const PAGE = "{PAGE}"; // what the server's page is now (geo/web/streamlit_files.py)
  const STATE = "data-test-connection-state";
  // Milliseconds, by judgement: a break of a second is nothing to speak of, and a first connection may take long.
  const PATIENCE = { lost: 1000, first: 20000 };
  const ASK_EVERY = 3000;
  const TEXTS = {
    lost:
      "The connection to the server is lost. What you see stays, and its address holds what you selected; what you change " +
      "now is not taken. Connecting again …",
    offline:
      "This device is offline. What you see stays, and its address holds what you selected; what you change now is not " +
      "taken. Once you are online again, the page goes on.",
    login:
      "Your login has ended, or it was withdrawn. Log in again, and you come back to what you selected. Copy first what you " +
      "have typed and not sent.",
    refused:
      "The server answers, and refuses this page. What you see stays, and its address holds what you selected. Whoever runs " +
      "the server can say why.",
    updated:
      "The server has been updated since this page was opened. Reload it to use the new version: the selection stays.",
  };
  // None while the server is away: a page that was reloaded then would be gone.
  const BUTTONS = { login: "Log in", updated: "Reload", refused: "Reload" };

  let wasConnected = false;
  let isLost = false;
  let timer = 0;
  let banner = null;

  function build() {
    const box = document.createElement("div");
    box.className = "connection";
    box.setAttribute("role", "status");
    const button = document.createElement("button");
    button.type = "button";
    button.addEventListener("click", () => location.reload());
    box.append(document.createElement("p"), button);
    document.body.append(box);
    return box;
  }

  function say(kind) {
    if (!banner && !kind) return;
    banner = banner || build();
    const app = document.querySelector(`[${STATE}]`);
    banner.style.colorScheme = app ? getComputedStyle(app).colorScheme : "";
    banner.dataset.kind = kind;
    const [text, button] = banner.children;
    // Only what changes is spoken by a screen reader.
    if (text.textContent !== (TEXTS[kind] || "")) text.textContent = TEXTS[kind] || "";
    button.textContent = BUTTONS[kind] || "";
    button.hidden = !BUTTONS[kind];
  }

  // Streamlit's own dialog covers the page with “Streamlit server is not responding”; closed, it stays away until the next break.
  function closeDialog() {
    const close = document.querySelector('[role="dialog"] button[aria-label="Close"]');
    if (isLost && close) close.click();
  }

  async function ask() {
    const headers = { Accept: "text/html" };
    const options = { method: "HEAD", redirect: "manual", cache: "no-store", headers };
    return fetch(location.pathname, options).catch(() => null);
  }

  async function explain() {
    const answer = navigator.onLine ? await ask() : null;
    if (!isLost) return;
    if (!navigator.onLine) say("offline");
    else if (answer && answer.type === "opaqueredirect") say("login");
    else if (answer && answer.status >= 400 && answer.status < 500 && answer.status !== 429) say("refused");
    else say("lost");
    timer = setTimeout(explain, ASK_EVERY);
  }

  async function welcomeBack() {
    say("");
    const answer = await ask();
    const page = answer && answer.headers.get("Faultline-Page");
    if (!isLost && page && page !== PAGE) say("updated");
  }

  function lose() {
    isLost = true;
    timer = setTimeout(explain, wasConnected ? PATIENCE.lost : PATIENCE.first);
  }

  function connect() {
    clearTimeout(timer);
    const isBack = isLost && wasConnected;
    isLost = false;
    wasConnected = true;
    if (!isBack) return say("");
    window.dispatchEvent(new PopStateEvent("popstate"));
    return welcomeBack();
  }

  function follow() {
    const app = document.querySelector(`[${STATE}]`);
    const isConnected = Boolean(app) && app.getAttribute(STATE) === "CONNECTED";
    if (isConnected && (isLost || !wasConnected)) connect();
    else if (!isConnected && !isLost) lose();
    closeDialog();
  }

  const attributeFilter = [STATE];
  new MutationObserver(follow).observe(document, { subtree: true, attributes: true, attributeFilter });
  document.addEventListener("DOMContentLoaded", () => {
    follow();
    new MutationObserver(closeDialog).observe(document.body, { childList: true });
  });
  // A device that is offline may keep its websocket open for minutes; it says so at once itself.
  window.addEventListener("offline", () => {
    if (!isLost) say("offline");
  });
  window.addEventListener("online", () => {
    if (!isLost) say("");
  });
})();
