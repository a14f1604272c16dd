// The menu of a card: closed by Escape, by leaving it, by turning the card.

const OPEN = "details.menu[open]";

/** Close the menu and give the focus back; false where none is open. */
export function closeMenu() {
  const menu = document.querySelector(OPEN);
  if (!menu) return false;
  menu.open = false;
  menu.querySelector("summary").focus();
  return true;
}

/** Close it without moving the focus, unless `inside` is a part of it. */
export function leaveMenu(inside = null) {
  const menu = document.querySelector(OPEN);
  if (menu && !menu.contains(inside)) menu.open = false;
}

// Tab out of the menu closes it.
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  if (target.closest(OPEN) && relatedTarget) leaveMenu(relatedTarget);
});
