// The study page: turn, rate, undo, flag, end. Without this script the same links and forms work.
//
// The server sends one fragment, #card. It holds the side that is shown, and the other one with
// what the dock shows then as templates, so turning never waits.

import { clockMs, startClock } from "./answer-clock.js";
import { closeMenu, leaveMenu } from "./card-menu.js";
import { failedWords, isKeepable, isRefused, tellFailure } from "./failing.js";
import { isScrollKey, pageDown, scrollByKey, watchOverflow } from "./long-answers.js";
import { forgetRating, keepRating, ratingSent } from "./sent-rating.js";
import { watchSwipes } from "./swiping.js";

let card = null; // what is on the page now, see adopt()
let transition = null;

/** Take over the fragment that is in the page. */
function adopt() {
  const root = document.getElementById("card");
  card = {
    root,
    sheet: root.querySelector(".sheet"),
    dock: root.querySelector(".dock__in"),
    turned: root.querySelector(".sheet > .fc__a") !== null,
    sent: false,
    failed: null, // the level of a rating that found no answer, which this browser then keeps
    undoNext: false, // Z while a rating is on its way takes that one back
    place: null, // puts the side that was chosen into the page, while that is outstanding
  };
  startClock();
  watchOverflow(card.sheet);
  offerShortcuts();
}

function offerShortcuts() {
  for (const hint of card.root.querySelectorAll("[data-shortcuts]")) hint.hidden = false;
}

// --- Turning ---------------------------------------------------------------------

/** Everything of the sheet that belongs to one side, and what the dock shows with it. */
function sideNodes() {
  const isSide = (node) => !node.matches("template, .fc__meta");
  return {
    sheet: [...card.sheet.children].filter(isSide),
    dock: [...card.dock.children],
  };
}

/** The side that the server sent along; null where it sent none. */
function otherSide() {
  const [side, dock] = card.turned ? ["question-side", "question-dock"] : ["answer-side", "rating-dock"];
  const copy = (id) => {
    const template = card.root.querySelector(`#${id}`);
    return template && [...document.importNode(template.content, true).children];
  };
  const nodes = { sheet: copy(side), dock: copy(dock) };
  return nodes.sheet && nodes.dock ? nodes : null;
}

function turn() {
  finishTurning();
  if (card.sent) return;
  leaveMenu();
  const shown = card.other ?? otherSide();
  if (!shown) return;
  const old = sideNodes();
  card.other = old;
  card.turned = !card.turned;
  card.place = () => placeSide(old, shown);
  animateTurn();
}

function placeSide(old, shown) {
  card.place = null;
  for (const node of [...old.sheet, ...old.dock]) node.remove();
  card.sheet.append(...shown.sheet);
  card.dock.append(...shown.dock);
  for (const node of [...shown.sheet, ...shown.dock]) window.htmx?.process(node);
  watchOverflow(card.sheet);
  offerShortcuts();
  focusSide();
  announce(card.turned ? "Answer shown." : "Question shown.");
}

function animateTurn() {
  if (!document.startViewTransition || document.hidden) return finishTurning();
  document.documentElement.dataset.turning = "";
  const started = document.startViewTransition(finishTurning);
  transition = started;
  started.ready.catch(() => {}); // skipped by the next key: that is what we want
  started.finished.finally(() => {
    if (transition === started) delete document.documentElement.dataset.turning;
  });
}

/** A key or click during a turn does not wait for it. */
function finishTurning() {
  card.place?.();
}

// --- Rating and undo ---------------------------------------------------------------

function rate(level) {
  finishTurning();
  if (!card.turned || card.sent) return;
  const tile = card.dock.querySelector(`.rate[value="${level}"]`);
  tile?.click(); // htmx learns from the click which button it was
}

function undo() {
  // A rating that found no answer may have counted: it is sent again, then taken back.
  if (card.failed) rateAgain(card.failed);
  if (!card.sent) return document.getElementById("undo")?.requestSubmit();
  card.undoNext = true;
  forgetRating(); // should no answer come
}

const CHANGES_CARD = '#card form[hx-target="#card"]';

// In the capture phase, so that it comes before htmx: one thing is sent once.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.matches(CHANGES_CARD)) return;
    if (card.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    markSent(form, event.submitter);
  },
  true,
);

function markSent(form, tile) {
  card.sent = true;
  card.tile = tile;
  if (form.elements.answer_ms && !card.answerMs) {
    card.answerMs = clockMs(); // a second try reports the first decision
    form.elements.answer_ms.value = card.answerMs;
  }
  if (!tile?.matches(".rate")) return;
  ratingSent(form, tile.value);
  tile.classList.add("is-on");
  for (const each of form.querySelectorAll(".rate")) each.setAttribute("aria-disabled", "true");
}

function markFailed() {
  card.sent = false;
  card.undoNext = false;
  for (const each of card.dock.querySelectorAll(".rate")) {
    each.removeAttribute("aria-disabled");
    each.classList.remove("is-on");
  }
}

