// A deck's order: cards dragged by their handle, or moved a step from their menu.

const FAILED = "The card could not be moved. It is back where it was.";

/** Handles and steps of the list, where it is in the deck's order. */
export function watchReorder(root, announce) {
  for (const grip of root.querySelectorAll("[data-reorder] [data-grip][hidden]")) {
    grip.hidden = false;
    grip.addEventListener("pointerdown", (event) => drag(event, grip, announce));
  }
}

const isCard = (node) => node?.matches?.("[data-card]");

/** Send where the card stands now: after the one above it, else before the one below. */
async function save(item, undo, announce) {
  const form = document.getElementById("one");
  const data = new FormData(form);
  const above = item.previousElementSibling;
  const below = item.nextElementSibling;
  if (isCard(above)) data.set("after", above.dataset.card);
  else if (isCard(below)) data.set("before", below.dataset.card);
  else return;
  try {
    const reply = await fetch(`/cards/${item.dataset.card}/place/`, {
      method: "POST",
      body: new URLSearchParams(data),
      headers: { "HX-Request": "true" },
    });
    if (!reply.ok || reply.redirected) throw new Error(String(reply.status));
    announce(await reply.text());
  } catch {
    undo();
    document.dispatchEvent(new CustomEvent("flashcards:failure", { detail: { text: FAILED } }));
  }
}

/** Where the card stood, to go back there. */
function mark(item) {
  const { parentElement: list, nextElementSibling: next } = item;
  return () => list.insertBefore(item, next);
}

function drag(start, grip, announce) {
  if (start.button !== 0) return;
  start.preventDefault();
  const item = grip.closest("[data-card]");
  const undo = mark(item);
  const next = item.nextElementSibling;
  item.classList.add("is-dragged");
  // A node that changes places loses a capture, so the whole page listens.
  const listening = new AbortController();
  const on = (name, act) => document.addEventListener(name, act, { signal: listening.signal });
  let from = start.pageY;
  const end = (event) => {
    if (event.pointerId !== start.pointerId) return;
    listening.abort();
    item.classList.remove("is-dragged");
    item.style.translate = "";
    if (event.type === "pointercancel") undo();
    else if (item.nextElementSibling !== next) save(item, undo, announce);
  };
  on("pointermove", (event) => {
    if (event.pointerId !== start.pointerId) return;
    scrollNear(event.clientY);
    from = follow(item, event.clientY, from);
  });
  on("pointerup", end);
  on("pointercancel", end);
}

/** Let the card follow the pointer; it changes places past the middle of a neighbour.
 *
 * `from` is where on the page (not in the window, which scrolls) the card was taken; returned is
 * where that is now. */
function follow(item, y, from) {
  const above = item.previousElementSibling;
  const below = item.nextElementSibling;
  const middle = (node) => node.getBoundingClientRect().top + node.offsetHeight / 2;
  item.style.translate = "";
  const before = item.getBoundingClientRect().top;
  if (isCard(above) && y < middle(above)) above.before(item);
  else if (isCard(below) && y > middle(below)) below.after(item);
  const now = from + item.getBoundingClientRect().top - before;
  item.style.translate = `0 ${y + window.scrollY - now}px`;
  return now;
}

const EDGE = 32; // so near to the edge of the window the page follows

function scrollNear(y) {
  if (y < EDGE) window.scrollBy(0, -12);
  else if (y > window.innerHeight - EDGE) window.scrollBy(0, 12);
}

// "Move up" and "Move down" in a card's menu move it in the page as well.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reorder] [data-step]");
  if (!button) return;
  const item = button.closest("[data-card]");
  const isUp = button.dataset.step === "-1";
  const other = isUp ? item.previousElementSibling : item.nextElementSibling;
  if (!isCard(other)) return; // beyond this page: the form is sent
  event.preventDefault();
  const undo = mark(item);
  if (isUp) other.before(item);
  else other.after(item);
  button.focus(); // moving a node takes the focus away
  const live = document.getElementById("live");
  save(item, undo, (text) => {
    live.textContent = text;
  });
});
