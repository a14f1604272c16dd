// Answers longer than the card: the pill "More below", and scrolling by keys.

const PAGE = 0.85;
const SCROLL_KEYS = { ArrowDown: 40, ArrowUp: -40, PageDown: PAGE, PageUp: -PAGE };

const overflow = new ResizeObserver(() => showMore());
let sheet = null;

/** Watch the side that this sheet shows now. */
export function watchOverflow(shown) {
  sheet = shown;
  overflow.disconnect();
  const scroller = sheet.querySelector(".fc__a");
  const head = sheet.querySelector(".fc__head");
  if (head && head.scrollHeight > head.clientHeight + 1) head.tabIndex = 0;
  if (!scroller) return;
  overflow.observe(scroller);
  scroller.addEventListener("scroll", showMore, { passive: true });
  showMore();
}

function showMore() {
  const scroller = sheet.querySelector(".fc__a");
  const more = sheet.querySelector(".fc__more");
  if (!scroller || !more) return;
  const below = scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop;
  more.hidden = below <= 4;
}

/** A page further down, for the pill. */
export function pageDown() {
  scroll(PAGE, "smooth");
}

export function isScrollKey(key) {
  return key in SCROLL_KEYS;
}

/** Scroll the side that is shown as this key says; the browser does it where focus is in it. */
export function scrollByKey({ key, target }) {
  return target.closest(".fc__a, .fc__q, .fc__head") ? null : () => scroll(SCROLL_KEYS[key]);
}

/** Small numbers are shares of the side's height, others px. */
function scroll(amount, behavior = "instant") {
  const scroller = sheet.querySelector(".fc__a, .fc__q");
  const top = Math.abs(amount) < 1 ? amount * scroller.clientHeight : amount;
  scroller.scrollBy({ top, behavior });
}
