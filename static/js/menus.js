// Menus that open under a button (details.menu) close by Escape and by a click elsewhere.

import { closeMenu, leaveMenu } from "./card-menu.js";

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && closeMenu()) event.preventDefault();
});
document.addEventListener("click", ({ target }) => leaveMenu(target));
