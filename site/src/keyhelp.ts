// The dialogue that lists the keys and switches them off. A button in the footer opens it too, since the key for it may
// be off.

import { button, element } from "./element.js";
import { translate } from "./language.js";
import { getPreference, setPreference } from "./preferences.js";

/** Adds the button; what it returns opens the dialogue. */
export function addKeyHelp(): () => void {
  let dialog: HTMLDialogElement | undefined;
  const open = () => {
    dialog ??= makeDialog();
    dialog.showModal();
  };
  document.querySelector("footer.site p:last-child")?.append(" · ", button(translate("Keys"), open));
  return open;
}

function makeDialog(): HTMLDialogElement {
  const heading = element("h2", { id: "keys" }, translate("Keys"));
  const enabled = element("input", { type: "checkbox", checked: getPreference("keys") !== "off" });
  enabled.addEventListener("change", () => setPreference("keys", enabled.checked ? "" : "off"));
  const dialog = element(
    "dialog",
    { className: "keys" },
    heading,
    keyList(),
    element("p", {}, element("label", {}, enabled, " ", translate("Use single keys"))),
    button(translate("Close"), () => dialog.close()),
  );
  dialog.setAttribute("aria-labelledby", heading.id);
  document.body.append(dialog);
  return dialog;
}

function keyList(): HTMLDListElement {
  const rows: [keys: string[], what: string][] = [
    [["/", "Ctrl K", "⌘ K"], translate("Search")],
    [["j"], translate("Next record or section")],
    [["k"], translate("Previous record or section")],
    [["Enter"], translate("Open the entry")],
    [["g h"], translate("Go to the start page")],
    [["?"], translate("Show these keys")],
    [["Esc"], translate("Close")],
  ];
  const dl = element("dl", {});
  for (const [keys, what] of rows) {
    const names = keys.flatMap((name, i) => [i > 0 ? ", " : "", element("kbd", {}, name)]);
    dl.append(element("dt", {}, ...names), element("dd", {}, what));
  }
  return dl;
}
