// The button beside a link: copies it, or selects it where the browser does not let us.

for (const share of document.querySelectorAll("[data-copy-link]")) {
  const field = share.querySelector("input");
  const button = share.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", async () => {
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
  });
}
