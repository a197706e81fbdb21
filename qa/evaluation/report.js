const cases = [...document.querySelectorAll(".case")];
const picks = [...document.querySelectorAll("select")];
const search = document.querySelector("input[type=search]");
const count = document.getElementById("count");

function filter() {
  const words = search.value.toLowerCase();
  for (const one of cases)
    one.hidden =
      picks.some(pick => pick.value && !one.dataset[pick.name].split("\n").includes(pick.value)) ||
      !one.textContent.toLowerCase().includes(words);
  const left = cases.filter(one => !one.hidden).length;
  count.textContent = `${left} of ${cases.length} questions`;
}

function go(step) {
  const shown = cases.filter(one => !one.hidden);
  const at = shown.indexOf(document.activeElement.closest(".case"));
  const next = shown[Math.min(Math.max(at + step, 0), shown.length - 1)];
  if (next) {
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
  }
}

function show(name, value) {
  for (const pick of picks) pick.value = pick.name === name ? value : "";
  search.value = "";
  filter();
  document.querySelector(".filters").scrollIntoView();
  go(1);
}

for (const pick of picks) pick.addEventListener("change", filter);
search.addEventListener("input", filter);
for (const button of document.querySelectorAll("button[data-name]"))
  button.addEventListener("click", () => show(button.dataset.name, button.dataset.value));
document.addEventListener("keydown", event => {
  const typing = event.target.matches("input, select");
  if (event.key === "Escape") event.target.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "/") search.focus();
  else if (event.key === "x") show("", "");
  else return;
  event.preventDefault();
});
filter();
