// Small comforts of the office pages; every page works without them.
(function () {
  "use strict";

  // One button ticks all of a list that can be ticked, or clears it.
  document.querySelectorAll(".tick-list").forEach(function (list) {
    const boxes = Array.from(list.querySelectorAll('input[type="checkbox"]:enabled'));
    if (boxes.length < 3) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--small tick-all";
    const all = function () { return boxes.every(function (box) { return box.checked; }); };
    const folded = list.closest("details");
    const count = folded && folded.querySelector("summary [data-ticked]");
    const label = function () {
      button.textContent = all() ? "全不选" : "全选";
      if (count) count.textContent = boxes.filter(function (box) { return box.checked; }).length;
    };
    button.addEventListener("click", function () {
      const wanted = !all();
      boxes.forEach(function (box) { box.checked = wanted; });
      label();
    });
    list.addEventListener("change", label);
    label();
    list.before(button);
  });

  // Working in a row shows its sentences in the report beside it. Rows come and go, and answers are worked in: the rows
  // and the report are looked up anew each time.
  function showSentences(scroll) {
    const report = document.querySelector(".desk__report");
    const row = report && document.activeElement && document.activeElement.closest(".demand");
    if (!row) return;
    document.querySelectorAll(".sentence--shown").forEach(function (one) { one.classList.remove("sentence--shown"); });
    report.querySelectorAll('a[href="#' + row.id + '"]').forEach(function (mark) {
      mark.closest(".sentence").classList.add("sentence--shown");
    });
    const link = row.querySelector(".demand__evidence a");
    const sentence = link && document.getElementById(link.hash.slice(1));
    // Only a report that scrolls by itself, as on wide screens, is moved.
    if (scroll && sentence && report.scrollHeight > report.clientHeight) {
      report.scrollTop += sentence.getBoundingClientRect().top - report.getBoundingClientRect().top - 80;
    }
  }
  document.addEventListener("focusin", function () { showSentences(true); });
  document.addEventListener("workbench:shown", function () { showSentences(false); });

  const forms = Array.from(document.querySelectorAll("form[data-keep]"));
  if (!forms.length) return;

  // Saving comes back to the row that was last worked in.
  document.querySelectorAll('form input[name="here"]').forEach(function (here) {
    here.form.addEventListener("focusin", function (event) {
      const row = event.target.closest(".made-task, .demand, .present, .meeting-cells");
      if (row) here.value = row.id || "meeting-title";
    });
  });

  // Leaving with unsaved words: the browser asks first.
  let changed = false;
  forms.forEach(function (form) {
    form.addEventListener("input", function () { changed = true; });
  });
  document.addEventListener("submit", function () { changed = false; });
  window.addEventListener("beforeunload", function (event) {
    if (changed && !window.workbench) event.preventDefault(); // which keeps every change, and asks by itself
  });

  // Ctrl+S saves where there is something to save; the workbench has keys of its own.
  document.addEventListener("keydown", function (event) {
    const save = document.querySelector('form[data-keep] button[name="act"][value="save"]');
    if (!window.workbench && save && (event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      save.form.requestSubmit(save);
    }
  });
})();
