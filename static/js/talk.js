// A discussion: what was just sent is announced, the writing goes on, Esc leads back to the card.

import { closeMenu } from "./card-menu.js";

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "talk") return;
  const thread = document.getElementById("talk");
  const said = thread.querySelector("[data-live]")?.textContent.trim();
  if (said) document.getElementById("live").textContent = said;
  const wrong = thread.querySelector('[aria-invalid="true"]');
  const editing = thread.querySelector("li textarea");
  // Whoever wrote goes on writing; after Resolve a phone's keyboard need not come up.
  const wrote = event.detail.requestConfig.path.endsWith("/talk/add/");
  const rest = thread.querySelector(wrote ? "#talk-write textarea" : "#talk-title");
  (wrong ?? editing ?? rest)?.focus();
});

// A form is sent once at a time: a double click would ask twice for the same.
document.addEventListener(
  "submit",
  (event) => {
    const { target } = event;
    if (!target.matches("#talk form")) return;
    if (!target.classList.contains("htmx-request")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.isComposing || event.altKey || event.repeat) return;
  if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
    if (target.matches("#talk textarea")) target.form.requestSubmit();
    return;
  }
  if (key !== "Escape" || event.ctrlKey || event.metaKey) return;
  if (closeMenu()) return event.preventDefault();
  if (!isWriting(target)) document.querySelector("[data-back]")?.click();
});

/** In a field with something in it, Esc would throw that away: it only leaves the field. */
function isWriting(target) {
  if (!target.matches("textarea, input")) return false;
  if (!target.value) return false;
  target.blur();
  return true;
}
