// Works offline from the second visit on; nothing is lost where a browser has no service workers.
navigator.serviceWorker?.register("sw.js").catch((error) => console.warn(`It will not work offline: ${error.message}`));
