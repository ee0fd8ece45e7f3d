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

  window.workbenchRows = { there: there, renumber: renumber, loseIds: loseIds };
})();
