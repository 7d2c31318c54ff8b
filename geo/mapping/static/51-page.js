// The page around the map's frame, as far as the browser lets the map see it; without it the map works alone.
(function (atlas) {
  // The page's window, or null where the frame stands alone or must not look outside.
  function outerWindow() {
    try {
      return window.parent !== window && window.parent.location.href && window.parent.history ? window.parent : null;
    } catch {
      return null;
    }
  }

  // The element that holds the map in the page, while it does.
  function frame() {
    try {
      return window.frameElement && window.frameElement.isConnected ? window.frameElement : null;
    } catch {
      return null;
    }
  }

  // Whether the map is taller than the window of the page, so that no strip beside it is left to scroll by.
  function isTallerThanWindow() {
    const page = outerWindow();
    return Boolean(page) && window.innerHeight >= page.innerHeight;
  }

  // Something kept for this tab; null where the browser keeps nothing.
  function recall(name) {
    try {
      return JSON.parse(sessionStorage.getItem(name));
    } catch {
      return null;
    }
  }

  function remember(name, value) {
    try {
      sessionStorage.setItem(name, JSON.stringify(value));
    } catch {
      return; // The address holds the view all the same.
    }
  }

  atlas.page = { window: outerWindow, frame, isTallerThanWindow, recall, remember };
})(window.Faultline);
