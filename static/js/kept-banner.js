// The strip above the page: how many ratings wait here, that they were sent, or why one was not.
// Every page has it, so ratings that were kept are sent on the next visit of any.

import { TAG, drop, isStuck, keptRatings, sendKept } from "./kept-ratings.js";

const FIRST_PAUSE_MS = 5_000;
const PAUSE_MAX_MS = 60_000;
const SENT_SHOWN_MS = 8_000;

const place = document.getElementById("kept");
const learner = document.documentElement.dataset.learner ?? "";
// The page of a site without its database knows nobody: it says what waits, and asks again.
const isAway = document.querySelector("[data-away]") !== null;

let pause = FIRST_PAUSE_MS;
let timer = null;
let outcome = isAway ? "away" : "done";
let sent = 0; // that the strip speaks of
let forgetsSent = null;

// --- What it says -------------------------------------------------------------------

function counted(number) {
  return `${number} rating${number === 1 ? "" : "s"}`;
}

function waitingWords(number) {
  const them = number === 1 ? "it" : "them";
  const kept = `${counted(number)} ${number === 1 ? "is" : "are"} kept here`;
  if (!learner && !isAway) return `${kept}. Sign in to send ${them}.`;
  if (outcome === "signed out") return `You are signed out. ${kept}. Sign in again to send ${them}.`;
  const next = document.getElementById("card") ? " The next card comes then." : "";
  return navigator.onLine
    ? `The site can’t be reached just now. ${kept} and will be sent when it answers.${next}`
    : `You’re offline. ${kept} and will be sent when you’re back.${next}`;
}

/** One strip: its words, the address of a card to look at, what dismissing it does. */
function strip(words, { card = "", dismiss = null } = {}) {
  const made = document.getElementById("kept-strip").content.firstElementChild.cloneNode(true);
  const [link, button] = [made.querySelector("a"), made.querySelector("button")];
  made.querySelector("[data-text]").textContent = words;
  link.hidden = !card;
  if (card) link.href = card;
  button.hidden = !dismiss;
  button.addEventListener("click", dismiss);
  return made;
}

/** Of one that was refused, or over which the site fails. It stays until dismissed. */
function troubleStrip(rating) {
  const fails = `Your rating ${rating.confidence} could not be sent: the site fails each time. It is tried again on each visit, until you dismiss it.`;
  const { words, card } = rating.refused ?? { words: fails, card: `/cards/${rating.card}/` };
  return strip(words, { card, dismiss: () => drop(rating.rating_id).then(() => show()) });
}

async function show() {
  const all = await keptRatings().catch(() => []);
  const isTrouble = (rating) => rating.refused || isStuck(rating);
  const waiting = all.filter((rating) => !isTrouble(rating) && (!learner || rating.learner === learner));
  const troubles = all.filter((rating) => isTrouble(rating) && rating.learner === learner);
  const strips = troubles.map(troubleStrip);
  if (waiting.length > 0) strips.unshift(strip(waitingWords(waiting.length)));
  else if (sent > 0) strips.unshift(strip(`Back online. ${counted(sent)} sent.`));
  const words = (nodes) => [...nodes].map((node) => node.textContent).join();
  if (words(strips) !== words(place.children)) place.replaceChildren(...strips); // said once
  warnBeforeSigningOut(waiting.length > 0 || troubles.some((rating) => !rating.refused));
  return waiting.length;
}

/** For a while, like other good news. */
function tellSent(number) {
  sent += number;
  clearTimeout(forgetsSent);
  forgetsSent = setTimeout(() => {
    sent = 0;
    show();
  }, SENT_SHOWN_MS);
}

function warnBeforeSigningOut(isWaiting) {
  const warning = document.querySelector("[data-kept-warning]");
  if (warning) warning.hidden = !isWaiting;
}

// --- When it sends ------------------------------------------------------------------

async function send() {
  clearTimeout(timer);
  const told = await sendKept().catch(() => null); // no store: nothing is kept
  if (!told) return;
  outcome = told.outcome;
  const isWaiting = (await show()) > 0;
  if (outcome === "on its way" || (isWaiting && outcome === "away")) waitAndSend();
}

/** Longer after each try, and no two browsers in step. */
function waitAndSend() {
  clearTimeout(timer);
  timer = setTimeout(send, pause * (0.75 + Math.random() / 2));
  pause = Math.min(pause * 2, PAUSE_MAX_MS);
}

function sendSoon() {
  pause = FIRST_PAUSE_MS;
  return send();
}

if (learner || isAway) {
  sendSoon();
  window.addEventListener("online", sendSoon);
  document.addEventListener("visibilitychange", () => document.hidden || sendSoon());
} else show();

window.addEventListener("offline", () => show());

// The study page has kept one, or one that was kept has arrived after all.
document.addEventListener("flashcards:kept", ({ detail }) => {
  outcome = "away";
  pause = FIRST_PAUSE_MS;
  if (detail.isReachable) return send();
  show();
  waitAndSend();
});
document.addEventListener("flashcards:arrived", () => show());

// This page, another tab or the service worker has sent some.
new BroadcastChannel(TAG).addEventListener("message", ({ data }) => {
  outcome = data.outcome;
  document.dispatchEvent(new CustomEvent("flashcards:settled", { detail: data }));
  if (data.sent > 0) tellSent(data.sent);
  show();
});
