// Runs in the head, before the first paint. The key "theme" is shared with the admin's own switch.
"use strict";
{
  const root = document.documentElement;
  const stored = () => {
    try {
      return localStorage.getItem("theme") || "auto";
    } catch {
      return "auto"; // storage can be forbidden; the system's choice then stands
    }
  };

  const show = (theme) => {
    root.dataset.theme = theme;
    for (const button of document.querySelectorAll("[data-set-theme]")) {
      button.setAttribute("aria-pressed", String(button.dataset.setTheme === theme));
    }
  };

  root.classList.add("has-scripts");
  show(stored());
  document.addEventListener("DOMContentLoaded", () => show(stored()));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-set-theme]");
    if (!button) return;
    show(button.dataset.setTheme);
    try {
      localStorage.setItem("theme", button.dataset.setTheme);
    } catch {
      // the choice holds for this page only
    }
  });
}
