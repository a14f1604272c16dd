// What the study page does where something failed: it says so, and a rating is kept in this
// browser and sent later.

import { TAG, drop, keep } from "./kept-ratings.js";

const ACTION_FAILED = "That did not work just now. Nothing was changed.";
const NO_ANSWER = "No answer came, so it is not sure whether that worked. Trying again is safe.";
const REFUSED = "This can’t be saved from here. Please load the page again.";
const SAVE_FAILED = "Couldn’t save your last rating. It’s kept here for now.";
const NOT_KEPT = "Couldn’t save your last rating, and this browser keeps nothing. Stay on this page and try again.";
const KEPT_FIELDS = ["card", "prompt", "rating_id", "seen_reviews", "seen_at", "answer_ms"];

/** Whether the site said no for good; `status` 0 is no answer at all. */
export function isRefused(status) {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** What is said of anything but a rating that is kept. */
export function failedWords(status) {
  if (isRefused(status)) return REFUSED;
  return status ? ACTION_FAILED : NO_ANSWER;
}

/** `retry` is null where trying again leads nowhere. */
export function tellFailure(text, retry) {
  document.dispatchEvent(new CustomEvent("flashcards:failure", { detail: { text, retry } }));
}

/** Keep what the form was sent with; the words for it. */
export async function keepRating(form, level) {
  const held = Object.fromEntries(new FormData(form));
  const fields = KEPT_FIELDS.filter((name) => name in held).map((name) => [name, held[name]]);
  const { session } = document.getElementById("card").dataset;
  const whose = { learner: document.documentElement.dataset.learner, session };
  try {
    await keep({ ...whose, ...Object.fromEntries(fields), confidence: level });
  } catch {
    return NOT_KEPT;
  }
  document.dispatchEvent(new CustomEvent("flashcards:kept"));
  askForSync();
  return SAVE_FAILED;
}

/** A rating that was kept has been answered on this page. */
export async function forgetRating(ratingId) {
  await drop(ratingId).catch(() => {}); // what stays is sent again, and counts once
  document.dispatchEvent(new CustomEvent("flashcards:arrived"));
}

/** Have the browser send it when it is online, even if no page is open any more. */
async function askForSync() {
  const worker = await navigator.serviceWorker?.getRegistration().catch(() => null);
  await worker?.sync?.register(TAG).catch(() => {}); // not allowed: the next visit sends it
}

// Before it is needed: offline it could not be loaded. Not over plain http, nor everywhere.
navigator.serviceWorker?.register("/sw.js", { type: "module" }).catch(() => {});
