// The workbench keeps every change as it is made: the fields of its row go to the server, the page that comes back
// is worked into the one that is shown. Without this script the form's own buttons do the same.
(function () {
  "use strict";

  const desk = document.getElementById("workbench");
  const kept = window.workbenchKept, status = window.workbenchStatus, rows = window.workbenchRows;
  if (!desk || !kept || !status || !rows || !window.fetch || !window.Idiomorph) return;

  const PAUSE = 800; // of typing, in milliseconds, before what was typed so far is kept
  const RETRY = 4000;
  const ALIVE = 120000; // how often a window says that it is still there
  const ROWS = ".demand, .present, .meeting-cells";
  const person = desk.dataset.person;
  const dirty = new Set(); // fields changed since they were last sent
  const known = new WeakMap(); // what was last sent of a field, or answered
  const queue = []; // buttons that wait for their turn
  let flight = null; // what is on its way: until an answer stands on the page nothing else is sent
  let timer = 0, retry = 0, away = false, stranger = false;

  const state = status.state, say = status.say, stop = status.stop, go = status.go, stopped = status.stopped;
  const form = function () { return document.getElementById("draft"); };
  const hidden = function (name) { return form().elements[name]; };
  let base = hidden("revision").value; // the revision that is typed on

  // What was typed survives the page, with the revision that it was typed on.
  function remember() {
    if (kept.settled()) kept.write(base, new Set(Array.from(flight ? flight.sent : []).concat(Array.from(dirty))));
  }

  // A field whose changes are kept as they are made; a tick, and what is chosen for a new unit, go with their own button.
  function keeps(field) {
    return field.form && field.form.id === "draft" && field.name !== "pick" && field.closest(ROWS) && !field.closest(".new-unit");
  }

  function said(field) { return field.type === "checkbox" ? field.checked : field.value; }

  // Nothing is sent by itself while two copies are compared.
  function comparing() { return Boolean(document.getElementById("differences")); }

  // ---- sending -----------------------------------------------------------------------------------------------

  function rowsOf(fields) {
    const found = new Set();
    fields.forEach(function (field) {
      const row = field.isConnected && field.closest(ROWS);
      if (row) found.add(row);
    });
    return found;
  }

  // Only the rows that changed: what is not sent stays as it was kept.
  function body(act, button) {
    const data = new FormData();
    ["csrfmiddlewaretoken", "revision", "holder", "here"].forEach(function (name) {
      if (hidden(name)) data.append(name, hidden(name).value);
    });
    data.append("request", kept.fresh());
    data.append("act", act);
    const changed = rowsOf(dirty);
    const own = button && button.closest(ROWS);
    if (own) changed.add(own);
    const all = form().querySelectorAll(ROWS);
    const whole = act === "confirm" || act === "confirm-alike" || act === "take-over" || act === "save";
    all.forEach(function (row) { if (whole || changed.has(row)) append(data, row); });
    data.append("there", rows.there(whole ? new Set(all) : changed));
    if (act === "apply") {
      append(data, document.getElementById("bulk"));
      form().querySelectorAll('input[name="pick"]:checked').forEach(function (box) { data.append("pick", box.value); });
    }
    return data;
  }

  function append(data, row) {
    row.querySelectorAll("input, select, textarea").forEach(function (field) {
      if (!field.name || field.name === "pick" || (field.type === "checkbox" && !field.checked)) return;
      data.append(field.name, field.value);
    });
  }

  function schedule(pause) {
    clearTimeout(timer);
    timer = setTimeout(function () { send("keep"); }, pause);
  }

  function send(act, button) {
    clearTimeout(timer);
    if (act === "keep" && (!dirty.size || stopped() || comparing())) return;
    if (flight || !kept.settled()) {
      if (act !== "keep") queue.push([act, button]);
      return;
    }
    if (button && button.isConnected === false) button = null;
    const sent = Array.from(dirty), values = new Map(sent.map(function (field) { return [field, field.value]; }));
    sent.forEach(function (field) { known.set(field, said(field)); });
    flight = { act: act, sent: sent, values: values, data: body(act, button), waits: false };
    dirty.clear();
    fly();
  }

  // Sent again, when no answer came, with the same key: what was carried out already is not done twice.
  async function fly() {
    clearTimeout(retry);
    flight.waits = false;
    state("saving");
    say("正在保存……");
    remember();
    let answer = null, text = "";
    try {
      answer = await post(form().action, flight.data);
      text = await answer.text();
    } catch (error) {
      answer = null;
    }
    if (!answer || answer.status >= 500) {
      flight.waits = true;
      state("offline");
      say("网络不通，修改都在本页，恢复后自动保存", true);
      retry = setTimeout(next, RETRY);
      return;
    }
    if (take(answer, text)) next();
  }

  function next() {
    if (flight) {
      if (flight.waits) fly();
      return;
    }
    const waiting = queue.shift();
    if (waiting) send(waiting[0], waiting[1]);
    else if (dirty.size) schedule(0);
    else state("saved");
  }

  async function post(address, data) {
    stranger = false;
    const answer = await fetch(address, {
      method: "POST", body: data, credentials: "same-origin", redirect: "follow", headers: { "X-Workbench": "1" },
    });
    if (answer.status !== 403 || away) return answer;
    // After signing in anew elsewhere the form's token is another one: fetch it and send once more.
    away = true;
    const renewed = await token();
    if (renewed) data.set("csrfmiddlewaretoken", renewed);
    const again = renewed ? await fetch(address, {
      method: "POST", body: data, credentials: "same-origin", redirect: "follow", headers: { "X-Workbench": "1" },
    }) : answer;
    away = false;
    return again;
  }

  async function token() {
    const answer = await fetch(location.pathname + location.search, { credentials: "same-origin" });
    const page = parsed(await answer.text());
    const field = page.querySelector('#draft input[name="csrfmiddlewaretoken"]'), there = page.getElementById("workbench");
    stranger = Boolean(there && there.dataset.person !== person);
    if (stranger) return "";
    if (field) hidden("csrfmiddlewaretoken").value = field.value;
    return field && field.value;
  }

  function parsed(text) {
    return new DOMParser().parseFromString(text, "text/html");
  }

  // Work an answer into the page. False when nothing can go on before somebody decides.
  function take(answer, text) {
    const act = flight.act, sent = flight.sent, values = flight.values;
    const page = parsed(text);
    const desk2 = page.getElementById("workbench");
    flight = null;
    const to = answer.headers.get("X-Go");
    if (to) { leave(to); return false; }
    // What was refused is still to be sent, and stays in the fields whatever the answer says of them.
    if (!desk2 || answer.status === 409) sent.forEach(function (field) { dirty.add(field); known.delete(field); });
    if (!desk2) {
      remember();
      const in_ = page.querySelector('input[type="password"]');
      if (stranger) {
        stop("现在登录的是另一个账号，所以没有保存。修改都在本页。请用原来的账号重新登录，回到这里会自动保存。", { href: "/office/sign-in/", words: "在新窗口登录" });
      } else if (in_) {
        stop("登录已过期。修改都在本页，没有丢。请在新窗口登录，回到这里会自动保存。", { href: "/office/sign-in/", words: "在新窗口登录" });
      } else {
        stop("没有保存：" + ((page.querySelector("h1") || {}).textContent || "服务器没有答复") + "。修改都在本页。");
      }
      return false;
    }
    go();
    const stand = rows.stand(), anchor = answer.headers.get("X-Anchor");
    work(desk2, values);
    if (act !== "keep" && act !== "save" && anchor) rows.look(anchor);
    if (act === "confirm" || act === "confirm-alike") lookAtWhy();
    stand();
    document.dispatchEvent(new CustomEvent("workbench:done", { detail: { act: act, whole: answer.ok } }));
    if (answer.status === 409) {
      const told = page.querySelector("#main > .notice--error");
      if (told && !comparing()) say(told.textContent.trim(), true);
      queue.length = 0;
      state("refused");
      remember();
      return false;
    }
    base = hidden("revision").value;
    remember();
    return true;
  }

  function work(desk2, values) {
    const answered = desk2.ownerDocument;
    rows.loseIds(desk, answered);
    rows.keepChosen(desk, answered);
    // A row with the focus in it is never taken away: all others would be moved around it, one by one.
    const worked = document.activeElement && document.activeElement.closest(".demand");
    if (worked && !answered.getElementById(worked.id)) document.activeElement.blur();
    const open = new Set(Array.from(desk.querySelectorAll("details[open][id], article details[open], section details[open]")));
    const before = document.activeElement;
    Idiomorph.morph(desk, desk2, {
      morphStyle: "outerHTML",
      ignoreActiveValue: false,
      callbacks: {
        beforeNodeMorphed: function (old, made) {
          if (!(old instanceof Element)) return true;
          if (old.name === "pick" || made.hasAttribute("data-same")) return false;
          // What was typed since it was sent is newer than the answer.
          if (dirty.has(old)) { copyTold(old, made); return false; }
          if (old === before && values && values.has(old) && old.value !== values.get(old)) return false;
          if (old instanceof HTMLDetailsElement && open.has(old) && !made.matches(".new-unit")) made.open = true;
          return true;
        },
        beforeAttributeUpdated: function (attribute, node) {
          const own = node.dataset && node.dataset.names; // combobox.js has made the field its own
          return !(own && (attribute === "list" || attribute === "role" || attribute === "data-names" || attribute.startsWith("aria-auto") || attribute === "aria-expanded"));
        },
        afterNodeMorphed: function (old, made) {
          if (!(old instanceof Element)) return;
          if (old instanceof HTMLInputElement && old.type !== "checkbox" && old.name !== "pick") old.value = made.value;
          if (old instanceof HTMLTextAreaElement) old.value = made.value;
          if (known.has(old)) known.set(old, said(old));
        },
      },
    });
    rows.renumber(answered);
    hidden("holder").value = kept.holder();
    const list = document.getElementById("keys");
    if (list) list.hidden = false;
    document.dispatchEvent(new CustomEvent("workbench:shown"));
  }

  function copyTold(old, made) {
    ["aria-describedby", "aria-invalid", "id"].forEach(function (attribute) {
      if (made.hasAttribute(attribute)) old.setAttribute(attribute, made.getAttribute(attribute));
      else if (attribute !== "id") old.removeAttribute(attribute);
    });
  }

  // What kept a draft from being confirmed stands at the head of the page.
  function lookAtWhy() {
    const why = desk.querySelector('[role="alert"]') || document.getElementById("summary");
    if (!why) return;
    why.tabIndex = -1;
    why.focus({ preventScroll: true });
    why.scrollIntoView({ block: "center" });
  }

  function leave(address) {
    window.removeEventListener("beforeunload", guard);
    kept.clear();
    location.assign(address);
  }

  // ---- the page's events -------------------------------------------------------------------------------------

  document.addEventListener("input", function (event) {
    const field = event.target;
    if (!keeps(field)) return;
    dirty.add(field);
    state("typing");
    remember();
    // A name is kept once it is chosen or left: half of one is no unit.
    if (field.matches("textarea, input:not([type]), input[type=text]") && !field.dataset.names) schedule(PAUSE);
  });
  document.addEventListener("change", function (event) {
    const field = event.target;
    // Leaving a field whose words were sent while it was typed in changes nothing.
    if (!keeps(field) || (!dirty.has(field) && known.has(field) && known.get(field) === said(field))) return;
    dirty.add(field);
    state("typing");
    // A year that is being typed is a date already for the browser: 2, 20 and 202 before 2026.
    if (field.type !== "date") schedule(0);
    else if (!field.value || field.value > "1950") schedule(PAUSE);
  });
  document.addEventListener("focusout", function (event) {
    if (event.target.type === "date" && dirty.has(event.target)) schedule(0);
  });
  document.addEventListener("submit", function (event) {
    if (event.target.id !== "draft") return;
    const button = event.submitter;
    event.preventDefault();
    event.stopPropagation();
    send(button && button.name === "act" ? button.value : "keep", button);
  }, true);

  // Enter in a field keeps it and stays there.
  document.addEventListener("keydown", function (event) {
    const field = event.target;
    if (event.key !== "Enter" || event.ctrlKey || event.isComposing || !field.matches("#draft input:not(#jump input)")) return;
    event.preventDefault();
    schedule(0);
  });

  function guard(event) {
    if (dirty.size || flight) event.preventDefault();
  }
  window.addEventListener("beforeunload", guard);

  window.addEventListener("pagehide", function () {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", hidden("csrfmiddlewaretoken").value);
    data.append("holder", kept.holder());
    data.append("release", "1");
    fetch(desk.dataset.hold, { method: "POST", body: data, credentials: "same-origin", keepalive: true });
  });
  window.addEventListener("online", next);
  window.addEventListener("focus", function () {
    if (stopped() && dirty.size) { go(); schedule(0); }
  });

  // ---- who has the draft in hand -----------------------------------------------------------------------------

  async function alive() {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", hidden("csrfmiddlewaretoken").value);
    data.append("holder", kept.holder());
    let answer = null;
    try { answer = await post(desk.dataset.hold, data); } catch (error) { return; }
    const held = document.getElementById("held");
    const words = await answer.text();
    if (answer.status === 409 && !held) {
      stop(JSON.parse(words).words);
    } else if (answer.ok && held) {
      const again = await fetch(location.pathname + "?holder=" + kept.holder() + location.search.replace("?", "&"), { credentials: "same-origin" });
      const page = parsed(await again.text()), desk2 = page.getElementById("workbench");
      if (!desk2 || flight) return;
      if (dirty.size && desk2.querySelector('#draft [name="revision"]').value !== base) {
        // Typed before somebody else saved the draft: it is not sent by itself.
        remember();
        kept.setAside();
        dirty.clear();
      }
      const stand = rows.stand();
      work(desk2);
      stand();
      base = hidden("revision").value;
      recall();
    }
  }

  let recalled = false; // what this window left before it was loaded anew
  function recall() {
    if (document.getElementById("held")) return;
    kept.recall(!recalled, base, dirty, function (fields) {
      fields.forEach(function (field) { dirty.add(field); });
      remember();
      if (dirty.size) schedule(0);
    });
    recalled = true;
  }

  const taken = document.querySelector("#held form");
  if (taken) {
    taken.addEventListener("submit", function () {
      taken.append(Object.assign(document.createElement("input"), { type: "hidden", name: "holder", value: kept.holder() }));
    });
  }

  // Who gives the compared changes up is not asked about them again.
  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-give-up]")) return;
    dirty.clear();
    kept.clear();
  });

  kept.ready.then(function () {
    recall();
    if (dirty.size) remember();
    alive();
    if (queue.length || dirty.size) next();
  });
  setInterval(function () { if (!document.hidden && !stopped()) alive(); }, ALIVE);
  const list = document.getElementById("keys");
  if (list) list.hidden = false;

  window.workbench = { send: send, dirty: dirty };
})();
