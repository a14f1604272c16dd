// The key / on every page, and results while typing on the search page.

const WAIT_MS = 200;
const SAME_SEARCH_MS = 2000;

const form = document.querySelector("form[data-search]");

/** The box that can be seen now; on a narrow page it is a link to the search page. */
function box() {
  const boxes = document.querySelectorAll("[data-search-box]");
  return [...boxes].find((one) => one.checkVisibility());
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (document.documentElement.dataset.singleKeys === "off" || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
  const found = box();
  if (found) {
    found.focus();
    found.select();
  } else if (document.querySelector("[data-search-link]")?.checkVisibility()) {
    document.querySelector("[data-search-link]").click();
  } else {
    return;
  }
  event.preventDefault();
});

if (form) searchWhileTyping();

function searchWhileTyping() {
  const input = form.querySelector("[data-search-box]");
  let timer = 0;
  let changedAt = 0;
  let asked = address();

  form.addEventListener("input", (event) => {
    if (event.isComposing) return;
    wait(event.target === input ? WAIT_MS : 0);
  });
  input.addEventListener("compositionend", () => wait(WAIT_MS));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    wait(0);
  });

  function wait(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(ask, milliseconds);
  }

  async function ask() {
    const wanted = address();
    if (wanted === asked) return;
    asked = wanted;
    show(wanted);
    await window.htmx.ajax("GET", wanted, { source: form, target: "#found", swap: "outerHTML" });
  }

  /** One entry in the browser's history for a search, not one for each letter. */
  function show(wanted) {
    const isSame = performance.now() - changedAt < SAME_SEARCH_MS;
    changedAt = performance.now();
    history[isSame ? "replaceState" : "pushState"](null, "", wanted);
    document.title = `${input.value ? `${input.value} · ` : ""}Search · Flashcards`;
  }

  function address() {
    const given = [...new FormData(form)].filter(([, value]) => value);
    const query = new URLSearchParams(given).toString();
    return form.getAttribute("action") + (query ? `?${query}` : "");
  }

  // A request that failed may be asked again, by the same words too.
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    form.addEventListener(name, () => { asked = ""; });
  }
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "found" && event.target.id !== "found") return;
    const found = document.getElementById("found");
    document.getElementById("live").textContent = found.querySelector("[data-said]").textContent;
    const error = found.querySelector("#id_q_error");
    for (const [name, value] of [["aria-invalid", "true"], ["aria-describedby", error?.id]]) {
      if (error) input.setAttribute(name, value);
      else input.removeAttribute(name);
    }
  });
  window.addEventListener("popstate", () => location.reload());
}
