// Tags as chips. The textarea behind them (one tag a line) is what is sent.

let count = 0;

/** Put chips and a field with suggestions in the place of this textarea. */
export function dressTags(area) {
  if (area.dataset.dressed) return;
  area.dataset.dressed = "yes";
  const box = document.createElement("div");
  box.className = "input tagbox";
  const list = document.createElement("datalist");
  list.id = `tags-${(count += 1)}`;
  const field = document.createElement("input");
  // The field takes the textarea's name in the page, so that its label and errors lead here.
  const id = area.id;
  area.id = `${id}_lines`;
  Object.assign(field, { type: "text", autocomplete: "off", id, maxLength: 100 });
  field.setAttribute("list", list.id);
  field.dir = "auto";
  const hint = document.getElementById(`${id}_helptext`);
  if (hint) hint.textContent = "Comma or Enter after each.";
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (area.hasAttribute(name)) field.setAttribute(name, area.getAttribute(name));
  }
  box.append(field, list);
  // The browser may come to its autofocus only after this, when the textarea is gone.
  const { activeElement, body } = document;
  const takesFocus = activeElement === area || (area.autofocus && activeElement === body);
  area.hidden = true;
  area.after(box);
  for (const tag of read(area)) addChip(area, box, field, tag);
  watch(area, box, field, list);
  if (takesFocus) field.focus();
}

const read = (area) => area.value.split("\n").map((line) => line.trim()).filter(Boolean);

function write(area, box) {
  area.value = [...box.querySelectorAll(".tagbox__chip")].map((chip) => chip.dataset.tag).join("\n");
}

function addChip(area, box, field, tag) {
  const same = [...box.querySelectorAll(".tagbox__chip")].some((chip) => chip.dataset.tag === tag);
  if (!tag || same) return;
  const chip = document.createElement("span");
  chip.className = "tagbox__chip";
  chip.dataset.tag = tag;
  const word = document.createElement("span");
  word.dir = "auto";
  word.textContent = tag;
  const remove = document.createElement("button");
  remove.type = "button";
  remove.textContent = "×";
  remove.setAttribute("aria-label", `Remove the tag ${tag}`);
  remove.addEventListener("click", () => {
    chip.remove();
    write(area, box);
    field.focus();
  });
  chip.append(word, remove);
  field.before(chip);
}

function take(area, box, field) {
  for (const tag of field.value.split(",")) addChip(area, box, field, tag.trim());
  field.value = "";
  write(area, box);
}

function watch(area, box, field, list) {
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const isEnter = event.key === "Enter" && !event.ctrlKey && !event.metaKey;
    if (event.key === "," || (isEnter && field.value.trim())) {
      event.preventDefault();
      take(area, box, field);
    } else if (event.key === "Backspace" && !field.value) {
      box.querySelector(".tagbox__chip:last-of-type")?.remove();
      write(area, box);
    } else if (isEnter) {
      event.preventDefault(); // an empty tag is no reason to send the card
    }
  });
  field.addEventListener("input", (event) => {
    // Chosen from the list, or pasted with commas.
    if (event.inputType === "insertReplacementText" || !event.inputType || field.value.includes(",")) {
      take(area, box, field);
    } else suggest(area, field, list);
  });
  field.addEventListener("focus", () => suggest(area, field, list), { once: true });
  field.addEventListener("blur", () => take(area, box, field));
  // What is still being typed belongs to the card, too.
  area.form?.addEventListener("submit", () => take(area, box, field), true);
  box.addEventListener("click", ({ target }) => target === box && field.focus());
}

let asked = null;

function suggest(area, field, list) {
  clearTimeout(asked);
  asked = setTimeout(async () => {
    const query = new URLSearchParams({ q: field.value });
    try {
      const reply = await fetch(`${area.dataset.tags}?${query}`);
      if (!reply.ok) return;
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      list.replaceChildren(...page.querySelectorAll("option"));
    } catch {
      // Without suggestions a tag can be typed all the same.
    }
  }, 150);
}
