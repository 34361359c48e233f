// Made by texon export.
// Keeps the app's files, so that it works offline. Other apps of the same site have caches of their own.
const APP = `texon ${registration.scope} `;
const CACHE = APP + "VERSION";
const FILES = [LIST];

/** Without the mark that the server has led elsewhere, which browsers refuse for a page. */
async function fresh(file) {
  const response = await fetch(file, { cache: "reload" });
  if (!response.ok) {
    throw new Error(`${file} comes with status ${response.status}`);
  }
  return new Response(await response.blob(), { headers: response.headers });
}

async function keep() {
  const cache = await caches.open(CACHE);
  await Promise.all(FILES.map(async (file) => cache.put(file, await fresh(file))));
  await skipWaiting();
}

async function clean() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(APP) && name !== CACHE).map((name) => caches.delete(name)));
  await clients.claim();
}

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(clean()));
addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  const { scope } = registration;
  const address = origin + pathname;
  const file = address.startsWith(scope) ? address.slice(scope.length) || "index.html" : "";
  if (event.request.method === "GET" && FILES.includes(file)) {
    event.respondWith(
      caches.open(CACHE).then((cache) => cache.match(file)).then((kept) => kept ?? fetch(event.request)));
  }
});
