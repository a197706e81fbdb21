// Opens sources at the cited place, shows the quote on hover, counts characters and tells screen
// readers what arrived. One listener a kind for the whole page; no text becomes markup here: the
// server escaped it, and the rest is set as text.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const instant = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  let opener = null; // id of the chip or title that opened the article

  const announce = (text) => {
    const status = byId("announcement");
    if (status && text) status.textContent = text;
  };

  async function call(name, data) {
    const response = await fetch(`gradio_api/run/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ data }),
    });
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return (await response.json()).data[0];
  }

  async function open(button) {
    const { document: id, start, end } = button.dataset;
    const place = start === undefined ? [null, null] : [Number(start), Number(end)];
    hideTip();
    let source;
    try {
      source = await call("source", [id, ...place]);
    } catch {
      announce("The source could not be opened.");
      return;
    }
    opener = button.id || (button.id = `opener-${Date.now()}`);
    document.querySelectorAll("[aria-current]").forEach((chip) => chip.removeAttribute("aria-current"));
    button.setAttribute("aria-current", "true");
    const article = byId("article");
    article.innerHTML = source.markup;
    article.hidden = false;
    byId("sources").classList.add("reading");
    const cited = byId("cited");
    const target = cited || article.querySelector(".article-title");
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: cited ? "center" : "start", behavior: "auto" });
    announce(cited ? `Opened ${source.title} at the quoted place.` : `Opened ${source.title}.`);
  }

  function showList() {
    byId("sources").classList.remove("reading");
    const first = document.querySelector("#source-list button");
    if (first) first.focus();
  }

  function goBack() {
    const chip = opener && byId(opener);
    if (!chip) return showList();
    chip.focus({ preventScroll: true });
    chip.scrollIntoView({ block: "center", behavior: instant() ? "auto" : "smooth" });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.document !== undefined) open(button);
    else if (button.dataset.allSources !== undefined) showList();
    else if (button.dataset.back !== undefined) goBack();
  });

  // The quote beside a chip, on hover and on focus; Escape closes it.
  function showTip(chip) {
    const quote = byId(chip.dataset.quote)?.closest(".citation")?.querySelector(".excerpt");
    const tip = byId("tip");
    if (!quote || !tip) return;
    tip.replaceChildren(...[...quote.childNodes].map((node) => node.cloneNode(true)));
    tip.hidden = false;
    const at = chip.getBoundingClientRect();
    const below = at.bottom + 8 + tip.offsetHeight < innerHeight;
    tip.style.top = `${below ? at.bottom + 8 : Math.max(8, at.top - 8 - tip.offsetHeight)}px`;
    tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - tip.offsetWidth - 16))}px`;
  }
  function hideTip() {
    const tip = byId("tip");
    if (tip) tip.hidden = true;
  }
  const chipOf = (event) => event.target.closest?.(".chip");
  document.addEventListener("mouseover", (event) => {
    if (chipOf(event)) showTip(chipOf(event));
    else if (!event.target.closest?.("#tip")) hideTip();
  });
  document.addEventListener("focusin", (event) => {
    if (chipOf(event)?.matches(":focus-visible")) showTip(chipOf(event));
    else hideTip();
  });
  document.addEventListener("scroll", hideTip, true);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!byId("tip")?.hidden) hideTip();
    else if (event.target.closest?.("#article")) goBack();
  });

  function count() {
    const counter = byId("counter");
    const box = document.querySelector("#question textarea");
    if (!counter || !box) return;
    const limit = Number(counter.dataset.limit);
    const length = box.value.length;
    const text = length > limit * 0.8
      ? `${length.toLocaleString("en")} of ${limit.toLocaleString("en")} characters` : "";
    if (counter.textContent !== text) counter.textContent = text;
    counter.classList.toggle("over", length > limit);
  }
  document.addEventListener("input", count);

  // What arrives is brought into view and told once.
  let shown = "";
  function arrived() {
    count();
    const turns = document.querySelectorAll("#turns > .turn");
    const last = turns[turns.length - 1];
    const notice = document.querySelector("#notice [data-announcement]");
    const told = last?.querySelector("[data-announcement]")?.dataset.announcement || "";
    const state = `${turns.length} ${told} ${notice?.dataset.announcement || ""}`;
    if (state === shown) return;
    shown = state;
    announce(notice ? notice.dataset.announcement : told);
    if (last && !notice) last.scrollIntoView({ block: "start", behavior: instant() ? "auto" : "smooth" });
  }

  function label() {
    const box = document.querySelector("#question textarea");
    if (!box || box.hasAttribute("aria-describedby")) return;
    box.setAttribute("aria-label", "Question");
    box.setAttribute("aria-describedby", "hint");
    box.focus();
  }

  new MutationObserver(() => {
    label();
    arrived();
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
