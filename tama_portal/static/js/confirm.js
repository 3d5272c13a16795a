// <button data-confirm="Withdraw the need “…”?"> asks first. The form is sent only after "yes".
const dialog = document.querySelector("#ask");
let asking = null;

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  const question = button?.dataset.confirm ?? event.target.dataset.confirm;
  if (!question || !dialog || event.target.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  asking = { form: event.target, button };
  dialog.querySelector("[data-question]").textContent = question;
  dialog.querySelector("[value=yes]").textContent = button?.textContent.trim() || dialog.dataset.yes;
  dialog.showModal();
}, true);

dialog?.addEventListener("close", () => {
  const { form, button } = asking ?? {};
  asking = null;
  if (!form || dialog.returnValue !== "yes") return;
  form.dataset.confirmed = "yes";
  form.requestSubmit(button);
  delete form.dataset.confirmed;
});
