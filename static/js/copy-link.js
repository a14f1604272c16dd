// The button beside a link: copies it, or selects it where the browser does not let us.

function show() {
  for (const button of document.querySelectorAll("[data-copy-link] button[hidden]")) button.hidden = false;
}

async function copy(share, button) {
  const field = share.querySelector("input");
  field.select();
  const live = document.getElementById("live");
  const words = button.querySelector("span");
  try {
    await navigator.clipboard.writeText(field.value);
    words.textContent = "Link copied";
    live.textContent = "Link copied.";
  } catch {
    field.focus();
    words.textContent = "Press Ctrl+C";
    live.textContent = "The link is selected. Press Ctrl+C to copy it.";
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy-link] button");
  if (button) copy(button.closest("[data-copy-link]"), button);
});

document.addEventListener("htmx:afterSettle", show);
show();
