// Nodes of the page. Texts are set as text alone: no text of the data is ever read as HTML.
(function (atlas) {
  const SPACE = "http://www.w3.org/2000/svg";
  const WEB = new Set(["http:", "https:"]);

  function element(tag, className = "", text = "") {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text) node.textContent = text;
    return node;
  }

  // A text of the data, in the direction of its own letters.
  function dataText(tag, className, text) {
    const node = element(tag, className, text);
    node.dir = "auto";
    return node;
  }

  function button(label, className, onClick) {
    const node = element("button", className, label);
    node.type = "button";
    node.addEventListener("click", onClick);
    return node;
  }

  function shape(tag, attributes) {
    const node = document.createElementNS(SPACE, tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    return node;
  }

  function hostOf(address) {
    try {
      const { protocol, hostname } = new URL(address);
      return WEB.has(protocol) ? hostname : "";
    } catch {
      return "";
    }
  }

  // A link where the address is one of the web, with its host behind it; else the text alone.
  function safeLink(address, text) {
    const host = hostOf(address);
    if (!host) return dataText("span", "", text);
    const link = dataText("a", "", text);
    link.href = address;
    link.target = "_blank";
    link.rel = "noopener noreferrer nofollow";
    const both = element("span");
    both.append(link, " ", dataText("span", "host", `(${host})`));
    return both;
  }

  Object.assign(atlas, { element, dataText, button, shape, safeLink });
})(window.Faultline);
