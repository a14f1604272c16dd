// The import page: files are dropped, a problem's line is shown. The rest is the form's own.

const FILE_MAX_BYTES = 10_000_000;

const say = (text) => document.dispatchEvent(new CustomEvent("flashcards:failure", { detail: { text } }));
const inMegabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** How long a text is as it is sent: a sign has up to three bytes for each of its units. */
const bytesOf = (text) => (text.length > FILE_MAX_BYTES / 3 ? new Blob([text]).size : text.length);

/** Give the form this file as if it had been chosen. */
function give(form, file) {
  const input = form.querySelector('input[type="file"]');
  const held = new DataTransfer();
  held.items.add(file);
  input.files = held.files;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

// What is too big is not sent; this comes before the form hears of it.
document.addEventListener(
  "input",
  ({ target }) => {
    const file = target.matches('#import input[type="file"]') ? target.files[0] : null;
    const size = file ? file.size : target.matches("#import textarea") ? bytesOf(target.value) : 0;
    if (size <= FILE_MAX_BYTES) return;
    const what = file ? file.name : "Your text";
    say(`${what} has ${inMegabytes(size)}. At most ${inMegabytes(FILE_MAX_BYTES)} can be read. Nothing was sent.`);
    if (file) target.value = "";
    window.setTimeout(() => htmx.trigger("#import", "htmx:abort"));
  },
  true,
);

const isFile = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

for (const name of ["dragover", "dragenter"]) {
  document.addEventListener(name, (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    document.querySelector("[data-drop]").classList.add("is-over");
  });
}

document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.querySelector("[data-drop]").classList.remove("is-over");
});

// Anywhere on the page: a file that misses the box would else be opened in place of it.
document.addEventListener("drop", (event) => {
  if (!isFile(event)) return;
  event.preventDefault();
  document.querySelector("[data-drop]").classList.remove("is-over");
  const file = event.dataTransfer.files[0];
  if (file) give(document.getElementById("import"), file);
});

/** Mark this line (from 1) in the text and bring it into view. */
function show(text, number) {
  const lines = text.value.split("\n");
  const before = lines.slice(0, number - 1).join("\n").length + (number > 1 ? 1 : 0);
  text.focus();
  text.setSelectionRange(before, before + (lines[number - 1]?.length ?? 0));
  text.scrollTop = (text.scrollHeight * (number - 1)) / lines.length - text.clientHeight / 3;
}

// Whoever comes back finds their text in the field again, but not what was found in it.
window.addEventListener("pageshow", () => {
  const text = document.querySelector("#import textarea");
  if (text?.value.trim() && !document.querySelector("#preview .reading")) {
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-line]");
  const text = document.querySelector("#import textarea");
  if (button && text) show(text, Number(button.dataset.line));
});
