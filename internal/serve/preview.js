// Reloads the page when a newer build than the one it came from shows something else.
(() => {
  const { number, state } = document.currentScript.dataset;
  let shown = number;
  const events = new EventSource("/_hindcast/events");
  events.onmessage = async (event) => {
    if (event.data === shown) return;
    shown = event.data;
    const page = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
    if (page?.headers.get("Hindcast-State") === state) return;
    events.close();
    location.reload();
  };
  addEventListener("pagehide", () => events.close());
})();
