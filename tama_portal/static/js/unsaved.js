// <form data-warn-unsaved>: the browser asks before a page with typed but unsent text is left.
const changed = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && "warnUnsaved" in form.dataset) changed.add(form);
});
document.addEventListener("submit", (event) => changed.delete(event.target));
window.addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected)) event.preventDefault();
});

// A form that came back with errors says so first.
document.querySelector(".error-summary")?.focus();
