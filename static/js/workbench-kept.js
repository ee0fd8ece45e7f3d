// What was typed and is not saved yet, in the browser's storage: by person, by window, with the revision of the page it
// was typed on. Nobody else's is ever read, another window's only once that window is gone; and what was typed on an
// older page is shown beside what stands there now, for somebody to decide.
(function () {
  "use strict";

  const desk = document.getElementById("workbench");
  if (!desk) return;

  const ANSWERS = 150; // milliseconds in which another window says that it is there
  const draft = "draft-" + desk.dataset.draft;
  const own = draft + "-" + desk.dataset.person + "-"; // then the window; "~" and more for what waits for a decision
  const there = new Set(); // windows that said so
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(draft) : null;
  const form = function () { return document.getElementById("draft"); };
  let holder = sessionStorage.getItem(draft) || fresh(), settled = false;

  function fresh() {
    const letters = crypto.getRandomValues(new Uint8Array(12));
    return Array.from(letters, function (n) { return "abcdefghijklmnopqrstuvwxyz234567"[n % 32]; }).join("");
  }

  // ---- which windows there are -------------------------------------------------------------------------------

  function name() {
    sessionStorage.setItem(draft, holder);
    form().elements.holder.value = holder;
  }

  if (channel) channel.addEventListener("message", function (event) {
    const said = event.data.split(":");
    if (said[0] === "ask" && said[1] === holder) channel.postMessage("mine:" + holder);
    if (said[0] !== "mine") return;
    there.add(said[1]);
    // A copied tab has the name of the one it was copied from: whoever asks second takes another.
    if (said[1] === holder && !settled) { holder = fresh(); name(); }
  });

  async function settle() {
    name();
    const asked = new Set(entries().map(function (one) { return one.window; }).concat(holder));
    if (channel) asked.forEach(function (one) { channel.postMessage("ask:" + one); });
    await new Promise(function (done) { setTimeout(done, ANSWERS); });
    settled = true;
    if (!navigator.locks) return;
    // A window that is put to sleep answers nothing, but keeps its lock.
    const held = (await navigator.locks.query()).held;
    held.forEach(function (lock) { if (lock.name.startsWith(draft + "-")) there.add(lock.name.slice(draft.length + 1)); });
    navigator.locks.request(draft + "-" + holder, function () { return new Promise(function () {}); });
  }

  // ---- what is stored ----------------------------------------------------------------------------------------

  function entries() {
    return Object.keys(localStorage).filter(function (key) { return key.startsWith(own); }).map(function (key) {
      let entry = null;
      try { entry = JSON.parse(localStorage.getItem(key)); } catch (error) { entry = null; }
      return entry && { key: key, window: key.slice(own.length).split("~")[0], entry: entry };
    }).filter(Boolean).sort(function (a, b) { return a.entry.at - b.entry.at; });
  }

  function value(field) { return field.type === "checkbox" ? field.checked : field.value; }

  function write(revision, fields) {
    const typed = {};
    fields.forEach(function (field) {
      if (field.isConnected && field.name) typed[field.name] = { said: value(field), was: was(field.name), place: place(field) };
    });
    const entry = { revision: revision, part: desk.dataset.part, at: Date.now(), fields: typed };
    try {
      if (Object.keys(typed).length) localStorage.setItem(own + holder, JSON.stringify(entry));
      else localStorage.removeItem(own + holder);
    } catch (error) { /* a full storage: what was typed is on the page and on its way */ }
  }

  // Take over what this window left before it was loaded anew, and what windows left that are gone; from now on it
  // waits here under a name of its own.
  function claim(first) {
    return entries().filter(function (one) {
      if (one.window === holder) return first || one.key !== own + holder;
      return (channel || navigator.locks) && !there.has(one.window);
    }).map(function (one) {
      if (one.key.startsWith(own + holder + "~")) return one;
      const key = own + holder + "~" + fresh();
      localStorage.setItem(key, JSON.stringify(one.entry));
      localStorage.removeItem(one.key);
      return { key: key, window: holder, entry: one.entry };
    });
  }

  function setAside() {
    const entry = localStorage.getItem(own + holder);
    if (!entry) return;
    localStorage.setItem(own + holder + "~" + fresh(), entry);
    localStorage.removeItem(own + holder);
  }

  // ---- fields and their places -------------------------------------------------------------------------------

  // Units and people are numbered anew as others come and go: such a row is known by what it was (`was`).
  const NUMBERED = /^(c\.[^.]+\.|a\.)\d+\.(\w+)$/;

  function was(name) {
    const row = NUMBERED.exec(name) && form().elements[name.replace(/\w+$/, "was")];
    return row ? row.value : "";
  }

  function fieldOf(name, typed) {
    const same = form().elements[name], at = NUMBERED.exec(name);
    if (same instanceof RadioNodeList) return null;
    if (!at || (same && (value(same) === typed.said || was(name) === typed.was))) return same || null;
    const others = form().querySelectorAll('[name^="' + at[1] + '"][name$=".' + at[2] + '"]');
    return Array.from(others).find(function (one) { return was(one.name) === typed.was; }) || null;
  }

  function place(field) {
    const row = field.closest(".made-task, .demand, .present, .meeting-cells"), label = field.closest("label");
    const words = Array.from(label ? label.childNodes : []).filter(function (one) { return one.nodeType === 3; });
    let where = row && row.classList.contains("present") ? "参会 " + row.querySelector('input[name$=".name"]').defaultValue : "";
    const head = row && !where && row.querySelector("h4 .pick, h3, h2");
    if (head) where = head.textContent.trim().split("　")[0];
    return [where].concat(words.map(function (one) { return one.data.trim(); })).filter(Boolean).join(" · ");
  }

  function put(field, said) {
    if (field.type === "checkbox") { field.checked = said; return; }
    field.value = said;
    if (field.value !== said && field.type === "date") { field.type = "text"; field.value = said; }
  }

  // What an entry holds that the page does not say: each with its field, where that is still there.
  function differing(entry) {
    return Object.keys(entry.fields).map(function (name) {
      const typed = entry.fields[name], field = fieldOf(name, typed);
      return { name: name, typed: typed, field: field };
    }).filter(function (one) { return !one.field || value(one.field) !== one.typed.said; });
  }

  // ---- the notice --------------------------------------------------------------------------------------------

  function make(tag, words, more) { return Object.assign(document.createElement(tag), { textContent: words }, more || {}); }
  function shown(said) { return said === true ? "是" : said === false ? "否" : said || "（空）"; }
  function minute(at) {
    const day = new Date(at), two = function (n) { return String(n).padStart(2, "0"); };
    return day.getMonth() + 1 + "月" + day.getDate() + "日 " + two(day.getHours()) + ":" + two(day.getMinutes());
  }

  function table(rows) {
    const made = make("table", "", { className: "compared" }), head = make("tr", ""), body = make("tbody", "");
    ["位置", "现在的", "当时填写的"].forEach(function (words) { head.append(make("th", words, { scope: "col" })); });
    rows.forEach(function (one) {
      const row = make("tr", ""), there = make("th", "", { scope: "row" });
      there.append(one.field && one.field.id ? make("a", place(one.field), { href: "#" + one.field.id }) : one.field ? place(one.field) : one.typed.place);
      const now = one.field ? shown(value(one.field)) : "（没有这一行了）";
      [["现在的", now], ["当时填写的", shown(one.typed.said)]].forEach(function (cell) {
        const made = make("td", cell[1]);
        made.dataset.head = cell[0];
        row.append(made);
      });
      row.prepend(there);
      body.append(row);
    });
    const top = make("thead", "");
    top.append(head);
    made.append(top, body);
    return made;
  }

  // Show what waits, with the two ways to go on; `use` is given the fields that were filled in.
  function offer(waiting, elsewhere, use) {
    const old = document.getElementById("unsent");
    if (old) old.remove();
    const rows = waiting.flatMap(function (one) { return differing(one.entry); });
    if (!rows.length && !elsewhere.length) return;
    const box = make("div", "", { id: "unsent", className: "notice notice--warning" }), acts = make("p", "", { className: "actions" });
    box.setAttribute("role", "alert");
    if (rows.length) {
      const usable = rows.some(function (one) { return one.field; });
      box.append(make("p", "有 " + rows.length + " 处修改没有保存", { className: "notice__title" }));
      box.append(make("p", minute(waiting[0].entry.at) + " 在这台电脑上填写的，当时没有送出；草稿后来又改过，所以没有自动采用。" +
        (usable ? "请对照后决定。" : "这些行已经不在，需要的请抄到别处。")));
      box.append(table(rows));
      if (usable) acts.append(make("button", "采用这些没有保存的修改", { type: "button", className: "button", onclick: function () { adopt(waiting, elsewhere, use); } }));
      acts.append(make("button", "不要了", { type: "button", className: "button button--quiet", onclick: function () {
        waiting.forEach(function (one) { localStorage.removeItem(one.key); });
        offer([], elsewhere, use);
      } }));
      box.append(acts);
    }
    elsewhere.forEach(function (part) {
      const line = make("p", "第 " + part + " 部分还有没有保存的修改：");
      line.append(make("a", "去看看", { href: "?part=" + part }));
      box.append(line);
    });
    desk.before(box);
  }

  function adopt(waiting, elsewhere, use) {
    const filled = [];
    const left = waiting.filter(function (one) {
      const rows = differing(one.entry), gone = rows.filter(function (row) { return !row.field; });
      rows.forEach(function (row) { if (row.field) { put(row.field, row.typed.said); filled.push(row.field); } });
      one.entry.fields = Object.fromEntries(gone.map(function (row) { return [row.name, row.typed]; }));
      if (gone.length) localStorage.setItem(one.key, JSON.stringify(one.entry));
      return gone.length;
    });
    use(filled);
    waiting.forEach(function (one) { if (!left.includes(one)) localStorage.removeItem(one.key); });
    offer(left, elsewhere, use);
  }

  // Bring back what was left: on a page of the same revision it is filled in, else it is offered. `dirty` holds what
  // was typed here since.
  function recall(first, revision, dirty, use) {
    const waiting = [], elsewhere = new Set();
    claim(first).forEach(function (one) {
      if (one.entry.part !== desk.dataset.part) { elsewhere.add(one.entry.part); return; }
      const rows = differing(one.entry);
      const safe = String(one.entry.revision) === revision && rows.every(function (row) { return row.field && !dirty.has(row.field); });
      if (!safe && rows.length) { waiting.push(one); return; }
      rows.forEach(function (row) { put(row.field, row.typed.said); });
      use(rows.map(function (row) { return row.field; }));
      localStorage.removeItem(one.key);
    });
    offer(waiting, Array.from(elsewhere), use);
  }

  window.workbenchKept = {
    fresh: fresh,
    ready: settle(),
    settled: function () { return settled; },
    holder: function () { return holder; },
    write: write,
    clear: function () { localStorage.removeItem(own + holder); },
    setAside: setAside,
    recall: recall,
  };
})();
