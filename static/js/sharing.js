// The dialog of a deck's Share button, and its selects, which save at once. Without this
// script Share is a page and each select has its Save button.

const dialog = document.getElementById("share-dialog");

function dress(root) {
  for (const form of root.querySelectorAll("form[data-sends]")) form.classList.add("sends");
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-sends]");
  if (form && event.target.matches("select")) form.requestSubmit();
});

/** Say what was done where it is heard: what lies under an open dialog is not. */
function say(root) {
  const said = root.querySelector("[data-said]")?.textContent.trim() ?? "";
  const status = dialog?.open ? dialog.querySelector("[data-share-status]") : document.getElementById("live");
  if (status) status.textContent = said;
}

document.addEventListener("htmx:afterSettle", (event) => {
  const share = document.getElementById("share");
  if (!share || !(event.detail.target?.id ?? "").startsWith("share")) return;
  dress(document);
  if (dialog && !dialog.open && dialog.contains(share)) dialog.showModal();
  say(share);
  share.querySelector("[data-focus]")?.focus();
  // What had the focus may be gone with the last group that could be added.
  if (dialog?.open && !dialog.contains(document.activeElement)) share.querySelector("[data-done]")?.focus();
});

dialog?.addEventListener("close", () => {
  dialog.querySelector("[data-share-status]").textContent = "";
});

dress(document);
