// Rows of an answer that stand on the page already are left alone: a page of three hundred tasks has to stay smooth.
(function () {
  "use strict";

  // A row whose mark is the one on the page already, and of which nothing was sent, is neither parsed nor compared
  // again. Where rows came or went before it, only its numbers are written anew.
  const ROW = /<article class="demand" data-mark="([^"]+)" id="([^"]+)">[^]*?<\/article>/g;
  const NUMBER = /(?:data-n>|aria-label="(?:删除)?任务 )([\d.]+)/g; // as in office/workbench.py
  let numbers = new Map(); // of the rows that are left as they are: their numbers, in the order of the page

  // The page of an answer; `touched` are the ids of rows of which something was sent.
  function parsed(text, touched) {
    numbers = new Map();
    const lighter = text.replace(ROW, function (row, mark, id) {
      const there = document.getElementById(id);
      if (!there || there.dataset.mark !== mark || touched.has(id)) return row;
      numbers.set(id, Array.from(row.matchAll(NUMBER), function (found) { return found[1]; }));
      return '<article class="demand" id="' + id + '" data-same></article>';
    });
    return new DOMParser().parseFromString(lighter, "text/html");
  }

  function renumber() {
    numbers.forEach(function (found, id) {
      const row = document.getElementById(id);
      if (!row || row.querySelector("[data-n]").textContent === found[0]) return;
      row.querySelectorAll('[data-n], [aria-label^="任务 "], [aria-label^="删除任务 "]').forEach(function (one, n) {
        if (one.hasAttribute("data-n")) one.textContent = found[n];
        else one.setAttribute("aria-label", one.getAttribute("aria-label").replace(/[\d.]+/, found[n]));
      });
    });
  }

  // A field has an id only while something points to it. One that loses its id is the same field still, and keeps
  // the focus: without this it would be taken for another.
  function loseIds(desk, page) {
    desk.querySelectorAll("input[id], select[id], textarea[id]").forEach(function (field) {
      const row = field.closest(".demand");
      if (!page.getElementById(field.id) && !(row && numbers.has(row.id))) field.removeAttribute("id");
    });
  }

  window.workbenchRows = { parsed: parsed, renumber: renumber, loseIds: loseIds };
})();
