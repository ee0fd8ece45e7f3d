// What the workbench says of itself: the words of its status line, and what keeps it from going on.
(function () {
  "use strict";

  const desk = document.getElementById("workbench");
  if (!desk) return;
  let stopped = false;

  // "saved", "typing", "saving", "offline" or "refused": for the style sheet, and for whoever waits for it.
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

  // Nothing is sent by itself from now on.
  function stop(words, link) {
    stopped = true;
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
    stopped = false;
    const box = document.getElementById("stopped");
    if (box) box.remove();
  }

  window.workbenchStatus = { state: state, say: say, stop: stop, go: go, stopped: function () { return stopped; } };
})();
