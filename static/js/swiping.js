// Rating by a sideways drag on the answer: left is 2, right is 4. Off unless chosen in Settings.

const ARMED_FROM_PX = 64;

/**
 * Watch drags on a card. `isReady` says whether it may be rated now, `rate` is called with the
 * level; the tile lights up while the drag is far enough, and going back takes it off again.
 */
export function watchSwipes({ isReady, rate }) {
  let drag = null;

  document.addEventListener("pointerdown", (event) => {
    const sheet = event.target.closest(".fc .sheet");
    if (!sheet || event.pointerType === "mouse" || !event.isPrimary || !isReady()) return;
    if (event.target.closest("a, button, summary, input, textarea")) return;
    drag = { sheet, x: event.clientX, y: event.clientY, level: null };
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag || !event.isPrimary) return;
    const dx = event.clientX - drag.x;
    const isSideways = Math.abs(dx) > Math.abs(event.clientY - drag.y);
    drag.sheet.style.translate = isSideways ? `${dx}px` : "";
    arm(drag, isSideways && Math.abs(dx) > ARMED_FROM_PX ? (dx < 0 ? 2 : 4) : null);
  });

  document.addEventListener("pointerup", () => {
    if (!drag) return;
    const { level } = drag;
    letGo();
    if (level && isReady()) rate(level);
  });
  document.addEventListener("pointercancel", letGo);

  function letGo() {
    if (!drag) return;
    drag.sheet.removeAttribute("style"); // htmx would copy it, and the policy refuse it
    arm(drag, null);
    drag = null;
  }
}

function arm(drag, level) {
  drag.level = level;
  for (const tile of document.querySelectorAll(".rate")) {
    tile.classList.toggle("is-armed", tile.value === String(level));
  }
}
