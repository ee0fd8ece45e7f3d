// The whole workbench by keyboard, and both of its sides in step: a row shows its sentences, a sentence its row.
(function () {
  "use strict";

  const bench = window.workbench;
  if (!bench) return;
  const all = function (selector, under) { return Array.from((under || document).querySelectorAll(selector)); };
  const field = "input:not([type=hidden]):not([name=pick]), select, textarea";
  let place = null; // the row last worked in: what a sentence is added to

  function visible(element) { return Boolean(element && element.getClientRects().length); }
  function unfold(element) {
    for (let one = element; one; one = one.parentElement) if (one instanceof HTMLDetailsElement) one.open = true;
  }
  function go(element) {
    if (!element) return;
    unfold(element);
    element.focus();
    element.scrollIntoView({ block: "center" });
    if (element.select && element.matches("input:not([type=date])")) element.select();
  }
  function press(act, near) {
    const form = document.getElementById("draft");
    const button = (near && near.querySelector('button[value="' + act + '"]')) || form.querySelector('button[value="' + act + '"]');
    bench.send(act, button || near);
  }

  // ---- rows --------------------------------------------------------------------------------------------------

  const tasks = function () { return all(".made-task"); };
  const taskOf = function (element) { return element && element.closest(".made-task"); };
  const columnOf = function (element) { return (element.name || "").split(".").pop(); };

  function step(by) {
    const rows = tasks(), at = rows.indexOf(taskOf(document.activeElement) || taskOf(place));
    const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by];
    if (!next) return;
    const same = all(field, next).find(function (one) { return columnOf(one) === columnOf(document.activeElement) && visible(one); });
    go(same || next.querySelector(field));
  }

  // The field that a box of words is about; of a unit list the place where to type.
  function toldOf(box) {
    const named = document.getElementById(box.id.replace(/\.told$/, "")), row = box.closest(".made-task, .demand, .present");
    if (named && named.matches(field)) return named;
    if (box.closest(".charges")) return box.closest(".charges").querySelector(".charge--blank input:not([type=hidden])") || box.closest(".charges").querySelector("input:not([type=hidden])");
    return box.parentElement.querySelector(field) || (row && row.querySelector(field));
  }

  // Fields that wait for a decision, in the order of the page, doubts left out.
  function told() {
    return all("#draft div.told").filter(function (box) { return box.querySelector("p:not(.told__doubt)"); }).map(toldOf)
      .filter(Boolean).filter(function (one, n, list) { return list.indexOf(one) === n; });
  }

  function nextTold(by) {
    const places = told();
    if (!places.length) return;
    const here = document.activeElement;
    const after = places.findIndex(function (one) { return here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING; });
    const before = places.filter(function (one) { return here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING; });
    go(by > 0 ? places[after < 0 ? 0 : after] : before.length ? before[before.length - 1] : places[places.length - 1]);
  }

  function copyAbove() {
    const here = document.activeElement, row = taskOf(here);
    const rows = tasks(), above = rows[rows.indexOf(row) - 1];
    if (!row || !above || !here.name) return;
    const column = columnOf(here);
    const model = all(field, above).find(function (one) { return columnOf(one) === column && one.value; });
    if (!model) return;
    here.value = model.value;
    const role = column === "unit" && here.closest(".charge").querySelector("select");
    if (role) role.value = model.closest(".charge").querySelector("select").value;
    here.dispatchEvent(new Event("input", { bubbles: true }));
    here.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function fillDown() {
    const here = document.activeElement, row = taskOf(here);
    if (!row || !here.name) return;
    const column = columnOf(here) === "unit" || columnOf(here) === "role" ? "units" : columnOf(here);
    press("fill:" + column + ":" + row.id, row);
  }

  function merge() {
    const row = taskOf(document.activeElement);
    const demand = document.activeElement.closest(".demand");
    if (row && row.querySelector('button[value="merge:' + row.id + '"]')) press("merge:" + row.id, row);
    else if (demand) press("merge:" + demand.id, demand);
  }

  function drop() {
    const here = document.activeElement;
    const charge = here.closest(".charge:not(.charge--blank)"), row = taskOf(here), demand = here.closest(".demand");
    const button = (charge && charge.querySelector('button[value^="drop:"]')) ||
      (row && row.querySelector('h4 button[value^="drop:"]')) || (demand && demand.querySelector('.row-acts button[value^="drop:"]'));
    if (button) bench.send(button.value, button);
  }

  function shift(by) {
    const row = taskOf(document.activeElement) || document.activeElement.closest(".demand");
    if (!row) return;
    const own = row.classList.contains("made-task") && tasks().filter(function (one) { return one.parentElement === row.parentElement; }).length > 1;
    const target = own || row.classList.contains("demand") ? row : row.closest(".demand");
    press((by < 0 ? "up:" : "down:") + target.id, target);
  }

  function tick() {
    const row = taskOf(document.activeElement);
    const box = row && row.querySelector("input[name=pick]");
    if (box) { box.checked = !box.checked; count(); }
  }

  function count() {
    const picked = all("input[name=pick]:checked").length, shown = document.getElementById("picked"), bar = document.getElementById("status-picked");
    if (shown) shown.textContent = picked ? " " + picked + " 项" : "";
    if (!bar) return;
    bar.hidden = document.getElementById("to-bulk").hidden = !picked;
    bar.textContent = picked ? "已勾选 " + picked + " 项" : "";
  }

  function bulk() {
    const box = document.getElementById("bulk");
    box.open = true;
    go(box.querySelector(field));
    box.scrollIntoView({ block: "start" });
  }

  // Fields of a task, and of its demand, by their place: Alt+1 to Alt+7. Units take turns, the empty row first.
  const COLUMNS = ["title", "measures", "unit", "due_on", "responsible_leader", "kind", "speaker"];

  function column(name) {
    const row = taskOf(document.activeElement) || taskOf(place) || tasks()[0];
    if (!row) return;
    const own = name === "kind" || name === "speaker" ? row.closest(".demand") || row : row;
    const found = all(field, own).filter(function (one) { return columnOf(one) === name; });
    if (name === "unit") found.unshift(found.pop());
    go(found[(found.indexOf(document.activeElement) + 1) % found.length]);
  }

  // In the field of a date a letter stands for a day: y 月底, j 季末, n 年底, g 工作日, c 长期坚持.
  // A day has one button, under its nearest name: in the last quarter 季末 is 年底 too, in its last month 月底 is.
  const DAYS = { y: ["月底"], j: ["季末", "月底"], n: ["年底", "季末", "月底"], g: ["工作日"], c: ["长期"] };

  function quickDay(event) {
    const words = DAYS[event.key.toLowerCase()], row = taskOf(event.target);
    const buttons = words && row ? all(".quick button", row) : [];
    const button = buttons.length && words.map(function (word) {
      return buttons.find(function (one) { return one.textContent.includes(word); });
    }).find(Boolean);
    if (!button) return false;
    bench.send(button.value, button);
    return true;
  }

  // ---- the jump: a number of a row or of a sentence -----------------------------------------------------------

  function jump() {
    if (document.getElementById("jump")) return;
    const box = document.createElement("form");
    box.id = "jump";
    box.className = "jump";
    const label = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { type: "text", placeholder: "3.1、12句、0 为会议" });
    label.append("转到要求、任务或原文第几句", input);
    box.append(label);
    const back = document.activeElement;
    const leave = function () { if (box.isConnected) box.remove(); };
    box.addEventListener("submit", function (event) {
      event.preventDefault();
      const said = input.value.trim();
      leave();
      const row = /^(\d+)(?:\.(\d+))?$/.exec(said), sentence = /^[s第]?(\d+)句?$/.exec(said);
      const demand = row && all(".demand").find(function (one) { return one.querySelector("h3").textContent.startsWith("要求 " + row[1]) && !/^\d/.test(one.querySelector("h3").textContent.slice(3 + row[1].length)); });
      if (said === "0" || said === "会议") go(document.querySelector(".meeting-cells " + field));
      else if (demand) {
        const own = all(".made-task", demand), task = own[Number(row[2] || 1) - 1];
        go(task ? task.querySelector("input[name$='.title']") : demand.querySelector(field));
      } else if (sentence && !row) choose(document.getElementById("s" + sentence[1]));
      else go(back);
    });
    input.addEventListener("keydown", function (event) { if (event.key === "Escape") { leave(); go(back); } });
    input.addEventListener("blur", function () { setTimeout(leave); });
    document.querySelector(".status-bar").append(box);
    input.focus();
  }

  // ---- the report --------------------------------------------------------------------------------------------

  const sentences = function () { return all(".desk__report .sentence"); };
  let from = null, till = null; // the first and the last sentence that are chosen

  function choose(one, extend) {
    if (!one) return;
    from = extend && from && from.isConnected ? from : one;
    till = one;
    const list = sentences(), a = list.indexOf(from), b = list.indexOf(till);
    list.forEach(function (each, n) {
      each.classList.toggle("sentence--chosen", n >= Math.min(a, b) && n <= Math.max(a, b));
      each.tabIndex = each === one ? 0 : -1;
    });
    one.focus({ preventScroll: true });
    one.scrollIntoView({ block: "nearest" });
  }

  function range() {
    const list = all(".sentence--chosen");
    if (!list.length) return "";
    return list[0].dataset.at.split("-")[0] + "-" + list[list.length - 1].dataset.at.split("-")[1];
  }

  function rowOf(sentence) {
    const mark = sentence.querySelector("a.sentence__mark");
    return mark && document.getElementById(mark.hash.slice(1));
  }

  function inReport(event, sentence) {
    const list = sentences(), at = list.indexOf(sentence);
    const demand = place && place.isConnected && place.closest(".demand");
    switch (event.key) {
      case "ArrowDown": case "ArrowRight": choose(list[at + 1], event.shiftKey); break;
      case "ArrowUp": case "ArrowLeft": choose(list[at - 1], event.shiftKey); break;
      case "Enter": {
        const row = rowOf(sentence);
        if (row) go(row.querySelector(".made-task " + field.split(",")[0]) || row.querySelector(field));
        else press("take:" + range());
        break;
      }
      case "t": case "T": if (demand) press("task-from:" + demand.id + ":" + range(), demand); break;
      case "x": case "X": press("split:" + sentence.dataset.at.split("-")[0]); break;
      default: return;
    }
    event.preventDefault();
  }

  function otherSide() {
    const sentence = document.activeElement.closest && document.activeElement.closest(".sentence");
    if (sentence) {
      const row = rowOf(sentence) || (place && place.isConnected && place.closest(".demand")) || document.querySelector(".demand");
      go(place && row && row.contains(place) ? place : row && row.querySelector(".made-task input[name$='.title']") || row);
      return;
    }
    const demand = document.activeElement.closest && document.activeElement.closest(".demand");
    const link = demand && document.querySelector('.desk__report a[href="#' + demand.id + '"]');
    choose((link && link.closest(".sentence")) || sentences()[0]);
  }

  // A sentence that is pointed at shows its row; words that are marked can be taken, added, or cut off.
  document.addEventListener("click", function (event) {
    const sentence = event.target.closest(".desk__report .sentence");
    if (!sentence || event.target.closest("a, button") || !getSelection().isCollapsed) return;
    choose(sentence, event.shiftKey);
    const row = rowOf(sentence);
    if (row) {
      all(".demand--shown").forEach(function (one) { one.classList.remove("demand--shown"); });
      row.classList.add("demand--shown");
      row.scrollIntoView({ block: "nearest" });
    }
  });

  // Where in the report's text a point of a selection stands, in code points.
  function offset(node, at) {
    const sentence = (node.nodeType === 1 ? node : node.parentElement).closest(".sentence");
    if (!sentence) return null;
    const words = sentence.querySelector("i + span");
    const before = document.createRange();
    before.selectNodeContents(words);
    if (!words.contains(node)) return null;
    before.setEnd(node, at);
    return Number(sentence.dataset.at.split("-")[0]) + Array.from(before.toString()).length;
  }

  let bar = null;
  function offerWords() {
    if (bar) { bar.remove(); bar = null; }
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return;
    const marked = chosen.getRangeAt(0), report = document.querySelector(".desk__report");
    if (!report || !report.contains(marked.commonAncestorContainer)) return;
    const start = offset(marked.startContainer, marked.startOffset), end = offset(marked.endContainer, marked.endOffset);
    if (start === null || end === null || end - start < 2) return;
    bar = document.createElement("div");
    bar.className = "words-bar";
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", "选中的文字");
    const demand = place && place.isConnected && place.closest(".demand");
    const sentence = marked.startContainer.parentElement.closest(".sentence");
    const offers = [["列为要求", "take:" + start + "-" + end]];
    if (demand) offers.push(["加为“" + (demand.querySelector("h3").textContent.trim() || "这项要求") + "”的任务", "task-from:" + demand.id + ":" + start + "-" + end]);
    if (rowOf(sentence)) offers.push(["从这里另列一项", "split:" + start]);
    offers.forEach(function (offer) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: offer[0] });
      button.addEventListener("mousedown", function (event) { event.preventDefault(); });
      button.addEventListener("click", function () {
        getSelection().removeAllRanges();
        bar.remove();
        bar = null;
        press(offer[1], demand);
      });
      bar.append(button);
    });
    const box = marked.getBoundingClientRect(), frame = report.getBoundingClientRect();
    report.append(bar);
    bar.style.top = box.bottom - frame.top + report.scrollTop + 6 + "px";
    bar.style.left = Math.max(0, Math.min(box.left - frame.left, frame.width - bar.offsetWidth - 8)) + "px";
  }
  document.addEventListener("mouseup", function (event) {
    if (!bar || !bar.contains(event.target)) setTimeout(offerWords);
  });

  // ---- keys --------------------------------------------------------------------------------------------------

  function typing() {
    const here = document.activeElement;
    return here && here.matches("textarea, input:not([type=checkbox])") && bench.dirty.has(here);
  }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing) return;
    const ctrl = event.ctrlKey || event.metaKey, key = event.key;
    const sentence = document.activeElement.closest && document.activeElement.closest(".desk__report .sentence");
    if (sentence && document.activeElement === sentence && !ctrl) { inReport(event, sentence); return; }
    if (event.target.type === "date" && !ctrl && !event.altKey && key.length === 1 && quickDay(event)) { event.preventDefault(); return; }
    if (event.altKey && !ctrl && /^[1-7]$/.test(key)) column(COLUMNS[key - 1]);
    else if (key === "F8") nextTold(event.shiftKey ? -1 : 1);
    else if (key === "F9") otherSide();
    else if (!ctrl) return;
    else if (key === "ArrowDown") event.shiftKey ? shift(1) : step(1);
    else if (key === "ArrowUp") event.shiftKey ? shift(-1) : step(-1);
    else if (key.toLowerCase() === "g") jump();
    else if (key.toLowerCase() === "d") event.shiftKey ? fillDown() : copyAbove();
    else if (key.toLowerCase() === "m") merge();
    else if (key.toLowerCase() === "b") bulk();
    else if (key === "Delete") drop();
    else if (key === " ") tick();
    else if (key === "Enter") { if (document.activeElement.closest("#bulk")) press("apply"); else press("confirm"); }
    else if (key.toLowerCase() === "s") press("save");
    else if (key.toLowerCase() === "z" && !typing()) press("undo");
    else if (key.toLowerCase() === "y" && !typing()) press("redo");
    else return;
    event.preventDefault();
  });

  document.addEventListener("focusin", function (event) {
    if (event.target.closest(".demand, .present, .meeting-cells")) place = event.target;
  });
  document.addEventListener("change", function (event) { if (event.target.name === "pick") count(); });
  document.addEventListener("click", function (event) {
    if (event.target.id === "to-bulk") bulk();
    // The status line leads to the first place of a kind: to the field itself.
    const link = event.target.closest("#status-words a[href^='#']"), box = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!box || !box.matches(".told")) return;
    event.preventDefault();
    go(toldOf(box) || box);
  });
  document.addEventListener("workbench:done", function (event) {
    const ticked = all("input[name=pick]:checked");
    if (event.detail.act !== "apply" || !event.detail.whole || !ticked.length) return;
    ticked.forEach(function (box) { box.checked = false; });
    count();
    window.workbenchStatus.say("已改 " + ticked.length + " 项");
  });
  document.addEventListener("workbench:shown", function () {
    count();
    sentences().forEach(function (one) { one.tabIndex = -1; });
  });
  sentences().forEach(function (one, n) { one.tabIndex = n ? -1 : 0; });
})();
