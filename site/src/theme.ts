// Runs in the head before anything is painted, so that no page shows first in another theme. Styles see by data-script
// that there are scripts.

import { applyTheme, preferredTheme } from "./preferences.js";

document.documentElement.dataset["script"] = "";
applyTheme(preferredTheme());