/** The card stays; "Try again" sends the same with the same id. */
function onFailure(event) {
  const { elt, xhr } = event.detail;
  if (!elt.closest?.("#card")) return;
  event.preventDefault();
  const isRating = elt.querySelector(".rate") !== null;
  const level = card.tile?.value;
  markFailed();
  const status = xhr?.status ?? 0;
  card.failed = isRating && isKeepable(status) ? level : null;
  if (card.failed) {
    const again = () => rateAgain(level);
    return keepRating({ isReachable: status === 403 }).then((words) => tellFailure(words, again));
  }
  if (isRating) forgetRating();
  const press = () => (elt.requestSubmit ? elt.requestSubmit() : elt.click());
  tellFailure(failedWords(status), isRefused(status) ? null : press);
}

/** The same rating with its id, also where the card was turned back in the meantime. */
function rateAgain(level) {
  if (!card.turned) turn();
  rate(level);
}

// The rating of this card was kept and has been sent from here or another tab: on to the next.
document.addEventListener("flashcards:settled", (event) => {
  const { card: id, session } = card?.root.dataset ?? {};
  const isThis = (rating) => rating.card === id && rating.session === session;
  if (!id || card.sent || !event.detail.settled.some(isThis)) return;
  window.htmx.ajax("GET", `/study/${session}/`, { target: "#card", swap: "outerHTML" });
});

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(name, onFailure);
}

// The reply may be another page (the summary, or sign-in when the session has run out).
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  if (target.id !== "card" || !event.detail.shouldSwap) return;
  if (/\sid="card"/.test(xhr.responseText)) return;
  event.detail.shouldSwap = false;
  window.location.assign(xhr.responseURL);
});

document.body.addEventListener("htmx:afterSwap", (event) => {
  const root = document.getElementById("card");
  if (!root) return;
  if (root === card.root) return announceFlag();
  // Browsing has an address for each card: reloading stays there.
  if (root.querySelector(".pager")) history.replaceState(null, "", event.detail.xhr.responseURL);
  const { undoNext } = card;
  document.dispatchEvent(new CustomEvent("flashcards:success"));
  adopt();
  focusSide();
  announce(root.querySelector("[data-live]")?.textContent ?? "");
  // Only what this page rated itself; and once htmx knows the new form.
  if (undoNext && root.querySelector('.toast [form="undo"]')) setTimeout(undo);
});

function announceFlag() {
  const isOn = card.root.querySelector('[data-flag] [aria-pressed="true"]') !== null;
  announce(isOn ? "Flagged." : "Flag taken off.");
}

function announce(text) {
  const live = document.getElementById("live");
  if (live && text.trim()) live.textContent = text.trim();
}

// --- Keys and clicks -----------------------------------------------------------------

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (document.querySelector("dialog[open]")) return;
  if (document.documentElement.dataset.singleKeys === "off") {
    if (event.key === "Escape") closeMenu(); // no single key: it only closes what is open
    return;
  }
  const act = keyAction(event);
  if (!act) return;
  event.preventDefault();
  if (!event.repeat || isScrollKey(event.key)) act();
}

const KEYS = {
  Escape: () => closeMenu() || document.querySelector("form[data-end]")?.requestSubmit(),
  "?": showShortcuts,
  z: undo,
  f: () => card.root.querySelector("[data-flag]")?.requestSubmit(),
  e: () => card.root.querySelector("[data-edit]")?.click(),
  d: () => card.root.querySelector("[data-discuss]")?.click(),
  ArrowLeft: () => card.root.querySelector("[data-previous]")?.click(),
  ArrowRight: () => card.root.querySelector("[data-next]")?.click(),
};

/** What this key does now, or null where it is the browser's. */
function keyAction(event) {
  const { key, target } = event;
  if (key === " ") return target.closest("button, .menu") ? null : turn;
  if (/^[1-5]$/.test(key)) return () => rate(key);
  if (isScrollKey(key)) return scrollByKey(event);
  return KEYS[key.length === 1 ? key.toLowerCase() : key] ?? null;
}

function showShortcuts() {
  const sheet = document.getElementById("shortcuts");
  sheet?.addEventListener("close", focusSide, { once: true });
  sheet?.showModal();
}

function focusSide() {
  card.root.querySelector(card.turned ? ".fc__a" : ".q1")?.focus({ preventScroll: true });
}

function onClick(event) {
  const { target } = event;
  leaveMenu(target);
  if (target.closest("[data-shortcuts]")) return showShortcuts();
  if (target.closest(".fc__more")) return pageDown();
  if (target.closest("[data-turn]") && isPlainClick(event)) {
    event.preventDefault();
    return turn();
  }
  const onFace = target.closest(".fc .sheet") && !target.closest("a, button, input, summary, .menu");
  if (onFace && !card.turned && window.getSelection().isCollapsed) turn();
}

/** Not one that opens a new tab or window. */
function isPlainClick(event) {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
}

if (document.getElementById("card")) {
  adopt();
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  if (document.documentElement.dataset.swipes === "on") {
    watchSwipes({ isReady: () => card.turned && !card.sent, rate });
  }
}
