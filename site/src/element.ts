// Makes elements. Text is inserted as text: nothing is ever parsed as HTML.

type Properties<T> = Partial<Omit<T, "innerHTML" | "outerHTML" | "style">>;

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties<HTMLElementTagNameMap[K]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const created = Object.assign(document.createElement(tag), properties);
  created.append(...children);
  return created;
}

/** A button that looks plain, beside those that send a form. */
export function button(text: string, pressed: () => void): HTMLButtonElement {
  const created = element("button", { type: "button", className: "plain" }, text);
  created.addEventListener("click", pressed);
  return created;
}
