// The start page of an intake: the fields of what was chosen, and not those of the other kind.
(function () {
  "use strict";

  const source = document.querySelector('select[name="source"]');
  const report = document.getElementById("report-fields");
  const facts = document.getElementById("document-fields");
  if (!source || !report || !facts) return;

  const show = function () {
    const isReport = source.value === source.dataset.report;
    facts.open = !isReport || facts.querySelector("[aria-invalid='true']") !== null;
    report.hidden = !isReport && report.querySelector("[aria-invalid='true']") === null;
  };
  source.addEventListener("change", show);
  // A page that the browser kept or went back to may show another choice than it was made with.
  window.addEventListener("pageshow", show);
})();
