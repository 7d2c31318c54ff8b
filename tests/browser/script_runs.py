"""The runs of a page's script, as the page hears of them, and what the page does."""

# Counts the script runs that have ended, in every page from its first moment on, by what the server says: the state
# that the page shows may go from "notRunning" to "notRunning" where React takes messages together. A run that another
# cuts short (2) is none. By then the page has drawn a frame with what the run sent.
COUNT_RUNS = """
window.endedRuns = 0;
(() => {
  const SCRIPT_FINISHED = 6, CUT_SHORT = 2;  // of Streamlit's ForwardMsg (protobuf)

  function readNumber(bytes, at) {
    let [value, shift] = [0, 1];
    for (; bytes[at] & 128; at += 1, shift *= 128) value += (bytes[at] & 127) * shift;
    return [value + bytes[at] * shift, at + 1];
  }

  // The status of a message that says that a run has ended; its fields are numbers and lengths of bytes.
  function endOfRun(bytes) {
    for (let at = 0; at < bytes.length; ) {
      let tag, value;
      [tag, at] = readNumber(bytes, at);
      [value, at] = readNumber(bytes, at);
      if (tag >> 3 === SCRIPT_FINISHED) return value;
      if (tag & 7) at += value;
    }
    return null;
  }

  function count() {
    window.endedRuns += 1;
  }

  window.WebSocket = class extends WebSocket {
    constructor(...options) {
      super(...options);
      this.addEventListener("message", ({ data }) => {
        const status = data instanceof ArrayBuffer ? endOfRun(new Uint8Array(data)) : null;
        if (status !== null && status !== CUT_SHORT) requestAnimationFrame(() => requestAnimationFrame(count));
      });
    }
  };
})();
"""
DESCRIBE_RUNS = """(() => {
  const { testScriptState, testConnectionState } = document.querySelector("[data-testid=stApp]")?.dataset ?? {};
  const { activeElement } = document;
  return `The script is ${testScriptState}, the connection ${testConnectionState}, ended runs: ${window.endedRuns}, ` +
    `the focus is on ${activeElement?.tagName} ${activeElement?.className}, the address is ${location}`;
})()"""
