// Starts a replay over the API, follows it, and shows what came out.
"use strict";
(() => {
  const { el, alertOf, follow, showPart } = window.ledgerParts;
  const REPLAYS = "/v1/replays";
  const form = document.getElementById("replay");
  const start = document.getElementById("replay-start");
  const stop = document.getElementById("replay-stop");
  const progress = document.getElementById("replay-progress");
  const bar = document.getElementById("replay-bar");
  const state = document.getElementById("replay-state");
  const figures = document.getElementById("replay-figures");
  const result = document.getElementById("replay-result");
  let running;

  const number = (count) => count.toLocaleString("en");

  const missing = (field, reason) => new window.ledger.Problem(0, "The form is not complete.", [{ field, reason }]);

  const needed = (name, what) => {
    const value = form.elements[name].value.trim();
    if (value === "") {
      throw missing(name, `must name ${what}`);
    }
    return value;
  };

  /** A time of the form as the API takes it: always with seconds, always UTC. */
  const time = (name) => {
    const value = form.elements[name].value;
    return value === "" ? undefined : new Date(`${value}Z`).toISOString();
  };

  const wish = () => {
    switch (form.elements.scope.value) {
      case "dispatch":
        return { dispatchId: needed("dispatchId", "a dispatch") };
      case "run":
        return { run: needed("run", "a run") };
      case "time": {
        const from = time("from");
        const to = time("to");
        if (from === undefined && to === undefined) {
          throw missing("from", "must be given, or the end");
        }
        return { from, to };
      }
      default:
        return {};
    }
  };

  const ENDED = ["DONE", "FAILED", "CANCELLED"];

  const sentence = (job) => {
    const far = `entry ${number(job.entriesDone)} of ${number(job.entries)}`;
    switch (job.state) {
      case "WAITING":
        return "Waiting for others to end.";
      case "DONE":
        return `Done: ${far}.`;
      case "CANCELLED":
        return `Stopped at ${far}.`;
      case "FAILED":
        return `Failed at ${far}: ${job.problem ?? "nobody knows why"}`;
      default:
        return `Reading ${far}.`;
    }
  };

  const show = (job) => {
    progress.hidden = false;
    bar.max = Math.max(1, job.entries);
    bar.value = job.state === "DONE" ? bar.max : job.entriesDone;
    state.textContent = sentence(job);
    figures.replaceChildren(
      ...[
        ["Decisions", job.decisions],
        ["As recorded", job.equal],
        ["Otherwise", job.different],
      ].map(([name, count]) => el("div", {}, el("dt", {}, name), el("dd", {}, number(count)))),
    );
  };

  const followTo = async (id) => {
    running = id;
    stop.hidden = false;
    const path = `${REPLAYS}/${encodeURIComponent(id)}`;
    const ended = await follow(
      async () => {
        const job = (await window.ledger.call("GET", path)).body;
        show(job);
        return job;
      },
      (job) => ENDED.includes(job.state),
    );
    if (ended.state === "DONE") {
      await showPart(`/console/replays/${encodeURIComponent(ended.digest)}`, "What came out", result);
    }
    document.body.dispatchEvent(new CustomEvent("replay-done"));
  };

  const run = async (begin) => {
    start.disabled = true;
    window.ledger.clear(form);
    result.replaceChildren();
    try {
      await followTo(await begin());
    } catch (problem) {
      if (problem instanceof window.ledger.Problem && running === undefined) {
        window.ledger.show(form, problem);
      } else {
        result.replaceChildren(alertOf(problem));
      }
    } finally {
      running = undefined;
      stop.hidden = true;
      start.disabled = false;
    }
  };

  const ask = async () => {
    const { body } = await window.ledger.call("POST", REPLAYS, wish(), { "Idempotency-Key": window.ledger.newKey() });
    // Whoever reloads the page goes on following the same replay.
    history.replaceState(null, "", `#${encodeURIComponent(body.id)}`);
    show(body);
    return body.id;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(ask);
  });
  form.addEventListener("input", (event) => {
    const scope = event.target.closest(".scope")?.querySelector('input[type="radio"]');
    if (scope) {
      scope.checked = true;
    }
  });
  stop.addEventListener("click", async () => {
    if (running !== undefined) {
      try {
        await window.ledger.call("DELETE", `${REPLAYS}/${encodeURIComponent(running)}`);
      } catch (problem) {
        state.textContent = problem.detail ?? String(problem);
      }
    }
  });
  start.disabled = document.querySelector('meta[name="csrf"]') === null;
  const before = decodeURIComponent(location.hash.slice(1));
  if (before !== "" && before !== "main") {
    run(async () => before);
  }
})();
