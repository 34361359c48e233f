// The page of an exported network, without what a person sees: its one workload is a prediction.

import { Network } from "./network.js";

const network = new Network(JSON.parse(document.getElementById("data").textContent));

function prediction(workload) {
  const image = picture(workload);
  return {
    ways: [
      {
        name: "",
        async run(times) {
          for (let i = 0; i < times; i++) {
            await network.predict(image);
          }
        },
        result: async () => [...(await network.predict(image))],
      },
    ],
    keep: [],
  };
}

// guest.js asks this.
globalThis.peer = {
  workloads: { "web/mlp": prediction, "web/cnn": prediction, "web/mobilenet": prediction },
  async start() {
    await network.start();
    if (!network.check.fit) {
      throw new Error(`the page agrees with Java to ${network.check.bits} bits only`);
    }
  },
  facts() {
    const { gl } = network;
    return {
      float32: network.variant.storage === "float32",
      api: gl.getParameter(gl.VERSION),
      renderer: network.renderer,
      version: navigator.userAgent,
    };
  },
  take() {},
  close() {},
};
