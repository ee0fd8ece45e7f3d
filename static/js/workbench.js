// The workbench keeps every change as it is made: the fields of its row go to the server, the page that comes back
// is worked into the one that is shown. Without this script the form's own buttons do the same.
(function () {
  "use strict";

  const desk = document.getElementById("workbench");
  if (!desk || !window.fetch || !window.Idiomorph) return;

  const PAUSE = 800; // of typing, in milliseconds, before what was typed so far is kept
  const RETRY = 4000;
  const ALIVE = 120000; // how often a window says that it is still there
  const ROWS = ".demand, .present, .meeting-cells";
  const key = "draft-" + desk.dataset.draft;
  const dirty = new Set(); // fields changed since they were last sent
  const queue = []; // buttons that wait for their turn
  let sending = false, timer = 0, away = false, stopped = "";

  const form = function () { return document.getElementById("draft"); };
  const hidden = function (name) { return form().elements[name]; };

  // ---- the window's name -------------------------------------------------------------------------------------

  function fresh() {
    const letters = crypto.getRandomValues(new Uint8Array(12));
    return Array.from(letters, function (n) { return "abcdefghijklmnopqrstuvwxyz234567"[n % 32]; }).join("");
  }

  let holder = sessionStorage.getItem(key) || fresh();
  const others = "BroadcastChannel" in window ? new BroadcastChannel(key) : null;
  if (others) {
    // A copied tab has the same name as the one it was copied from: whoever asks second takes another.
    others.addEventListener("message", function (event) {
      if (event.data === "ask:" + holder) others.postMessage("mine:" + holder);
      if (event.data === "mine:" + holder && !settled) { holder = fresh(); name(); }
    });
  }
  let settled = false;
  function name() {
    sessionStorage.setItem(key, holder);
    hidden("holder").value = holder;
  }
  name();
  if (others) others.postMessage("ask:" + holder);

  // ---- what the status line says -----------------------------------------------------------------------------

  // "saved", "typing", "saving" or "offline": for the style sheet, and for whoever waits for it.
  function state(word) { desk.dataset.state = word; }

  function say(words, wrong) {
    const line = document.getElementById("status-words");
    if (!line) return;
    let note = document.getElementById("status-note");
    if (!note) {
      note = document.createElement("span");
      note.id = "status-note";
      line.append(note);
    }
    note.textContent = words;
    note.classList.toggle("told__wrong", Boolean(wrong));
  }

  function stop(words, link) {
    stopped = words;
    let box = document.getElementById("stopped");
    if (!box) {
      box = document.createElement("div");
      box.id = "stopped";
      box.className = "notice notice--error";
      box.setAttribute("role", "alert");
      desk.prepend(box);
    }
    box.replaceChildren(Object.assign(document.createElement("p"), { textContent: words }));
    if (link) {
      const way = Object.assign(document.createElement("a"), { href: link.href, textContent: link.words, target: "_blank" });
      box.append(way);
    }
    box.scrollIntoView({ block: "nearest" });
  }

  function go() {
    stopped = "";
    const box = document.getElementById("stopped");
    if (box) box.remove();
  }

  // ---- what was typed survives the page ----------------------------------------------------------------------

  function remember() {
    const typed = {};
    dirty.forEach(function (field) {
      if (field.isConnected && field.name) typed[field.name] = field.type === "checkbox" ? field.checked : field.value;
    });
    if (Object.keys(typed).length) localStorage.setItem(key, JSON.stringify(typed));
    else localStorage.removeItem(key);
  }

  function recall() {
    let typed = {};
    try { typed = JSON.parse(localStorage.getItem(key) || "{}"); } catch (error) { typed = {}; }
    Object.keys(typed).forEach(function (name) {
      const field = form().elements[name];
      if (!field || field instanceof RadioNodeList) return;
      if (field.type === "checkbox") field.checked = typed[name];
      else field.value = typed[name];
      dirty.add(field);
    });
    return Object.keys(typed).length;
  }

  // ---- sending -----------------------------------------------------------------------------------------------

  function rowsOf(fields) {
    const rows = new Set();
    fields.forEach(function (field) {
      const row = field.isConnected && field.closest(ROWS);
      if (row) rows.add(row);
    });
    return rows;
  }

  // Only the rows that changed: what is not sent stays as it was kept.
  function body(act, button) {
    const data = new FormData();
    ["csrfmiddlewaretoken", "revision", "holder", "here"].forEach(function (name) {
      if (hidden(name)) data.append(name, hidden(name).value);
    });
    data.append("act", act);
    const rows = rowsOf(dirty);
    const own = button && button.closest(ROWS);
    if (own) rows.add(own);
    const all = form().querySelectorAll(ROWS);
    const whole = act === "confirm" || act === "confirm-alike" || act === "take-over" || act === "save";
    all.forEach(function (row) { if (whole || rows.has(row)) append(data, row); });
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

  async function send(act, button) {
    clearTimeout(timer);
    if (act === "keep" && (!dirty.size || stopped)) return;
    if (sending) {
      if (act !== "keep") queue.push([act, button]);
      return;
    }
    if (button && button.isConnected === false) button = null;
    sending = true;
    state("saving");
    say("正在保存……");
    const sent = Array.from(dirty), values = new Map(sent.map(function (field) { return [field, field.value]; }));
    const data = body(act, button);
    remember();
    dirty.clear();
    let answer = null;
    try {
      answer = await post(form().action, data);
    } catch (error) {
      answer = null;
    }
    if (!answer || answer.status >= 500) {
      sending = false;
      sent.forEach(function (field) { dirty.add(field); });
      remember();
      state("offline");
      say("网络不通，修改都在本页，恢复后自动保存", true);
      if (act !== "keep") queue.unshift([act, button]);
      timer = setTimeout(next, RETRY);
      return;
    }
    // Until the answer stands on the page nothing else is sent: it must not overwrite what was typed since.
    const goes = await take(answer, act, sent, values);
    sending = false;
    if (goes) next();
  }

  function next() {
    const waiting = queue.shift();
    if (waiting) send(waiting[0], waiting[1]);
    else if (dirty.size) schedule(0);
    else state("saved");
  }

  async function post(address, data) {
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
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const field = page.querySelector('#draft input[name="csrfmiddlewaretoken"]');
    if (field) hidden("csrfmiddlewaretoken").value = field.value;
    return field && field.value;
  }

  // A row that an answer repeats letter for letter, and of which nothing was sent, stands on the page already:
  // it is neither parsed nor compared again.
  const ROW = /<article class="demand" id="([^"]+)">[^]*?<\/article>/g;
  let shown = new Map(); // the last answer's rows by their id

  function parsed(text, sent) {
    const touched = new Set(Array.from(rowsOf(sent), function (row) { return row.id; }));
    const rows = new Map();
    const lighter = text.replace(ROW, function (row, id) {
      rows.set(id, row);
      const same = shown.get(id) === row && !touched.has(id) && document.getElementById(id);
      return same ? '<article class="demand" id="' + id + '" data-same></article>' : row;
    });
    shown = rows;
    return new DOMParser().parseFromString(lighter, "text/html");
  }

  // Work an answer into the page. False when nothing can go on before somebody decides.
  async function take(answer, act, sent, values) {
    const page = parsed(await answer.text(), sent);
    const desk2 = page.getElementById("workbench");
    if (!desk2) {
      if (answer.ok && answer.redirected) { leave(answer.url); return false; }
      sent.forEach(function (field) { dirty.add(field); });
      remember();
      const in_ = page.querySelector('input[type="password"]');
      if (in_) {
        stop("登录已过期。修改都在本页，没有丢。请在新窗口登录，回到这里会自动保存。", { href: "/office/sign-in/", words: "在新窗口登录" });
      } else {
        stop("没有保存：" + ((page.querySelector("h1") || {}).textContent || "服务器没有答复") + "。修改都在本页。");
      }
      return false;
    }
    go();
    work(desk2, sent, values);
    const anchor = answer.headers.get("X-Anchor");
    if (act !== "keep" && act !== "save" && anchor) look(anchor);
    localStorage.removeItem(key);
    remember();
    return answer.status !== 409;
  }

  function work(desk2, sent, values) {
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
          if (old instanceof HTMLDetailsElement && open.has(old)) made.open = true;
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
        },
      },
    });
    hidden("holder").value = holder;
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

  function look(anchor) {
    const row = document.getElementById(anchor);
    if (!row) return;
    const inside = row.matches("input, select, textarea") ? row
      : row.querySelector('input[name$=".title"], input[name$=".name"], textarea[name$=".text"], input:not([type="hidden"]):not([type="checkbox"])');
    row.scrollIntoView({ block: "nearest" });
    if (inside) inside.focus({ preventScroll: true });
  }

  function leave(address) {
    window.removeEventListener("beforeunload", guard);
    localStorage.removeItem(key);
    location.assign(address);
  }

  // ---- the page's events -------------------------------------------------------------------------------------

  document.addEventListener("input", function (event) {
    const field = event.target;
    if (!field.form || field.form.id !== "draft" || field.name === "pick" || !field.closest(ROWS)) return;
    dirty.add(field);
    state("typing");
    remember();
    if (field.matches("textarea, input:not([type]), input[type=text]")) schedule(PAUSE);
  });
  document.addEventListener("change", function (event) {
    const field = event.target;
    if (!field.form || field.form.id !== "draft" || field.name === "pick" || !field.closest(ROWS)) return;
    dirty.add(field);
    state("typing");
    schedule(0);
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
    if (dirty.size || sending) event.preventDefault();
  }
  window.addEventListener("beforeunload", guard);

  window.addEventListener("pagehide", function () {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", hidden("csrfmiddlewaretoken").value);
    data.append("holder", holder);
    data.append("release", "1");
    fetch(desk.dataset.hold, { method: "POST", body: data, credentials: "same-origin", keepalive: true });
  });
  window.addEventListener("online", next);
  window.addEventListener("focus", function () {
    if (stopped && dirty.size) { go(); schedule(0); }
  });

  // ---- who has the draft in hand -----------------------------------------------------------------------------

  async function alive() {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", hidden("csrfmiddlewaretoken").value);
    data.append("holder", holder);
    let answer = null;
    try { answer = await post(desk.dataset.hold, data); } catch (error) { return; }
    const held = document.getElementById("held");
    const words = await answer.text();
    if (answer.status === 409 && !held) {
      stop(JSON.parse(words).words);
    } else if (answer.ok && held) {
      const again = await fetch(location.pathname + "?holder=" + holder + location.search.replace("?", "&"), { credentials: "same-origin" });
      const page = parsed(await again.text(), []);
      if (page.getElementById("workbench")) work(page.getElementById("workbench"));
    }
  }

  const taken = document.querySelector("#held form");
  if (taken) {
    taken.addEventListener("submit", function () {
      taken.append(Object.assign(document.createElement("input"), { type: "hidden", name: "holder", value: holder }));
    });
  }

  if (recall()) schedule(0);
  // Another window with the same name answers at once, if there is one.
  setTimeout(function () { settled = true; alive(); }, 120);
  setInterval(function () { if (!document.hidden && !stopped) alive(); }, ALIVE);
  const list = document.getElementById("keys");
  if (list) list.hidden = false;

  window.workbench = { send: send, dirty: dirty };
})();
