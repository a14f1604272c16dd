// Time spent on a card, not counting while the page is hidden.

const ANSWER_MS_MAX = 10 * 60 * 1000;

let spent = 0;
let since = null;

export function startClock() {
  spent = 0;
  since = document.hidden ? null : performance.now();
}

export function clockMs() {
  const running = since === null ? 0 : performance.now() - since;
  return Math.min(Math.round(spent + running), ANSWER_MS_MAX);
}

document.addEventListener("visibilitychange", () => {
  spent = clockMs();
  since = document.hidden ? null : performance.now();
});
