// Small comforts of the office pages; every page works without them.
(function () {
  "use strict";
  const form = document.querySelector("form[data-keep]");
  if (!form) return;

  let changed = false;
  form.addEventListener("input", function () { changed = true; });
  form.addEventListener("submit", function () { changed = false; });

  // Leaving with unsaved words: the browser asks first.
  window.addEventListener("beforeunload", function (event) {
    if (changed) event.preventDefault();
  });

  // Ctrl+S saves where there is something to save.
  const save = form.querySelector('button[name="act"][value="save"]');
  document.addEventListener("keydown", function (event) {
    if (save && (event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      form.requestSubmit(save);
    }
  });
})();
