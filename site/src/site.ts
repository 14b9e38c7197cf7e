// What scripts add to every page. All of it can be read, followed and sent without them.

import { appearance } from "./appearance.js";
import { copying } from "./copy.js";
import { filters } from "./filters.js";
import { finder } from "./finder.js";
import { keys } from "./keys.js";
import { previews } from "./previews.js";
import { contents } from "./toc.js";
import { ownZone } from "./zone.js";

appearance();
filters();
finder();
ownZone();
keys();
copying();
previews();
contents();
