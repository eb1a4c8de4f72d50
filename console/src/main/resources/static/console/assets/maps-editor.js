// The editor of a map: checks as one types, saves against what was seen, and shows both texts when
// somebody else has saved meanwhile.
"use strict";
(() => {
  const { el, alertOf, diffTable } = window.ledgerParts;
  const CHECK_AFTER_MS = 400;
  const CHECK_AGAIN_MS = 1200;
  const bench = document.getElementById("editor");
  const area = document.getElementById("source");
  const { name, api } = bench.dataset;
  const writes = bench.dataset.writes === "true";
  const saveButton = document.getElementById("save");
  const saveState = document.getElementById("save-state");
  const checkState = document.getElementById("check-state");
  const problemList = document.getElementById("problems");
  const conflict = document.getElementById("conflict");

  /** The entity tag that the next change is held against, and the text that is saved under it. */
  const tag = bench.dataset.tag ?? "";
  const seen = { tag, source: tag === "" ? undefined : area.value };

  const say = (text) => {
    saveState.textContent = text;
  };

  const editor = CodeMirror.fromTextArea(area, {
    mode: "yaml",
    lineNumbers: true,
    lineWrapping: true,
    tabSize: 2,
    indentUnit: 2,
    readOnly: !writes,
    gutters: ["CodeMirror-lint-markers", "CodeMirror-linenumbers"],
    screenReaderLabel: "The map, in YAML",
    // Tab belongs to whoever moves through the page.
    extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-S": () => save(), "Cmd-S": () => save() },
  });

  // It scrolls, so it can be reached and scrolled with the keyboard, also where nothing can be typed.
  const scroller = editor.getScrollerElement();
  scroller.tabIndex = 0;
  scroller.setAttribute("role", "group");
  scroller.setAttribute("aria-label", "The map, in YAML, to scroll");

  const text = () => editor.getValue();
  const unsaved = () => text() !== seen.source;

  const goTo = (line, column) => {
    const at = { line: Math.max(0, line - 1), ch: Math.max(0, column - 1) };
    editor.setCursor(at);
    editor.scrollIntoView(at, 80);
    editor.focus();
  };

  /** What is said of the saved draft stays true; that the text has moved on is said beside it. */
  const mark = () => {
    const note = document.getElementById("unsaved-note");
    if (note) {
      note.hidden = !unsaved();
    }
    if (writes) {
      saveButton.disabled = !unsaved();
    }
  };

  const item = (found, severity) => {
    const place = found.line === 0 ? "whole text" : `line ${found.line}, column ${found.column}`;
    return el(
      "li",
      { class: severity },
      el("button", { type: "button", class: "quiet place", onclick: () => goTo(found.line, found.column) }, place),
      " ",
      severity === "warning" ? el("span", { class: "badge tone-waiting" }, "warning") : "",
      " ",
      el("b", { class: "id" }, found.field),
      ` ${found.message}`,
      found.hint === "" ? "" : el("span", { class: "why" }, found.hint),
    );
  };

  const annotation = (found, severity) => {
    const line = Math.min(Math.max(0, found.line - 1), editor.lastLine());
    const length = editor.getLine(line).length;
    const from = Math.min(Math.max(0, found.column - 1), Math.max(0, length - 1));
    return {
      from: CodeMirror.Pos(line, from),
      to: CodeMirror.Pos(line, length),
      severity,
      message: `${found.field}: ${found.message}${found.hint === "" ? "" : ` (${found.hint})`}`,
    };
  };

  const many = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;

  const showCheck = (check) => {
    problemList.replaceChildren(
      ...check.problems.map((each) => item(each, "error")),
      ...check.warnings.map((each) => item(each, "warning")),
    );
    checkState.textContent = check.valid
      ? `Version ${check.version} is valid: ${many(check.warnings.length, "warning")}; it may cost ${check.steps.toLocaleString("en")} steps of ${check.stepsMax.toLocaleString("en")}. Its tests are run when it is saved.`
      : `${many(check.problems.length, "problem")}, ${many(check.warnings.length, "warning")}.`;
  };

  const check = async (source, done) => {
    try {
      const { body } = await window.ledger.call("POST", "/v1/invariant-maps/checks", { source, name });
      showCheck(body);
      done([
        ...body.problems.map((each) => annotation(each, "error")),
        ...body.warnings.map((each) => annotation(each, "warning")),
      ]);
    } catch (problem) {
      checkState.textContent = `Not checked: ${problem.detail ?? problem}`;
      if (problem.status === 503) {
        setTimeout(() => editor.performLint(), CHECK_AGAIN_MS);
      }
    }
  };

  const saved = (source, answer) => {
    seen.tag = answer.headers.get("ETag");
    seen.source = source;
    conflict.hidden = true;
    conflict.replaceChildren();
    say(`Saved at position ${answer.body.position}.`);
    mark();
    document.body.dispatchEvent(new CustomEvent("map-saved"));
  };

  /** What is saved now, if anything is. */
  const current = async () => {
    try {
      const answer = await window.ledger.call("GET", `${api}/draft`);
      return { tag: answer.headers.get("ETag"), draft: answer.body };
    } catch (problem) {
      if (problem.status === 404) {
        return undefined;
      }
      throw problem;
    }
  };

  const keepMine = (tag) => {
    seen.tag = tag;
    save();
  };

  const takeTheirs = (theirs) => {
    const mine = text();
    seen.tag = theirs.tag;
    seen.source = theirs.draft.source;
    editor.setValue(theirs.draft.source);
    conflict.replaceChildren(
      el("h2", { tabindex: "-1" }, "What you had written"),
      el("p", { class: "hint" }, "It is saved nowhere. Copy from it what is to stay."),
      el("textarea", { rows: "12", readonly: true, "aria-label": "What you had written", class: "kept" }, mine),
    );
    say("The saved draft is open now; what you had written is kept above.");
    mark();
    document.body.dispatchEvent(new CustomEvent("map-saved"));
  };

  const gone = () => [
    el("p", {}, "The draft that you have seen was published or thrown away meanwhile. Your text is still here."),
    el("p", { class: "actions" }, el("button", { type: "button", onclick: () => keepMine("") }, "Save mine as a new draft")),
  ];

  const both = (theirs) => [
    el(
      "p",
      {},
      `${theirs.draft.authors.join(", ")} wrote the draft that is saved now. Nothing of yours is lost: the editor holds it.`,
    ),
    diffTable(theirs.draft.source, text(), "Saved now, and yours"),
    el("p", { class: "hint" }, "Lines with − are in the saved draft only, lines with + in yours only."),
    el(
      "p",
      { class: "actions" },
      el("button", { type: "button", onclick: () => keepMine(theirs.tag) }, "Save mine over it"),
      el("button", { type: "button", onclick: () => takeTheirs(theirs) }, "Open the saved one, keep mine beside it"),
    ),
  ];

  const showConflict = async () => {
    const theirs = await current();
    const head = el("h2", { tabindex: "-1" }, "Somebody else has saved meanwhile");
    conflict.replaceChildren(el("section", { class: "conflict" }, head, ...(theirs ? both(theirs) : gone())));
    conflict.hidden = false;
    head.focus();
    say("Not saved: the draft is no longer as you have seen it.");
  };

  const failed = (problem) => {
    conflict.replaceChildren(alertOf(problem));
    conflict.hidden = false;
    say("Not saved.");
  };

  /** The same text again, seen the same, is the same request: it keeps its key until it has succeeded. */
  const attempt = { of: undefined, key: undefined };

  const send = async (source) => {
    const content = `${seen.tag} ${source}`;
    if (attempt.of !== content) {
      attempt.of = content;
      attempt.key = window.ledger.newKey();
    }
    const seenNow = seen.tag === "" ? { "If-None-Match": "*" } : { "If-Match": seen.tag };
    const answer = await window.ledger.call("PUT", `${api}/draft`, { source }, { "Idempotency-Key": attempt.key, ...seenNow });
    attempt.of = undefined;
    return answer;
  };

  const save = async () => {
    if (!writes || saveButton.disabled || bench.getAttribute("aria-busy") === "true") {
      return;
    }
    bench.setAttribute("aria-busy", "true");
    saveButton.disabled = true;
    const source = text();
    say("Saving…");
    try {
      saved(source, await send(source));
    } catch (problem) {
      if (problem.status === 412) {
        await showConflict().catch(failed);
      } else {
        failed(problem);
      }
    } finally {
      bench.removeAttribute("aria-busy");
      mark();
    }
  };

  document.querySelector(".keys").hidden = !writes;
  editor.on("change", mark);
  mark();
  document.body.addEventListener("htmx:afterSettle", mark);
  if (writes) {
    area.readOnly = false;
    editor.setOption("lint", { getAnnotations: check, async: true, delay: CHECK_AFTER_MS, tooltips: true });
    saveButton.addEventListener("click", save);
    addEventListener("beforeunload", (event) => {
      if (seen.source !== undefined && unsaved()) {
        event.preventDefault();
      }
    });
    window.ledgerTrials.attach({ text, goTo });
  }
})();
