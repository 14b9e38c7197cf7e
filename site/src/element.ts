// Makes elements. Text comes in as text: nothing is ever parsed as HTML.

type Properties<T> = Partial<Omit<T, "innerHTML" | "outerHTML" | "style">>;

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties<HTMLElementTagNameMap[K]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** A button that stands back, beside those that send a form. */
export function button(text: string, pressed: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", className: "plain" }, text);
  made.addEventListener("click", pressed);
  return made;
}
