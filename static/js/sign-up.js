// Tells sign-up the browser's time zone, so that "due today" means the learner's today.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const input of document.querySelectorAll('input[name="time_zone"]')) {
  if (zone && !input.value) input.value = zone;
}
