// <form data-draft="new-need"> keeps what was typed on this machine until it has arrived.
// Drafts are kept by user, so that two people at one desk do not get each other's, and a session
// that ran out (the next page is then the sign-in) loses nothing.
const PREFIX = `draft:${document.body.dataset.user ?? ""}:`;
const SKIPPED = ["password", "file", "hidden", "submit", "button"];

const fieldsOf = (form) =>
  [...form.elements].filter((field) => field.name && !SKIPPED.includes(field.type) && !("noDraft" in field.dataset));

const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
};

const write = (key, draft) => {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(draft));
  } catch {
    // no storage, or full: the form still works, only without a draft
  }
};

const forget = (key) => {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // nothing was stored
  }
};

const keysStored = () => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
  } catch {
    return [];
  }
};

const choice = (field) => field.type === "checkbox" || field.type === "radio";

const valuesOf = (form) => {
  const values = {};
  for (const field of fieldsOf(form)) {
    if (choice(field)) {
      (values[field.name] ??= []).push(...(field.checked ? [field.value] : []));
    } else if (field.type === "select-multiple") {
      values[field.name] = [...field.selectedOptions].map((option) => option.value);
    } else {
      values[field.name] = field.value;
    }
  }
  return values;
};

const fill = (form, values) => {
  for (const field of fieldsOf(form)) {
    const value = values[field.name];
    if (value === undefined) continue;
    if (choice(field)) field.checked = value.includes(field.value);
    else if (field.type === "select-multiple") for (const option of field.options) option.selected = value.includes(option.value);
    else field.value = value;
  }
};

const notice = (form, key, draft, fresh) => {
  const template = document.querySelector("#draft-notice");
  if (!template) return;
  const box = template.content.firstElementChild.cloneNode(true);
  const time = box.querySelector("time");
  time.dateTime = draft.at;
  time.textContent = new Date(draft.at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  box.querySelector("[data-discard]").addEventListener("click", () => {
    forget(key);
    fill(form, fresh);
    box.remove();
  });
  form.prepend(box);
};

const keep = (form) => {
  const key = form.dataset.draft;
  const fresh = valuesOf(form);
  const draft = read(key);
  const cameBack = form.querySelector(".has-error, .error-summary"); // the server returned what was typed
  if (draft && !cameBack && JSON.stringify(draft.values) !== JSON.stringify(fresh)) {
    fill(form, draft.values);
    notice(form, key, draft, fresh);
  }
  let timer = null;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => write(key, { values: valuesOf(form), at: new Date().toISOString() }), 400);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    write(key, { values: valuesOf(form), at: new Date().toISOString(), sent: true });
  });
};

const forms = [...document.querySelectorAll("form[data-draft]")];
const here = new Set(forms.map((form) => form.dataset.draft));
const failed = "failed" in document.body.dataset;
for (const key of failed ? [] : keysStored()) {
  // Sent, and the next page is another one and no error: it has arrived.
  if (read(key)?.sent && !here.has(key)) forget(key);
}
forms.forEach(keep);

document.addEventListener("submit", (event) => {
  if ("forgetsDrafts" in event.target.dataset) keysStored().forEach(forget);
});
