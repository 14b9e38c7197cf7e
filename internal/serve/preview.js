// Reloads the page when a newer build than the one it came from is ready.
(() => {
  const shown = Number(document.currentScript.dataset.number);
  const events = new EventSource("/_hindcast/events");
  events.onmessage = (event) => {
    if (Number(event.data) !== shown) {
      events.close();
      location.reload();
    }
  };
  addEventListener("pagehide", () => events.close());
})();
