// The dialog that shows the keys and switches them off. A button in the footer opens it too, since
// the key for it may be off.

import { keep, recall } from "./choice.js";
import { button, element } from "./element.js";
import { say } from "./language.js";

/** Opens the dialog. */
export function keyHelp(): () => void {
  let dialog: HTMLDialogElement | undefined;
  const open = () => {
    dialog ??= make();
    dialog.showModal();
  };
  document.querySelector("footer.site p:last-child")?.append(" · ", button(say("Keys"), open));
  return open;
}

function make(): HTMLDialogElement {
  const heading = element("h2", { id: "keys" }, say("Keys"));
  const single = element("input", { type: "checkbox", checked: recall("keys") !== "off" });
  single.addEventListener("change", () => keep("keys", single.checked ? "" : "off"));
  const dialog = element(
    "dialog",
    { className: "keys" },
    heading,
    list(),
    element("p", {}, element("label", {}, single, " ", say("Use single keys"))),
    button(say("Close"), () => dialog.close()),
  );
  dialog.setAttribute("aria-labelledby", heading.id);
  document.body.append(dialog);
  return dialog;
}

function list(): HTMLDListElement {
  const rows: [keys: string[], what: string][] = [
    [["/", "Ctrl K", "⌘ K"], say("Search")],
    [["j"], say("Next record or section")],
    [["k"], say("Previous record or section")],
    [["Enter"], say("Open the entry")],
    [["g h"], say("Go to the start page")],
    [["?"], say("Show these keys")],
    [["Esc"], say("Close")],
  ];
  const dl = element("dl", {});
  for (const [keys, what] of rows) {
    const names = keys.flatMap((name, i) => [i > 0 ? ", " : "", element("kbd", {}, name)]);
    dl.append(element("dt", {}, ...names), element("dd", {}, what));
  }
  return dl;
}
