"use strict";

// Answers the questions of PeerContender.java, one text for each; both are JSON. The script before this one defines peer:
//   async start()      makes it ready
//   facts()            what it runs on
//   workloads          by kind: functions of the workload's details that give { ways, keep }; a way has a name, run(times),
//                      which ends by reading data back, and result(), which gives numbers
//   take(way)          sets what a way needs
//   async close(keep)  frees

(() => {
  let current = { ways: [], keep: [] };
  let way;

  const answers = {
    facts: () => peer.facts(),
    prepare({ workload }) {
      const make = peer.workloads[workload.kind];
      current = make ? make(workload) : { ways: [], keep: [] };
      return { ways: current.ways.map(({ name }) => name) };
    },
    take({ way: index }) {
      way = current.ways[index];
      peer.take(way);
      return {};
    },
    async result() {
      const values = await way.result();
      return { values, opened: performance.now() };
    },
    async time({ runs }) {
      const start = performance.now();
      await way.run(runs);
      return { milliseconds: performance.now() - start };
    },
    async close() {
      await peer.close(current.keep);
      current = { ways: [], keep: [] };
      return {};
    },
  };

  async function answer(text) {
    try {
      const question = JSON.parse(text);
      return await answers[question.do](question);
    } catch (error) {
      return { error: String(error) };
    }
  }

  const socket = new WebSocket(new URL("socket", location.href.replace(/^http/, "ws")));
  socket.onmessage = async ({ data }) => socket.send(JSON.stringify(await answer(data)));
  socket.onopen = async () => {
    let word = "ready";
    try {
      await peer.start();
    } catch (error) {
      word = String(error);
    }
    socket.send(word);
  };
})();
