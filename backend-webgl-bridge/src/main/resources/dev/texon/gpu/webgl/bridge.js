// The page's end of the bridge; docs/wire.md describes the protocol.

import { CALLS, Session } from "./replay.js";

const VERSION = 2;

/** The browser and its full version, or, where it keeps that to itself, the version that it sends to every server. */
async function describeBrowser() {
  const hints = await navigator.userAgentData?.getHighEntropyValues(["fullVersionList"]);
  const engine = hints?.fullVersionList?.find(({ brand }) => brand === "Chromium");
  return engine ? `${engine.brand} ${engine.version}` : navigator.userAgent;
}

/** Connects to the server that the page came from; createContext(version, lost) makes the context when Java asks for it. */
export function connect(createContext) {
  const address = new URL("socket", location.href);
  address.protocol = "ws:";
  const socket = new WebSocket(address);
  const session = new Session(createContext, (message) => {
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(message);
    }
  });
  socket.binaryType = "arraybuffer";
  socket.onopen = async () => {
    session.browser = await describeBrowser();
    socket.send([`texon-bridge ${VERSION}`, ...CALLS.map(([name, signature]) => `${name} ${signature}`)].join("\n"));
  };
  socket.onmessage = (event) => {
    try {
      session.run(event.data);
    } catch (error) {
      // A frame that cannot be decoded leaves nothing to rely on.
      session.fail(0, CALLS.length, String(error));
      socket.close(4000, String(error).slice(0, 100));
    }
  };
  socket.onclose = () => window.close();
}
