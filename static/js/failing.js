// What the study page says where something failed.

const ACTION_FAILED = "That did not work just now. Nothing was changed.";
const NO_ANSWER = "No answer came, so it is not sure whether that worked. Trying again is safe.";
const REFUSED = "This can’t be saved from here. Please load the page again.";

/** Whether the site said no for good; `status` 0 is no answer at all. */
export function isRefused(status) {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** Whether a rating that met it is kept. 403: the page outlived its sign-in, a later send does not. */
export function isKeepable(status) {
  return status === 403 || !isRefused(status);
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
