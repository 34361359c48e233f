"use strict";
// Only comfort: all at once, and nothing closed on paper that belongs there.
(function () {
  function each(selector, action) {
    document.querySelectorAll(selector).forEach(action);
  }

  function setOpen(selector, open) {
    each(selector, function (details) {
      details.open = open;
    });
  }

  function button(id, open) {
    const element = document.getElementById(id);
    if (element) {
      element.hidden = false;
      element.addEventListener("click", function () {
        setOpen("#cases details", open);
      });
    }
  }

  button("expand", true);
  button("collapse", false);
  each("input[name=show]", function (input) {
    input.addEventListener("change", function () {
      setOpen("#cases .group", input.value !== "all");
    });
  });

  // Browsers that do not open what is closed around the target of a link; and what is filtered out is shown again.
  function reveal() {
    const target = document.getElementById(location.hash.slice(1));
    if (!target || !target.closest("#cases details")) {
      return;
    }
    document.querySelector("input[name=show][value=all]").checked = true;
    for (let at = target; at; at = at.parentElement) {
      if (at instanceof HTMLDetailsElement) {
        at.open = true;
      }
    }
    target.scrollIntoView();
  }

  addEventListener("hashchange", reveal);
  reveal();

  const closed = [];
  addEventListener("beforeprint", function () {
    each(".group:not([open]), .part:not([open]), .fold:not([open]), .card details:not([open])", function (details) {
      details.open = true;
      closed.push(details);
    });
  });
  addEventListener("afterprint", function () {
    while (closed.length) {
      closed.pop().open = false;
    }
  });
})();
