// Ratings that could not be sent: kept in this browser, sent later in their order, once each.
//
// The pages and the service worker share this, so nothing here touches a page. Kept is what the
// rating's form holds, whose it is and nothing of the card. Each rating has the id of its showing:
// the server counts it once, however often it comes.

export const TAG = "kept-ratings";
const KEPT_URL = "/study/kept/";
const STORE = "ratings";
const TIMEOUT_MS = 15_000;
const TRIES = 3; // that a rating over which the site fails may keep the others waiting
const TRY_PAUSE_MS = 60_000; // at least, between two that count
const WAIT_STATUSES = [403, 408, 429, 503]; // another time it may be taken
const FIELDS = ["session", "card", "prompt", "rating_id", "seen_reviews", "seen_at", "confidence", "answer_ms"];

// --- The store ----------------------------------------------------------------------

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("flashcards", 1);
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore(STORE, { keyPath: "place", autoIncrement: true });
      store.createIndex("rating_id", "rating_id", { unique: true });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** `work` gets the store and gives a request; its result once all is written. */
async function inStore(mode, work) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: "strict" });
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/**
 * All of them, oldest first: {place, learner, …FIELDS, refused: null or {words, card}}, and, where
 * the site failed over one, {tries, tried_at}. Not those whose answer a page still waits for.
 */
export async function keptRatings() {
  const [all, held] = await Promise.all([inStore("readonly", (store) => store.getAll()), heldBack()]);
  return all.filter((rating) => !held.has(rating.rating_id));
}

/** Whether the site failed over it so often that the others no longer wait for it. */
export function isStuck(rating) {
  return (rating.tries ?? 0) >= TRIES;
}

/** Keep a rating; one of the same showing takes the place of the earlier. Rejects if it cannot. */
export async function keep(rating) {
  const placeOf = (store) => store.index("rating_id").getKey(rating.rating_id);
  await inStore("readwrite", (store) => {
    const found = placeOf(store);
    found.onsuccess = () => {
      const place = found.result;
      store.put({ ...rating, refused: null, ...(place === undefined ? {} : { place }) });
    };
    return found;
  });
}

/** Forget the rating: it has arrived, or its refusal was read. */
export async function drop(ratingId) {
  await inStore("readwrite", (store) => {
    const found = store.index("rating_id").getKey(ratingId);
    found.onsuccess = () => found.result !== undefined && store.delete(found.result);
    return found;
  });
}

/** Write what became of it, or forget it, unless it was dropped or rated anew in the meantime. */
async function change(rating, changed) {
  await inStore("readwrite", (store) => {
    const found = store.get(rating.place);
    found.onsuccess = () => {
      if (found.result?.confidence !== rating.confidence) return;
      if (changed) store.put({ ...rating, ...changed });
      else store.delete(rating.place);
    };
    return found;
  });
}

// --- Held back ----------------------------------------------------------------------

const HELD = `${TAG} `;

/**
 * Leave this rating alone in all tabs: its answer may still come. Gives what ends that, as leaving
 * the page does. Without locks (plain http) it is sent beside: it counts once.
 */
export function holdBack(ratingId) {
  let answered;
  const answer = new Promise((resolve) => (answered = resolve));
  const released = navigator.locks?.request(HELD + ratingId, () => answer);
  return () => {
    answered();
    return released;
  };
}

/** The ids of ratings whose answer a page waits for. */
async function heldBack() {
  const { held = [] } = (await globalThis.navigator?.locks?.query()) ?? {};
  const names = held.map(({ name }) => name).filter((name) => name.startsWith(HELD));
  return new Set(names.map((name) => name.slice(HELD.length)));
}

// --- Sending ------------------------------------------------------------------------

/**
 * Send what is kept and of whoever is signed in. Gives {outcome, sent, settled}: `sent` counts
 * those that counted, `settled` has {session, card} of all that need not be sent again, `outcome` is
 * "done", "away" (no answer, so the rest waits), "on its way" (a page waits for the answer of the
 * rest) or "signed out" (the rest is somebody else's).
 */
