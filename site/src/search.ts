// The script of the search: the page where there is one, and the dialogue for every other.

import { SearchPage } from "./search/page.js";

export { openDialog } from "./search/dialog.js";
export { open, showsEveryTerm } from "./search/index.js";

const form = document.querySelector<HTMLFormElement>("#search");
if (form) new SearchPage(form);
