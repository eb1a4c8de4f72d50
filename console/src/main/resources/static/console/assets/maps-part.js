// Pieces that the pages of maps and replays are put together from. Text is only ever set as text.
"use strict";
(() => {
  /** An element with attributes and children; strings become text. */
  const el = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "onclick") {
        element.addEventListener("click", value);
      } else if (value === true) {
        element.setAttribute(name, "");
      } else if (value !== false && value !== undefined) {
        element.setAttribute(name, value);
      }
    }
    element.append(...children);
    return element;
  };

  const badge = (text, tone) => el("span", { class: `badge tone-${tone}` }, text);

  /** What went wrong, as a box that is read out. */
  const alertOf = (problem) => {
    const box = el("div", { class: "problem", role: "alert" }, el("p", {}, problem.detail ?? String(problem)));
    for (const { field, reason } of problem.errors ?? []) {
      if (reason !== problem.detail) {
        box.append(el("p", {}, `${field}: ${reason}`));
      }
    }
    return box;
  };

  /** Lines beyond this many are not matched with each other: it would take too long. */
  const LINES_MAX = 2000;

  /** Lines of two texts: [{kind: same | gone | new, text}]. */
  const diff = (before, after) => {
    const one = before.split("\n");
    const two = after.split("\n");
    if (one.length > LINES_MAX || two.length > LINES_MAX) {
      return [...one.map((text) => ({ kind: "gone", text })), ...two.map((text) => ({ kind: "new", text }))];
    }
    const width = two.length + 1;
    const common = new Uint16Array((one.length + 1) * width);
    for (let i = one.length - 1; i >= 0; i--) {
      for (let j = two.length - 1; j >= 0; j--) {
        common[i * width + j] =
          one[i] === two[j]
            ? common[(i + 1) * width + j + 1] + 1
            : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
      }
    }
    const lines = [];
    let i = 0;
    let j = 0;
    while (i < one.length || j < two.length) {
      if (i < one.length && j < two.length && one[i] === two[j]) {
        lines.push({ kind: "same", text: one[i] });
        i++;
        j++;
      } else if (j === two.length || (i < one.length && common[(i + 1) * width + j] >= common[i * width + j + 1])) {
        lines.push({ kind: "gone", text: one[i++] });
      } else {
        lines.push({ kind: "new", text: two[j++] });
      }
    }
    return lines;
  };

  const SIGNS = { same: "", gone: "−", new: "+" };

  /** Two texts as a table of lines, each with a sign beside its colour. */
  const diffTable = (before, after, label) => {
    const body = el("tbody");
    for (const line of diff(before, after)) {
      body.append(
        el("tr", { class: line.kind }, el("td", { class: "sign" }, SIGNS[line.kind]), el("td", { class: "text" }, line.text)),
      );
    }
    return el(
      "div",
      { class: "scroll diffbox", tabindex: "0", role: "region", "aria-label": label },
      el("table", { class: "diff" }, body),
    );
  };

  const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

  /** How long to wait between two looks at something that runs. */
  const LOOK_FIRST_MS = 200;
  const LOOK_MAX_MS = 2000;

  /** Asks again and again, ever more slowly, until `done` says so. */
  const follow = async (ask, done) => {
    let wait = LOOK_FIRST_MS;
    for (;;) {
      const state = await ask();
      if (done(state)) {
        return state;
      }
      await sleep(wait);
      wait = Math.min(LOOK_MAX_MS, wait * 1.5);
    }
  };

  /** Puts what the service lays out on a page of its own into this one. */
  const showPart = async (path, heading, target) => {
    const page = await window.ledger.call("GET", path);
    const part = new DOMParser().parseFromString(page.body, "text/html").getElementById("result");
    target.replaceChildren(el("h2", {}, heading), document.importNode(part, true));
    target.focus();
  };

  window.ledgerParts = Object.freeze({ el, badge, alertOf, diffTable, follow, showPart });
})();
