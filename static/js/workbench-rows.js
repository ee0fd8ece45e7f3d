// Rows of an answer that stand on the page already are left alone: a page of three hundred tasks has to stay smooth.
(function () {
  "use strict";

  // Each row, and the list of names, carries a mark of what it shows. The server is told those of which nothing is sent,
  // and answers what has the same mark still with an empty one that has its numbers alone.
  function there(changed) {
    const marked = Array.from(document.querySelectorAll("#names[data-mark], .demand[data-mark]"));
    return marked.filter(function (one) { return !changed.has(one); })
      .map(function (one) { return one.id + ":" + one.dataset.mark; }).join(" ");
  }

  // Rows came or went before it: its number and those of its tasks are written anew, and that of a row it is like.
  function renumber(page) {
    page.querySelectorAll(".demand[data-same]").forEach(function (made) {
      const row = document.getElementById(made.id);
      const numbers = made.dataset.same.split(" "), number = numbers.shift();
      row.querySelectorAll(".told [data-n]").forEach(function (other, n) { write(other, numbers[n]); });
      if (!write(row.querySelector("h3 [data-n]"), number)) return;
      row.querySelectorAll(".made-task").forEach(function (task, n) {
        const own = number + "." + (n + 1);
        write(task.querySelector("h4 [data-n]"), own);
        task.querySelectorAll("h4 [aria-label]").forEach(function (button) {
          button.setAttribute("aria-label", button.getAttribute("aria-label").replace(/任务 [\d.]+/, "任务 " + own));
        });
      });
    });
  }

  // Whether the words had to be changed.
  function write(place, words) {
    if (place.textContent === words) return false;
    place.textContent = words;
    return true;
  }

  // A field has an id only while something points to it. One that loses its id is the same field still, and keeps
  // the focus: without this it would be taken for another.
  function loseIds(desk, page) {
    desk.querySelectorAll("input[id], select[id], textarea[id]").forEach(function (field) {
      const row = field.closest(".demand"), made = row && page.getElementById(row.id);
      if (!page.getElementById(field.id) && !(made && made.hasAttribute("data-same"))) field.removeAttribute("id");
    });
  }

  // What was chosen for a unit that is being entered is sent by its own button alone: no answer knows of it. It is
  // written into the answer, by the unit's words; where those are being changed, by the place of its row.
  function keepChosen(desk, page) {
    const made = Array.from(page.querySelectorAll(".new-unit")), left = [];
    const hold = function (old, same) {
      const one = made.find(same);
      if (!one) return false;
      made.splice(made.indexOf(one), 1);
      one.open = old.open;
      old.querySelectorAll("select").forEach(function (field, n) { one.querySelectorAll("select")[n].value = field.value; });
      return true;
    };
    const words = function (one) { return one.closest(".made-task, form").id + one.querySelector("summary").textContent; };
    const place = function (one) { return one.querySelector("select").name; };
    desk.querySelectorAll(".new-unit").forEach(function (old) {
      if (!hold(old, function (one) { return words(one) === words(old); })) left.push(old);
    });
    left.forEach(function (old) { hold(old, function (one) { return place(one) === place(old); }); });
  }

  // ---- the place that is worked at ---------------------------------------------------------------------------

  const ROW = ".made-task, .demand, .present, .meeting-cells";
  const FIELD = "input:not([type=hidden], [name=pick]), select, textarea";
  const FIRST = ['input[name$=".title"]', 'input[name$=".name"]', 'textarea[name$=".text"]', 'input:not([type="hidden"], [type="checkbox"])'];
  let worked = null; // the field last worked in

  document.addEventListener("focusin", function (event) {
    if (event.target.matches(FIELD) && event.target.closest(ROW)) worked = event.target;
  });

  // Stand at the row that an answer speaks of.
  function look(anchor) {
    const row = document.getElementById(anchor);
    if (!row || row.contains(document.activeElement)) return;
    const inside = row.matches("input, select, textarea") ? row
      : FIRST.map(function (one) { return row.querySelector(one); }).find(Boolean);
    row.scrollIntoView({ block: "nearest" });
    if (inside) inside.focus({ preventScroll: true });
  }

  // Who stood on something that the answer took away would stand nowhere: the returned function, called once it is on
  // the page, goes to the field after the one last worked in, else to the first of the row.
  function stand() {
    const here = document.activeElement || document.body, around = [], pressed = here.value;
    let row = (here.closest(ROW) ? here : worked || here).closest(ROW);
    for (; row; row = row.parentElement && row.parentElement.closest(ROW)) around.push(row);
    return function () {
      // A button may have been made into its neighbour, which would be pressed next by who meant it again.
      if (here.name === "act" && here.value !== pressed && here === document.activeElement) {
        const same = document.querySelector('button[name="act"][value="' + CSS.escape(pressed) + '"]');
        here.blur();
        if (same) same.focus({ preventScroll: true });
      }
      if (here === document.body || (here.isConnected && here === document.activeElement)) return;
      if (document.activeElement && document.activeElement !== document.body) return;
      const there = around.map(function (one) { return one.isConnected ? one : document.getElementById(one.id); }).find(Boolean);
      if (!there) return;
      const fields = Array.from(there.querySelectorAll(FIELD)).filter(function (one) { return one.getClientRects().length; });
      const at = fields.indexOf(worked);
      const next = fields[at + 1] || fields[at];
      if (next) next.focus();
    };
  }

  window.workbenchRows = { there: there, renumber: renumber, loseIds: loseIds, keepChosen: keepChosen, look: look, stand: stand };
})();
