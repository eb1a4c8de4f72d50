// The tests of a map's text, and its back-test: asked for over the API, shown beside the editor.
"use strict";
(() => {
  const { el, badge, alertOf, follow, showPart } = window.ledgerParts;
  const STATES = ["HOLDS", "VIOLATED", "SKIPPED", "EXEMPTED"];

  /** Operands that are listed, at most; the others are counted. */
  const OPERANDS_LISTED_MAX = 40;

  const region = (label, table) => el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label }, table);

  const head = (...names) => el("thead", {}, el("tr", {}, ...names.map((name) => el("th", { scope: "col" }, name))));

  const results = (tests) => {
    const body = el("tbody");
    for (const test of tests) {
      body.append(
        el(
          "tr",
          {},
          el("td", {}, badge(test.passed ? "passed" : "failed", test.passed ? "good" : "bad")),
          el(
            "td",
            { class: "message" },
            test.name,
            ...(test.passed ? [] : [el("span", { class: "why" }, `expected ${test.expected}`), el("span", { class: "why" }, `got ${test.actual}`)]),
          ),
        ),
      );
    }
    return region("Tests", el("table", { class: "list" }, head("Result", "Test"), body));
  };

  const seenTable = (invariants) => {
    const body = el("tbody");
    for (const each of invariants) {
      body.append(
        el(
          "tr",
          {},
          el("th", { scope: "row", class: "id" }, each.invariant),
          ...STATES.map((state) => {
            if (!each.possible.includes(state)) {
              return el("td", { class: "none" }, "–");
            }
            return each.seen.includes(state) ? el("td", {}, "seen") : el("td", { class: "flip" }, "never");
          }),
        ),
      );
    }
    return region(
      "What the tests have seen of invariants",
      el("table", { class: "list seen" }, head("Invariant", "Holds", "Violated", "Skipped", "Exempted"), body),
    );
  };

  const never = (branch) => {
    if (branch.seenTrue) {
      return "never false";
    }
    return branch.seenFalse ? "never true" : "never reached";
  };

  const operands = (branches, goTo) => {
    const open = branches.filter((branch) => !branch.seenTrue || !branch.seenFalse);
    if (open.length === 0) {
      return [];
    }
    const list = el("ol", { class: "problems" });
    for (const branch of open.slice(0, OPERANDS_LISTED_MAX)) {
      list.append(
        el(
          "li",
          {},
          el("button", { type: "button", class: "quiet place", onclick: () => goTo(branch.line, branch.column) }, `line ${branch.line}, column ${branch.column}`),
          " ",
          el("b", { class: "id" }, branch.of),
          ` ${never(branch)} `,
          el("code", {}, branch.operand),
        ),
      );
    }
    const rest = open.length - OPERANDS_LISTED_MAX;
    return [el("h3", {}, "Operands that did not come out both ways"), list, ...(rest > 0 ? [el("p", { class: "hint" }, `and ${rest} more`)] : [])];
  };

  const runTests = async (bench, target, button) => {
    button.disabled = true;
    target.replaceChildren(el("p", { class: "hint" }, "Running…"));
    try {
      const { body } = await window.ledger.call("POST", "/v1/invariant-maps/tests", { source: bench.text() });
      const passed = body.tests.length - body.failed;
      const sentence =
        body.tests.length === 0
          ? "The map has no tests: add some under spec.tests."
          : `${passed} of ${body.tests.length} tests passed.`;
      const { coverage } = body;
      target.replaceChildren(
        el("p", { class: body.failed > 0 ? "verdict bad" : "verdict" }, sentence),
        ...(body.tests.length > 0 ? [results(body.tests)] : []),
        el("p", { class: "verdict" }, `Covered: invariants ${coverage.invariantPercent} %, branches ${coverage.branchPercent} %.`),
        seenTable(coverage.invariants),
        ...operands(coverage.branches, bench.goTo),
      );
    } catch (problem) {
      target.replaceChildren(alertOf(problem));
    } finally {
      button.disabled = false;
    }
  };

  const ENDED = ["DONE", "FAILED", "CANCELLED"];

  const words = (job) => {
    const { judged, flipped, position, to } = job.progress;
    const far = `${judged.toLocaleString("en")} decisions judged, ${flipped.toLocaleString("en")} changed; position ${position.toLocaleString("en")} of ${to.toLocaleString("en")}.`;
    switch (job.state) {
      case "WAITING":
        return "Waiting for others to end.";
      case "DONE":
        return `Done: ${far}`;
      case "CANCELLED":
        return `Stopped: ${far}`;
      case "FAILED":
        return `Failed: ${job.problem ?? "nobody knows why"}`;
      default:
        return far;
    }
  };

  const backtest = (bench) => {
    const byId = (id) => document.getElementById(id);
    const [start, cancel, progress, bar, state, result] = ["start", "cancel", "progress", "bar", "state", "result"].map(
      (name) => byId(`backtest-${name}`),
    );
    let running;

    const show = (job) => {
      progress.hidden = false;
      bar.max = Math.max(1, job.progress.to);
      bar.value = job.state === "DONE" ? bar.max : job.progress.position;
      state.textContent = words(job);
    };

    const run = async () => {
      start.disabled = true;
      result.replaceChildren();
      try {
        const asked = await window.ledger.call(
          "POST",
          "/v1/backtests",
          { source: bench.text(), mode: byId("backtest-mode").value },
          { "Idempotency-Key": window.ledger.newKey() },
        );
        running = asked.body.id;
        cancel.hidden = false;
        show(asked.body);
        const path = `/v1/backtests/${encodeURIComponent(running)}`;
        const ended = await follow(
          async () => {
            const job = (await window.ledger.call("GET", path)).body;
            show(job);
            return job;
          },
          (job) => ENDED.includes(job.state),
        );
        if (ended.state === "DONE") {
          await showPart(`/console/backtests/${encodeURIComponent(ended.digest)}`, "Result of the back-test", result);
        }
        document.body.dispatchEvent(new CustomEvent("backtest-done"));
      } catch (problem) {
        result.replaceChildren(alertOf(problem));
      } finally {
        running = undefined;
        cancel.hidden = true;
        start.disabled = false;
      }
    };

    start.addEventListener("click", run);
    cancel.addEventListener("click", async () => {
      if (running !== undefined) {
        try {
          await window.ledger.call("DELETE", `/v1/backtests/${encodeURIComponent(running)}`);
        } catch (problem) {
          state.textContent = problem.detail ?? String(problem);
        }
      }
    });
    start.disabled = false;
  };

  /** bench: text() of the editor, and goTo(line, column) in it. */
  const attach = (bench) => {
    const button = document.getElementById("run-tests");
    button.addEventListener("click", () => runTests(bench, document.getElementById("tests"), button));
    button.disabled = false;
    backtest(bench);
  };

  window.ledgerTrials = Object.freeze({ attach });
})();
