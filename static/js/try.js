// The card to try on the welcome page: turn and rate in place. Without this script the same
// links lead to the same words.

const card = document.getElementById("try");
const sheet = card?.querySelector(".try");

function isTurned() {
  return sheet.querySelector(".fc__a") !== null;
}

function turn() {
  const answer = document.importNode(card.querySelector("template").content, true);
  for (const node of sheet.querySelectorAll(".fc__q, .try__b")) node.remove();
  sheet.append(answer);
  sheet.querySelector(".fc__a").focus({ preventScroll: true });
  announce("Answer shown.");
}

function rate(level) {
  sheet.querySelector("[data-ask]").hidden = true;
  for (const outcome of sheet.querySelectorAll("[data-outcome]")) {
    outcome.hidden = outcome.dataset.outcome !== level;
    if (!outcome.hidden) announce(outcome.textContent);
  }
  for (const tile of sheet.querySelectorAll("[data-level]")) {
    const chosen = tile.dataset.level === level;
    tile.classList.toggle("is-on", chosen);
    if (chosen) tile.setAttribute("aria-current", "true");
    else tile.removeAttribute("aria-current");
  }
}

function announce(text) {
  document.getElementById("live").textContent = text.trim();
}

function onClick(event) {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const tile = event.target.closest("[data-level]");
  const face = !isTurned() && event.target.closest(".sheet");
  if (!tile && !face) return;
  event.preventDefault();
  if (tile) rate(tile.dataset.level);
  else turn();
}

function onKey(event) {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  const elsewhere = event.target !== document.body && !card.contains(event.target);
  if (elsewhere) return;
  if (event.key === " " && !isTurned()) turn();
  else if (/^[1-5]$/.test(event.key) && isTurned()) rate(event.key);
  else return;
  event.preventDefault();
}

if (card) {
  card.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
}
