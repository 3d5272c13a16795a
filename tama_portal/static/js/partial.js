// Partial updates by htmx: what could not be loaded or saved is said, and nothing is lost silently.
const area = document.querySelector("#toasts");
const template = document.querySelector("#toast-failed");

const say = () => {
  if (area && template) area.replaceChildren(template.content.firstElementChild.cloneNode(true));
};
document.addEventListener("htmx:responseError", say);
document.addEventListener("htmx:sendError", say);
document.addEventListener("htmx:timeout", say);
document.addEventListener("htmx:beforeRequest", () => area?.replaceChildren());
area?.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) area.replaceChildren();
});
