// The study page: turn, rate, scroll, end. Without this script the same links and forms work.
//
// The server sends one fragment, #card. It holds the question, and the answer side and the
// rating form as templates (#answer-side, #rating-dock), so turning never waits.

const ANSWER_MS_MAX = 10 * 60 * 1000;
const SAVE_FAILED = "Couldn’t save your last rating. It’s kept here for now.";
const REFUSED = "This rating can’t be saved from here. Please load the page again.";

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
    place: null, // puts the side that was chosen into the page, while that is outstanding
    clock: startClock(),
  };
  watchOverflow();
}

// --- Time spent on a card, not counting while the page is hidden -----------------

function startClock() {
  return { spent: 0, since: document.hidden ? null : performance.now() };
}

function clockMs({ spent, since }) {
  const running = since === null ? 0 : performance.now() - since;
  return Math.min(Math.round(spent + running), ANSWER_MS_MAX);
}

document.addEventListener("visibilitychange", () => {
  if (!card) return;
  const spent = clockMs(card.clock);
  card.clock = { spent, since: document.hidden ? null : performance.now() };
});

// --- Turning ---------------------------------------------------------------------

/** Everything of the sheet that belongs to one side, and what the dock shows with it. */
function sideNodes() {
  const isSide = (node) => !node.matches("template, .fc__meta");
  return {
    sheet: [...card.sheet.children].filter(isSide),
    dock: [...card.dock.children],
  };
}

function answerNodes() {
  const copy = (id) => [
    ...document.importNode(card.root.querySelector(id).content, true).children,
  ];
  return { sheet: copy("#answer-side"), dock: copy("#rating-dock") };
}

function turn() {
  finishTurning();
  if (card.sent || (!card.turned && !card.root.querySelector("#answer-side"))) return;
  if (card.turned && !card.question) return;
  const old = sideNodes();
  if (!card.turned) card.question = old;
  const shown = card.turned ? card.question : (card.answer ??= answerNodes());
  card.turned = !card.turned;
  card.place = () => placeSide(old, shown);
  animateTurn();
}

function placeSide(old, shown) {
  card.place = null;
  for (const node of [...old.sheet, ...old.dock]) node.remove();
  card.sheet.append(...shown.sheet);
  card.dock.append(...shown.dock);
  for (const node of shown.dock) window.htmx?.process(node);
  watchOverflow();
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

// --- Rating ----------------------------------------------------------------------

function rate(level) {
  finishTurning();
  if (!card.turned || card.sent) return;
  const tile = card.dock.querySelector(`.rate[value="${level}"]`);
  tile?.click(); // htmx learns from the click which button it was
}

// In the capture phase, so that it comes before htmx: one rating is sent once.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.querySelector(".rate")) return;
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
    card.answerMs = clockMs(card.clock); // a second try reports the first decision
    form.elements.answer_ms.value = card.answerMs;
  }
  tile?.classList.add("is-on");
  for (const each of form.querySelectorAll(".rate")) each.setAttribute("aria-disabled", "true");
}

function markFailed() {
  card.sent = false;
  for (const each of card.dock.querySelectorAll(".rate")) {
    each.removeAttribute("aria-disabled");
    each.classList.remove("is-on");
  }
}

/** The card stays; "Try again" sends the same rating with the same id. */
function onFailure(event) {
  if (!event.detail.elt.closest?.("#card")) return;
  event.preventDefault();
  const tile = card.tile;
  const status = event.detail.xhr?.status ?? 0;
  const refused = status >= 400 && status < 500 && status !== 408 && status !== 429;
  markFailed();
  const detail = refused
    ? { text: REFUSED, retry: null }
    : { text: SAVE_FAILED, retry: () => tile?.click() };
  document.dispatchEvent(new CustomEvent("flashcards:failure", { detail }));
}

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

document.body.addEventListener("htmx:afterSwap", () => {
  const root = document.getElementById("card");
  if (!root || root === card.root) return;
  document.dispatchEvent(new CustomEvent("flashcards:success"));
  adopt();
  root.querySelector(".q1")?.focus({ preventScroll: true });
  announce(root.querySelector("[data-live]")?.textContent ?? "");
});

function announce(text) {
  const live = document.getElementById("live");
  if (live && text.trim()) live.textContent = text.trim();
}

// --- Long answers ------------------------------------------------------------------

const overflow = new ResizeObserver(showMore);

function watchOverflow() {
  overflow.disconnect();
  const scroller = card.sheet.querySelector(".fc__a");
  const head = card.sheet.querySelector(".fc__head");
  if (head && head.scrollHeight > head.clientHeight + 1) head.tabIndex = 0;
  if (!scroller) return;
  overflow.observe(scroller);
  scroller.addEventListener("scroll", showMore, { passive: true });
  showMore();
}

function showMore() {
  const scroller = card.sheet.querySelector(".fc__a");
  const more = card.sheet.querySelector(".fc__more");
  if (!scroller || !more) return;
  const below = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  more.hidden = below <= 4;
}

const PAGE = 0.85;
const SCROLL_KEYS = { ArrowDown: 40, ArrowUp: -40, PageDown: PAGE, PageUp: -PAGE };

/** Scroll the side that is shown; small numbers are shares of its height, others px. */
function scrollSide(amount, behavior = "instant") {
  const scroller = card.sheet.querySelector(".fc__a, .fc__q");
  const top = Math.abs(amount) < 1 ? amount * scroller.clientHeight : amount;
  scroller.scrollBy({ top, behavior });
}

// --- Keys and clicks -----------------------------------------------------------------

function isField(target) {
  return target.closest?.("input, textarea, select, [contenteditable]") !== null;
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (document.documentElement.dataset.singleKeys === "off") return;
  if (isField(event.target) || document.querySelector("dialog[open]")) return;
  const act = keyAction(event);
  if (!act) return;
  event.preventDefault();
  if (!event.repeat || event.key in SCROLL_KEYS) act();
}

/** What this key does now, or null where it is the browser's. */
function keyAction(event) {
  const { key, target } = event;
  if (key === " ") return target.closest("button, summary") ? null : turn;
  if (/^[1-5]$/.test(key)) return () => rate(key);
  if (key === "Escape") return endSession;
  if (key === "?") return showShortcuts;
  if (key in SCROLL_KEYS && !target.closest(".fc__a, .fc__q, .fc__head")) {
    return () => scrollSide(SCROLL_KEYS[key]);
  }
  return null;
}

function endSession() {
  document.querySelector("form[data-end]")?.requestSubmit();
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
  if (target.closest("[data-shortcuts]")) return showShortcuts();
  if (target.closest(".fc__more")) return scrollSide(PAGE, "smooth");
  if (target.closest("[data-turn]") && isPlainClick(event)) {
    event.preventDefault();
    return turn();
  }
  const onFace = target.closest(".fc .sheet") && !target.closest("a, button, input");
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
  for (const hint of document.querySelectorAll("[data-shortcuts]")) hint.hidden = false;
}
