// Opens sources at the cited place, shows the quote on hover, copies and saves, and tells screen
// readers what arrived. One listener a kind for the whole page; no text becomes markup here: the
// server escaped it, and the rest is set as text. The list of sources has its own file, list.js.
const sourcesay = (() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const instant = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const behavior = () => (instant() ? "auto" : "smooth");
  const shelf = () => byId("source-list")?.dataset.shelf || "";
  let opener = null; // id of the chip or title that opened the article

  const announce = (text) => {
    const status = byId("announcement");
    if (status && text) status.textContent = text;
  };

  // What went wrong, for everyone to see until the next click.
  const warn = (text) => {
    const trouble = byId("trouble");
    if (!trouble) return;
    trouble.textContent = text;
    trouble.hidden = false;
  };

  async function call(name, ...data) {
    const response = await fetch(`gradio_api/run/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ data: [shelf(), ...data] }),
    });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(answer.error || "The server did not answer.");
    return answer.data[0];
  }

  // The other places of a document that the conversation cites.
  function otherPlaces(id, start) {
    const chips = [...document.querySelectorAll("#turns .chip[id]")];
    return chips
      .filter((chip) => chip.dataset.document === id && Number(chip.dataset.start) !== start)
      .map((chip) => [Number(chip.dataset.start), Number(chip.dataset.end)]);
  }

  async function open(button) {
    const { document: id, start, end } = button.dataset;
    const place = start === undefined ? [null, null] : [Number(start), Number(end)];
    hideTip();
    let source;
    try {
      source = await call("source", id, ...place, otherPlaces(id, place[0]));
    } catch (error) {
      warn(error.message);
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
    const first = document.querySelector("#source-list .open-source");
    if (first) first.focus();
  }

  function goBack() {
    const chip = opener && byId(opener);
    if (!chip || !chip.offsetParent) return showList();
    chip.focus({ preventScroll: true });
    chip.scrollIntoView({ block: "center", behavior: behavior() });
  }

  // What can be done with an answer: copy a citation or a link, save, say whether it is right.
  async function copy(text, button, done) {
    try {
      await navigator.clipboard.writeText(text);
    } catch { // no clipboard on a page that is not served by https or by this computer
      const area = document.body.appendChild(document.createElement("textarea"));
      area.value = text;
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
    announce(done);
    button.dataset.label ||= button.textContent;
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = button.dataset.label; }, 1500);
  }

  function copyCitation(button) {
    const quote = button.closest(".citation").querySelector(".excerpt").textContent;
    copy(`“${quote}”\n${button.dataset.reference}`, button, "Citation copied.");
  }

  function copyLink(button) {
    const link = new URL(location.pathname, location.origin);
    link.searchParams.set("q", button.dataset.link);
    copy(link.href, button, "Link copied.");
  }

  async function save(form) {
    const turns = [...document.querySelectorAll("#turns > .turn[data-turn]")];
    const names = turns.filter((turn) => turn.querySelector(".answer")).map((turn) => turn.dataset.turn);
    try {
      const file = await call("save", names, form);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([file.text], { type: `${file.media_type};charset=utf-8` }));
      link.download = `sourcesay.${file.ending}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      announce("The conversation is saved.");
    } catch (error) {
      warn(error.message);
    }
  }

  async function judge(button, rightAnswer = "") {
    const { verdict } = button.dataset;
    const tools = button.closest(".tools");
    const said = tools.querySelector(".judged");
    try {
      const turn = button.closest(".turn").dataset.turn;
      const kept = await call("judge", turn, verdict, rightAnswer);
      tools.querySelectorAll("[data-verdict]").forEach((each) => {
        each.setAttribute("aria-pressed", String(each === button));
      });
      said.textContent = kept;
      if (verdict === "wrong" && !rightAnswer) askForRight(tools, button);
      else tools.querySelector(".amend")?.remove();
    } catch (error) {
      said.textContent = error.message;
    }
  }

  // The answers of each source alone are asked for once, when they are unfolded.
  async function eachSource(details) {
    const place = details.querySelector(".voices");
    if (!details.open || details.dataset.asked) return;
    details.dataset.asked = "yes";
    try {
      place.innerHTML = await call("each_source", details.closest(".turn").dataset.turn);
    } catch (error) {
      place.textContent = error.message;
      delete details.dataset.asked;
    }
  }
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.(".by-source")) eachSource(event.target);
  }, true);

  function askForRight(tools, button) {
    if (tools.querySelector(".amend")) return;
    const form = document.createElement("form");
    form.className = "amend";
    const field = document.createElement("input");
    field.type = "text";
    field.maxLength = 500;
    field.placeholder = "The right answer, as it stands in the source (optional)";
    field.setAttribute("aria-label", "The right answer, as it stands in the source");
    const send = document.createElement("button");
    send.className = "tool";
    send.textContent = "Keep";
    form.append(field, send);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (field.value.trim()) judge(button, field.value);
    });
    tools.append(form);
    field.focus();
  }

  document.addEventListener("click", (event) => {
    if (byId("trouble")) byId("trouble").hidden = true;
    const button = event.target.closest("button");
    if (!button) return;
    const { document: id, allSources, back, reference, link, save: form, verdict } = button.dataset;
    if (id !== undefined) open(button);
    else if (allSources !== undefined) showList();
    else if (back !== undefined) goBack();
    else if (reference !== undefined) copyCitation(button);
    else if (link !== undefined) copyLink(button);
    else if (form !== undefined) save(form);
    else if (verdict !== undefined) judge(button);
    else if (button.dataset.ask !== undefined) ask(button.dataset.ask);
  });

  // The quote beside a chip, on hover and on focus; Escape closes it.
  function showTip(chip) {
    const quote = byId(chip.dataset.quote)?.closest(".citation")?.querySelector(".excerpt");
    const tip = byId("tip");
    if (!quote || !tip) return;
    tip.replaceChildren(...[...quote.childNodes].map((node) => node.cloneNode(true)));
    tip.hidden = false;
    chip.setAttribute("aria-describedby", "tip");
    const at = chip.getBoundingClientRect();
    const below = at.bottom + 8 + tip.offsetHeight < innerHeight;
    tip.style.top = `${below ? at.bottom + 8 : Math.max(8, at.top - 8 - tip.offsetHeight)}px`;
    tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - tip.offsetWidth - 16))}px`;
  }
  function hideTip() {
    const tip = byId("tip");
    if (!tip || tip.hidden) return;
    tip.hidden = true;
    document.querySelector("[aria-describedby=tip]")?.removeAttribute("aria-describedby");
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
    if (byId("tip") && !byId("tip").hidden) hideTip();
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
    if (length > limit && !counter.classList.contains("over")) announce(text);
    counter.classList.toggle("over", length > limit);
  }
  document.addEventListener("input", count);

  // Every answer redraws the conversation. A turn that stood there before is put back as it was, with
  // what the reader opened, said or is writing in it.
  const drawn = new Map(); // by the name of a turn, its element
  let focused = null; // what has the focus, also where a redraw has just taken it
  document.addEventListener("focusin", ({ target }) => { focused = target; });
  document.addEventListener("focusout", ({ target }) => setTimeout(() => {
    if (focused === target && target !== document.activeElement) focused = null;
  }));
  function putBack() {
    const turns = document.querySelectorAll("#turns > .turn");
    if (!turns.length) return;
    const before = new Map(drawn);
    drawn.clear();
    for (const turn of turns) {
      const { turn: name } = turn.dataset;
      const known = name && before.get(name);
      const kept = known?.ariaLabel === turn.ariaLabel ? known : turn; // in the same place
      if (name) drawn.set(name, kept);
      if (kept === turn) continue;
      turn.replaceWith(kept);
      if (kept.contains(focused)) focused.focus({ preventScroll: true });
    }
  }

  // What arrives is brought into view and told once.
  let shown = "";
  function arrived() {
    count();
    const turns = document.querySelectorAll("#turns > .turn");
    const last = turns[turns.length - 1];
    const notice = document.querySelector("#notice [data-announcement]");
    const reading = last?.querySelector(".waiting") ? "Reading the sources." : "";
    const told = last?.querySelector("[data-announcement]")?.dataset.announcement || reading;
    const state = `${turns.length} ${told} ${notice?.dataset.announcement || ""}`;
    if (state === shown) return;
    shown = state;
    announce(notice ? notice.dataset.announcement : told);
    if (last && !notice) last.scrollIntoView({ block: "start", behavior: behavior() });
  }

  function label() {
    const box = document.querySelector("#question textarea");
    if (!box || box.hasAttribute("aria-describedby")) return;
    box.setAttribute("aria-label", "Question");
    box.setAttribute("aria-describedby", "hint");
    box.focus();
  }

  // A link to a question asks it once, when the page has its session.
  let linked = new URLSearchParams(location.search).get("q");
  function askLinked() {
    const box = document.querySelector("#question textarea");
    const send = byId("send");
    if (!linked || !shelf() || !box || !send) return;
    const question = linked;
    linked = null;
    history.replaceState(null, "", location.pathname);
    const questions = document.querySelectorAll("#turns .question");
    if (questions[questions.length - 1]?.textContent !== question) ask(question);
  }

  function ask(question) {
    const box = document.querySelector("#question textarea");
    box.value = question;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => byId("send").click(), 50);
  }

  new MutationObserver(() => {
    label();
    putBack();
    arrived();
    askLinked();
  }).observe(document.documentElement, { childList: true, subtree: true });

  return { announce, call, shelf, warn };
})();
