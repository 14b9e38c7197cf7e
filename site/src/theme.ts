// Runs in the head before anything is painted, so that no page shows first in another appearance.
// What else depends on scripts is told by data-script.

import { theme, wear } from "./choice.js";

document.documentElement.dataset["script"] = "";
wear(theme());
