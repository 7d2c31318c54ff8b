// The data in this file: unpacked, checked against their hash, and as rows.
(function (atlas) {
  const DAY_MS = 86_400_000;

  async function unpack(id) {
    const letters = atob(document.getElementById(id).textContent.trim());
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  }

  // Whether the data are those that were written; null where this browser cannot tell.
  async function isUnchanged(text) {
    const stated = document.getElementById("sha256").textContent;
    if (!window.crypto || !crypto.subtle) return null;
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
    return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("") === stated;
  }

  function rowsOf({ columns }) {
    const names = Object.keys(columns);
    return columns.id.map((_, at) =>
      Object.fromEntries([["at", at], ...names.map((name) => [name, columns[name][at]])]),
    );
  }

  const dayText = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

  atlas.days = {
    words: (day) => dayText.format(day * DAY_MS),
    toIso: (day) => new Date(day * DAY_MS).toISOString().slice(0, 10),
    fromIso: (text) => Math.round(Date.parse(`${text}T00:00:00Z`) / DAY_MS),
    parts: (day) => {
      const date = new Date(day * DAY_MS);
      return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
    },
    of: (year, month, date) => Date.UTC(year, month, date) / DAY_MS,
  };

  atlas.readData = async function () {
    const [text, ground] = await Promise.all([unpack("data"), unpack("ground")]);
    const data = JSON.parse(text);
    const rows = rowsOf(data);
    Object.assign(atlas, {
      data,
      ground: JSON.parse(ground),
      rows,
      rowById: new Map(rows.map((row) => [row.id, row])),
    });
    atlas.check = isUnchanged(text);
  };
})(window.Faultline);
