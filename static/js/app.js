// What every page needs: messages that leave, failures that stay, focus on errors.

const FAILURE = "That did not work just now. Nothing was changed. Please try again.";

/** Show a failure until it is dismissed. `retry` (optional) runs on "Try again". */
function showFailure({ text = FAILURE, retry = null } = {}) {
  const template = document.getElementById("failure-toast");
  const toast = template.content.firstElementChild.cloneNode(true);
  const again = toast.querySelector("[data-retry]");
  toast.querySelector("[data-text]").textContent = text;
  again.hidden = !retry;
  again.addEventListener("click", () => {
    toast.remove();
    retry();
  });
  // A toast of the card may hold the very form that is to be sent again: it is only hidden.
  clearToasts(document.getElementById("toasts"));
  for (const other of document.querySelectorAll(".toast")) other.hidden = true;
  document.getElementById("toasts").append(toast);
}

/** One message at a time. */
function clearToasts(within = document) {
  for (const toast of within.querySelectorAll(".toast")) toast.remove();
}

document.addEventListener("flashcards:failure", (event) => showFailure(event.detail ?? {}));
// What came with the reply stays; what was said before it goes.
document.addEventListener("flashcards:success", () => clearToasts(document.getElementById("toasts")));

document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest(".toast")?.remove();
});

// Good news fades by itself (components.css); then it leaves the page as well.
document.addEventListener("animationend", (event) => {
  // Not while its own button's request is on its way: the answer would find nothing left.
  if (event.animationName === "toast-out" && !event.target.querySelector(".htmx-request")) {
    event.target.remove();
  }
});

// A swap that failed: a page's own script may take care of it and prevent this.
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  window.addEventListener(name, (event) => {
    if (!event.defaultPrevented) showFailure();
  });
}

// The next text size, as the server has saved it: the card that is turned stays so.
document.addEventListener("flashcards:text-size", (event) => {
  document.documentElement.dataset.textSize = event.detail.size;
});

// S anywhere studies what is due, where the page has a button for it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "s" || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (document.documentElement.dataset.singleKeys === "off" || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  document.querySelector("form[data-study]")?.requestSubmit();
});

// The browser keeps pages it goes back to; one that was signed in must not come back as it was.
window.addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector(".av--me, .study")) window.location.reload();
});

// Focusing alone leaves it under the bar at the bottom of a phone.
const wanted = document.querySelector("[data-focus]");
wanted?.focus({preventScroll: true});
wanted?.scrollIntoView({block: "center", behavior: "instant"});
