// The service worker. It has one job: to send ratings that were kept when the browser is back
// online, also after the last page was closed (Background Sync, where the browser has it). It
// answers no request and caches nothing: static files have hashed names, which the browser's own
// cache keeps, and pages are never kept at all.

import { TAG, sendKept } from "/static/js/kept-ratings.js";

self.addEventListener("sync", (event) => {
  if (event.tag === TAG) event.waitUntil(sendAll());
});

/** Rejects where some are still to be sent: then the browser tries again later. */
async function sendAll() {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.length > 0) throw new Error("a page that is open sends them");
  const { outcome } = await sendKept();
  if (outcome === "away" || outcome === "on its way") throw new Error("not sent yet");
}
