"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const list = find("submissions");
  const submissions = [...list.children];
  const filter = find("filter");
  const verdict = find("verdict");
  const order = find("order");
  const fold = find("fold");

  // What the filter looks in, read when it is first needed.
  const texts = new Map();
  const textOf = (submission) => {
    if (!texts.has(submission)) {
      const words = [...submission.querySelectorAll(".path, .title, .figures, .verdict, .name, .about, .said")];
      texts.set(submission, words.map((word) => word.textContent).join("\n").toLowerCase());
    }
    return texts.get(submission);
  };

  const hasVerdict = (submission) => {
    const of = submission.dataset.verdict;
    return verdict.value === "" || of === verdict.value || (verdict.value === "-accepted" && of !== "accepted");
  };

  const show = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const submission of submissions) {
      const matches = hasVerdict(submission) && words.every((word) => textOf(submission).includes(word));
      submission.hidden = !matches;
      shown += matches ? 1 : 0;
    }
    find("nothing").hidden = shown > 0;
    find("shown").textContent = shown === submissions.length ? "" : `${shown} of ${submissions.length} shown`;
  };

  const given = (a, b) => a.dataset.given - b.dataset.given;
  const orders = {
    given,
    worst: (a, b) => a.dataset.rank - b.dataset.rank || given(a, b),
    slowest: (a, b) => b.dataset.share - a.dataset.share || given(a, b),
    path: (a, b) => a.dataset.path.localeCompare(b.dataset.path) || given(a, b),
  };
  const sort = () => list.append(...submissions.sort(orders[order.value]));

  filter.addEventListener("input", show);
  verdict.addEventListener("change", show);
  order.addEventListener("change", sort);
  find("toolbar").addEventListener("submit", (event) => event.preventDefault());
  find("theme").addEventListener("change", (event) => {
    document.documentElement.dataset.theme = event.target.value;
  });
  fold.addEventListener("click", () => {
    const open = fold.getAttribute("aria-pressed") === "false";
    fold.setAttribute("aria-pressed", open);
    fold.textContent = open ? "Close all" : "Open all";
    for (const submission of submissions) submission.open = open;
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      filter.focus();
      filter.select();
    } else if (event.key === "Escape" && (filter.value || verdict.value)) {
      filter.value = "";
      verdict.value = "";
      show();
    }
  });
  // On paper nothing can be opened.
  addEventListener("beforeprint", () => {
    for (const submission of submissions) submission.open ||= submission.dataset.verdict !== "accepted";
  });

  find("toolbar").hidden = false;
})();