export function sendKept() {
  // Two tabs and the worker take turns. Without locks (plain http) each sends: it counts once.
  const locks = globalThis.navigator?.locks;
  return locks ? locks.request(TAG, sendInOrder) : sendInOrder();
}

async function sendInOrder() {
  const told = { outcome: "done", sent: 0, settled: [] };
  const waiting = (await keptRatings()).filter((rating) => !rating.refused);
  if (waiting.length === 0) return { ...told, outcome: await restOutcome() };
  const who = await whoIsThere();
  if (!who.learner) return { ...told, outcome: who.outcome };
  for (const { place } of waiting) {
    const rating = await inStore("readonly", (store) => store.get(place));
    if (rating?.learner !== who.learner) continue; // also one that was dropped in the meantime
    told.outcome = await sendOne(rating, who.token, told);
    if (told.outcome !== "done") break;
  }
  if (waiting.every((rating) => rating.learner !== who.learner)) told.outcome = "signed out";
  if (told.outcome === "done") told.outcome = await restOutcome();
  if (told.settled.length > 0) tellPages(told);
  return told;
}

async function restOutcome() {
  return (await heldBack()).size > 0 ? "on its way" : "done";
}

/** Who is signed in, and a token that is fresh: a page's own may be days old by now. */
async function whoIsThere() {
  const reply = await asked({ method: "GET" });
  if (reply?.type === "opaqueredirect") return { outcome: "signed out" };
  const said = reply?.ok ? await reply.json().catch(() => null) : null;
  return said ?? { outcome: "away" };
}

async function sendOne(rating, token, told) {
  const given = FIELDS.filter((name) => rating[name] !== undefined).map((name) => [name, rating[name]]);
  const body = new URLSearchParams([...given, ["learner", rating.learner], ["csrfmiddlewaretoken", token]]);
  const reply = await asked({ method: "POST", body });
  if (reply?.type === "opaqueredirect" || reply?.status === 409) return "signed out";
  if (reply?.status >= 500 && !WAIT_STATUSES.includes(reply.status)) return countTry(rating);
  const said = await saidOf(rating, reply);
  if (!said) return "away";
  await settle(rating, said);
  told.sent += said.outcome === "counted" ? 1 : 0;
  told.settled.push({ session: rating.session, card: rating.card });
  return "done";
}

/** What became of it; null where that is not known yet. */
function saidOf(rating, reply) {
  if (!reply || WAIT_STATUSES.includes(reply.status)) return null;
  if (reply.ok) return reply.json().catch(() => null);
  const words = `Your rating ${rating.confidence} could not be counted. The site refused it.`;
  return { outcome: "refused", words, card: `/cards/${rating.card}/` };
}

/** The site failed over this one: the rest waits, until that was so a few times, minutes apart. */
async function countTry(rating) {
  const { tries = 0, tried_at = 0 } = rating;
  const now = Date.now();
  if (isStuck(rating)) return "done";
  if (Math.abs(now - tried_at) < TRY_PAUSE_MS) return "away";
  await change(rating, { tries: tries + 1, tried_at: now });
  return tries + 1 < TRIES ? "away" : "done";
}

/** A refused rating stays until its words were read. */
function settle(rating, { outcome, words, card }) {
  return change(rating, outcome === "counted" ? null : { refused: { words, card } });
}

/** The reply; null where none came in time. */
function asked(how) {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const headers = { Accept: "application/json" };
  return fetch(KEPT_URL, { ...how, headers, signal, redirect: "manual", cache: "no-store" }).catch(() => null);
}

/** All pages, this one too. */
function tellPages(told) {
  const channel = new BroadcastChannel(TAG);
  channel.postMessage(told);
  channel.close();
}
