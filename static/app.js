/* Folkmoot works without this file; it makes forms smoother. */
(function () {
  "use strict";

  function focusOn(root) {
    var target = root.querySelector("[data-focus]");
    if (target) {
      if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
      target.focus();
    }
    return target;
  }

  /* A refused form comes back as a page with its errors: show it. */
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.status >= 400) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    focusOn(event.detail.elt.isConnected ? event.detail.elt : document);
    countAll();
  });

  /* Characters left, said politely when few remain. */
  function count(area) {
    var limit = Number(area.getAttribute("data-count"));
    var note = document.getElementById(area.id + "-count");
    if (!note) {
      note = document.createElement("p");
      note.id = area.id + "-count";
      note.className = "hint count";
      area.insertAdjacentElement("afterend", note);
    }
    var used = area.value.length;
    note.hidden = used < limit * 0.8;
    if (!note.hidden) note.setAttribute("role", "status");
    note.textContent = used + " / " + limit;
  }
  function countAll() {
    document.querySelectorAll("textarea[data-count]").forEach(count);
  }
  document.addEventListener("input", function (event) {
    if (event.target.matches("textarea[data-count]")) count(event.target);
  });

  /* A second click on "send" sends nothing twice. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    window.setTimeout(function () { delete form.dataset.sent; }, 4000);
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });

  /* Typed text must not come back after sending and going "back". */
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && document.querySelector("form[data-fresh]")) window.location.reload();
  });

  document.querySelectorAll("[data-needs-script]").forEach(function (one) { one.hidden = false; });
  if (document.querySelector(".error-summary")) focusOn(document);
  countAll();
})();
