// Nothing typed is lost: leaving a page with unsaved text asks first.
let changed = false;
for (const form of document.querySelectorAll("form[data-guard]")) {
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
}
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

// A page that waits for something looks again, unless somebody is about to press one of its buttons.
if (document.querySelector("[data-looks-again]")) {
  setInterval(() => {
    if (document.activeElement === document.body) location.reload();
  }, 2000);
}
