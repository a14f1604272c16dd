// Cards being written, and a deck's list of them. Without this script the same forms work.

import { watchReorder } from "./reorder.js";
import { dressTags } from "./tags.js";

const live = () => document.getElementById("live");

export function announce(text) {
  if (live()) live().textContent = text;
}

// --- Writing ---------------------------------------------------------------------

// Ctrl+Enter (on a Mac also Cmd+Enter) saves from any field of the form.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
  const form = event.target.closest("[data-card-form]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
});

// N anywhere on a deck's page begins a new card; Escape leaves a form in the list.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
  if (event.key === "Escape" && !event.defaultPrevented) {
    const form = event.target.closest(".cardform");
    const typed = [...(form?.querySelectorAll("textarea, input[type=text]") ?? [])];
    // What was typed is not thrown away by a key.
    if (typed.every((field) => field.value === field.defaultValue)) form?.querySelector("[data-cancel]")?.click();
    return;
  }
  if (event.key.toLowerCase() !== "n" || document.documentElement.dataset.singleKeys === "off") return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  const link = document.querySelector("[data-new-card]");
  if (!link) return;
  event.preventDefault();
  link.click();
});

/** One submit at a time: a second one before the reply is the same click. */
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.matches("[data-card-form]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = "yes";
  },
  true,
);
const sendAgain = () => {
  for (const form of document.querySelectorAll("[data-sent]")) delete form.dataset.sent;
};
for (const name of ["htmx:afterRequest", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, sendAgain);
}
window.addEventListener("pageshow", sendAgain);

// --- Selecting many ----------------------------------------------------------------

const bulk = document.getElementById("bulk");

function ticks() {
  return [...document.querySelectorAll('input[form="bulk"][name="card"]')];
}

function showSelected() {
  const all = document.querySelector("[data-all]");
  const count = all?.checked ? parseInt(all.value, 10) : ticks().filter((tick) => tick.checked).length;
  const cards = `${count.toLocaleString("en")} card${count === 1 ? "" : "s"}`;
  bulk.hidden = count === 0;
  bulk.querySelector("[data-selected]").textContent = `${count.toLocaleString("en")} selected:`;
  bulk.querySelector("[data-delete]").textContent = count ? `Delete ${cards}` : "Delete";
  announce(count ? `${cards} selected.` : "No card selected.");
}

if (bulk?.querySelector("[data-selected]")) {
  bulk.classList.add("bulk--bar");
  bulk.hidden = true;
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-all]")) {
      for (const tick of ticks()) tick.checked = target.checked;
    } else if (target.matches('input[form="bulk"][name="card"]')) {
      const all = document.querySelector("[data-all]");
      if (all && !target.checked) all.checked = false;
    } else return;
    showSelected();
  });
  // A form that went back in history keeps its ticks.
  window.addEventListener("pageshow", () => ticks().some((tick) => tick.checked) && showSelected());
}

// --- What a swap brings ----------------------------------------------------------------

function adopt(root) {
  for (const field of root.querySelectorAll("textarea[data-tags]")) dressTags(field);
  watchReorder(root, announce);
}

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  adopt(document);
  const form = document.querySelector("[data-said]");
  if (form) {
    announce(form.dataset.said);
    form.querySelector("textarea")?.focus();
    return;
  }
  const saved = document.querySelector("[data-saved]");
  if (saved) {
    saved.removeAttribute("data-saved");
    saved.querySelector("summary")?.focus();
    announce(detail.requestConfig?.verb === "post" ? "Card saved." : "");
  }
  document.querySelector("[data-focus]")?.focus();
  const all = document.querySelector("[data-all]");
  if (all?.checked) for (const tick of ticks()) tick.checked = true;
});
adopt(document);
