// The rating that the study page sent last. It is kept in this browser where its answer failed, and
// already where it takes long, as the page may be left before it comes.

import { TAG, drop, holdBack, keep } from "./kept-ratings.js";

const PATIENCE_MS = 1_000;
const SAVE_FAILED = "Couldn’t save your last rating. It’s kept here for now.";
const NOT_KEPT = "Couldn’t save your last rating, and this browser keeps nothing. Stay on this page and try again.";
const KEPT_FIELDS = ["card", "prompt", "rating_id", "seen_reviews", "seen_at", "answer_ms"];

let last = null; // {form, level, isKept, timer: null once it is answered or failed, letGo}
let written = Promise.resolve(); // one write after the other: what was dropped stays so

// --- On its way ---------------------------------------------------------------------

/** An answer that comes soon costs a timer and nothing else. */
export function ratingSent(form, level) {
  const isKept = last?.form === form && last.isKept; // a second try
  last = { form, level, isKept, timer: setTimeout(keepMeanwhile, PATIENCE_MS), letGo: null };
}

/** Nobody is told of it: its answer may just be slow. */
function keepMeanwhile() {
  if (!last.isKept) last.letGo = holdBack(last.form.elements.rating_id.value);
  write(last).then(askForSync, () => {});
}

function stopWaiting() {
  clearTimeout(last.timer);
  last.timer = null;
}

// Whatever is begun here may not be finished: the timer is what can be relied on.
window.addEventListener("pagehide", () => {
  if (!last?.timer) return;
  keepMeanwhile();
  last.letGo?.();
});

// --- Kept and let go ----------------------------------------------------------------

function inTurn(work) {
  written = written.catch(() => {}).then(work);
  return written;
}

function write(rating) {
  const held = Object.fromEntries(new FormData(rating.form));
  const fields = KEPT_FIELDS.filter((name) => name in held).map((name) => [name, held[name]]);
  const { session } = document.getElementById("card").dataset;
  const whose = { learner: document.documentElement.dataset.learner, session };
  rating.isKept = true;
  return inTurn(() => keep({ ...whose, ...Object.fromEntries(fields), confidence: rating.level }));
}

/** It failed: keep what its form was sent with, to be sent at once if `isReachable`. The words for it. */
export async function keepRating({ isReachable = false } = {}) {
  stopWaiting();
  const rating = last;
  try {
    await write(rating);
  } catch {
    return NOT_KEPT;
  } finally {
    await rating.letGo?.();
  }
  document.dispatchEvent(new CustomEvent("flashcards:kept", { detail: { isReachable } }));
  askForSync();
  return SAVE_FAILED;
}

/** It was answered, or is to be taken back: nothing of it is kept. Null where nothing was. */
export function forgetRating() {
  if (!last) return null;
  stopWaiting();
  const { form, isKept, letGo } = last;
  last.isKept = false;
  if (!isKept) return null;
  // What stays nevertheless is sent again and counts once, or not where it was taken back.
  return inTurn(() => drop(form.elements.rating_id.value))
    .catch(() => {})
    .then(letGo)
    .then(() => document.dispatchEvent(new CustomEvent("flashcards:arrived")));
}

// Before htmx does anything with the answer. That may be to leave the page: for the summary, or to
// sign in, where it was not taken.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { elt, xhr } = event.detail;
  if (elt.id !== "rating" || xhr.status >= 400) return;
  const next = xhr.getResponseHeader("HX-Redirect");
  const isTaken = !next || next.startsWith("/study/");
  const written = isTaken ? forgetRating() : keepRating();
  if (!next || !written) return;
  event.preventDefault();
  written.then(() => window.location.assign(next));
});

// --- The service worker -------------------------------------------------------------

/** Have the browser send it when it is online, even if no page is open any more. */
async function askForSync() {
  const worker = await navigator.serviceWorker?.getRegistration().catch(() => null);
  await worker?.sync?.register(TAG).catch(() => {}); // not allowed: the next visit sends it
}

// Before it is needed: offline it could not be loaded. Not over plain http, nor everywhere.
navigator.serviceWorker?.register("/sw.js", { type: "module" }).catch(() => {});
