// What scripts add to every page. Everything on it can be read, followed and sent without them.

import { runClocks } from "./clocks.js";
import { addCopyButtons } from "./copy.js";
import { addListFilters } from "./filters.js";
import { addShortcuts } from "./keys.js";
import { addLocalTimes } from "./local_times.js";
import { addPreviews } from "./previews.js";
import { keepFigure } from "./scopes.js";
import { attachSearchBox } from "./search_box.js";
import { addThemeSwitch } from "./theme_switch.js";
import { markCurrentSection } from "./toc.js";

addThemeSwitch();
addListFilters();
attachSearchBox();
runClocks(); // before local times, which come between a time and what is said of it
addLocalTimes();
addShortcuts();
addCopyButtons();
addPreviews();
keepFigure();
markCurrentSection();
