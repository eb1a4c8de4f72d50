// Writing from the console: every form calls the same API as everybody else, with the session's
// cookie and its CSRF token. Nothing here decides anything.
"use strict";
(() => {
  const DONE = "ledger.done";

  /** An answer that is no success. `errors` names fields: [{field, reason}]. */
  class Problem extends Error {
    constructor(status, detail, errors, body) {
      super(detail);
      this.name = "Problem";
      this.status = status;
      this.detail = detail;
      this.errors = errors;
      this.body = body;
    }
  }

  const newKey = () =>
    [...crypto.getRandomValues(new Uint8Array(16))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("");

  const csrf = () => document.querySelector('meta[name="csrf"]')?.content ?? "";

  const read = async (response) => {
    const text = await response.text();
    const type = response.headers.get("Content-Type") ?? "";
    if (!/[/+]json\b/.test(type)) {
      return text;
    }
    return text === "" ? undefined : JSON.parse(text);
  };

  const problemOf = (status, body) => {
    if (status === 401) {
      return new Problem(status, "Your session is over. Sign in again in another tab, then repeat this.", [], body);
    }
    const detail = typeof body?.detail === "string" ? body.detail : `The service answered ${status}.`;
    return new Problem(status, detail, Array.isArray(body?.errors) ? body.errors : [], body);
  };

  /** Calls the API. A body that is no string is sent as JSON. Throws a Problem unless it succeeds. */
  const call = async (method, path, body, headers = {}) => {
    const unsafe = !["GET", "HEAD"].includes(method);
    const sent = { Accept: "application/json, */*;q=0.5", ...headers };
    if (unsafe) {
      sent["X-CSRF-Token"] = csrf();
    }
    if (body !== undefined && sent["Content-Type"] === undefined) {
      sent["Content-Type"] = "application/json";
    }
    let response;
    let answer;
    try {
      response = await fetch(path, {
        method,
        headers: sent,
        body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
        credentials: "same-origin",
        redirect: "error",
      });
      answer = await read(response);
    } catch (failure) {
      throw new Problem(
        0,
        unsafe
          ? "No answer came. Whether it was recorded is unknown; sending it again cannot record it twice."
          : "No answer came. Try again.",
        [],
        undefined,
      );
    }
    if (!response.ok) {
      throw problemOf(response.status, answer);
    }
    return { status: response.status, headers: response.headers, body: answer };
  };

  const put = (target, name, value) => {
    const path = name.split(".");
    const last = path.pop();
    let inner = target;
    for (const step of path) {
      inner[step] ??= {};
      inner = inner[step];
    }
    inner[last] = value;
  };

  const invalid = (field, reason) => new Problem(0, "The form is not complete.", [{ field, reason }]);

  /** What a field holds, as its data-type says: text, number, boolean, json, lines. */
  const valueOf = (control) => {
    const text = control.value;
    switch (control.dataset.type) {
      case "number": {
        const number = Number(text);
        if (!Number.isFinite(number)) {
          throw invalid(control.name, "must be a number");
        }
        return number;
      }
      case "boolean":
        return text === "true";
      case "json":
        try {
          return JSON.parse(text);
        } catch (failure) {
          throw invalid(control.name, `is not JSON: ${failure.message}`);
        }
      case "lines":
        return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
      default:
        return text;
    }
  };

  /** A form's fields as an object. Empty optional fields are left out, names with dots nest. */
  const collect = (form, submitter) => {
    const body = {};
    for (const control of form.elements) {
      if (!control.name || control.disabled || control.type === "submit" || control.type === "button") {
        continue;
      }
      if (control.type === "radio" && !control.checked) {
        continue;
      }
      if (control.type === "checkbox") {
        put(body, control.name, control.checked);
      } else if (control.value.trim() !== "") {
        put(body, control.name, valueOf(control));
      } else if (control.required) {
        throw invalid(control.name, "must not be empty");
      }
    }
    if (submitter?.name) {
      put(body, submitter.name, valueOf(submitter));
    }
    return body;
  };

  const clear = (form) => {
    form.querySelectorAll(".problem, .field-problem").forEach((element) => element.remove());
    form.querySelectorAll("[aria-invalid]").forEach((control) => {
      control.removeAttribute("aria-invalid");
      control.removeAttribute("aria-describedby");
    });
  };

  const paragraph = (text, className) => {
    const element = document.createElement("p");
    element.textContent = text;
    if (className) {
      element.className = className;
    }
    return element;
  };

  /** Says at a form what is wrong: in all at its top, and beside each field that is named. */
  const show = (form, problem) => {
    clear(form);
    const alert = document.createElement("div");
    alert.className = "problem";
    alert.setAttribute("role", "alert");
    alert.tabIndex = -1;
    alert.append(paragraph(problem.detail ?? String(problem)));
    for (const { field, reason } of problem.errors ?? []) {
      const control = [...form.elements].find((one) => one.name === field && one.type !== "hidden" && one.type !== "submit");
      if (control) {
        const note = paragraph(reason, "field-problem");
        note.id = `problem-${newKey()}`;
        control.setAttribute("aria-invalid", "true");
        control.setAttribute("aria-describedby", note.id);
        (control.closest(".field") ?? control).after(note);
      } else if (reason !== problem.detail) {
        alert.append(paragraph(`${field}: ${reason}`));
      }
    }
    form.prepend(alert);
    alert.focus();
  };

  /** Where to go on: the address with what the answer holds filled in, reflecting its position. */
  const next = (then, answer) => {
    const filled = then.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(answer?.[name] ?? ""));
    const url = new URL(filled, location.href);
    if (url.origin !== location.origin) {
      throw new Problem(0, "The form leads elsewhere.", []);
    }
    if (typeof answer?.position === "number") {
      url.searchParams.set("atLeast", answer.position);
    }
    return url;
  };

  const busy = (form, is) => {
    form.setAttribute("aria-busy", String(is));
    form.querySelectorAll("button").forEach((button) => {
      button.disabled = is;
    });
  };

  /** Shows a sentence on the page that is opened next. */
  const sayNext = (text) => sessionStorage.setItem(DONE, text);

  const submit = async (event) => {
    const form = event.target.closest("form[data-api]");
    if (!form) {
      return;
    }
    event.preventDefault();
    if (form.getAttribute("aria-busy") === "true") {
      return;
    }
    clear(form);
    try {
      const body = collect(form, event.submitter);
      const text = JSON.stringify(body);
      // The same content again is the same request: it keeps its key until it has succeeded.
      if (form.ledgerSent !== text) {
        form.ledgerSent = text;
        form.ledgerKey = newKey();
      }
      busy(form, true);
      const headers = { "Idempotency-Key": form.ledgerKey };
      if (form.dataset.ifMatch) {
        headers["If-Match"] = form.dataset.ifMatch;
      }
      const answer = await call(form.dataset.method ?? "POST", form.dataset.api, body, headers);
      form.ledgerSent = undefined;
      const done = event.submitter?.dataset.done ?? form.dataset.done;
      if (done) {
        sayNext(done);
      }
      const url = next(form.dataset.then ?? location.href, answer.body);
      if (url.href === location.href) {
        location.reload();
      } else {
        location.assign(url);
      }
    } catch (problem) {
      busy(form, false);
      if (!(problem instanceof Problem)) {
        throw problem;
      }
      show(form, problem);
    }
  };

  const said = () => {
    const text = sessionStorage.getItem(DONE);
    const main = document.querySelector("main");
    if (text && main) {
      sessionStorage.removeItem(DONE);
      const note = paragraph(text, "done");
      note.setAttribute("role", "status");
      main.prepend(note);
    }
  };

  /** Buttons that need this script are laid out disabled: without it they would do nothing. */
  const enable = (root) => {
    root.querySelectorAll("button[disabled][data-script]").forEach((button) => {
      button.disabled = false;
      button.removeAttribute("data-script");
    });
  };

  document.addEventListener("submit", submit);
  document.addEventListener("htmx:load", (event) => enable(event.target));
  enable(document);
  said();
  window.ledger = Object.freeze({ call, collect, show, clear, next, sayNext, newKey, Problem });
})();
