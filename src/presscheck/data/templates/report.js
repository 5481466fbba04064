
// All content is in the page; this only shows and hides it, moves between marks, and keeps the address in step with what is open.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (selector, from = document) => from.querySelector(selector);

  const nameIn = (hash) => {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch {
      return ""; // a hash that is not well formed names nothing
    }
  };

  const start = () => {
    const marks = all(".galley .mark");
    const entries = all("#findings li");
    const details = new Map(all(".detail").map((detail) => [detail.id, detail]));
    const named = (hash) => details.get(nameIn(hash)) || document.getElementById(nameIn(hash));
    const numbers = new Map(entries.map((entry) => [one("a", entry).hash.slice(1), one(".number", entry).textContent]));
    const words = new Map(); // what each finding or verdict rests on in the sources
    const hidden = new Set(); // the forms that the filters hide
    const [desk, filters, panel, welcome, walk, status] = [".desk", ".filters", ".panel", ".welcome", ".walk", ".status"].map((s) => one(s));
    const letters = one(".letters");
    let current = null; // the open detail
    let origin = null; // what opened it, to go back to
    let last = null; // the address that was opened last
    let holder = null; // what takes the focus when the next detail opens; its heading does if this is null

    // Without its id the browser does not jump to a detail, nor take the focus from where it is, when the address names it.
    for (const [key, detail] of details) {
      detail.key = key;
      detail.removeAttribute("id");
    }
    for (const mark of marks) mark.opens = mark.dataset.opens.split(" ");
    for (const word of all(".reader mark")) {
      for (const id of word.dataset.for.split(" ")) words.set(id, [...(words.get(id) || []), word]);
    }

    // Marks and filters

    const draw = (mark, top, again) => {
      mark.className = "mark";
      for (const name of ["href", "aria-label", "tabindex", "data-n"]) mark.removeAttribute(name);
      if (!top) return;
      mark.classList.add(details.get(top).dataset.form);
      if (details.get(top).classList.contains("told")) mark.classList.add("told");
      mark.setAttribute("href", "#" + top);
      if (numbers.has(top)) mark.dataset.n = numbers.get(top);
      if (again) mark.tabIndex = -1;
      else mark.setAttribute("aria-label", mark.textContent + ": " + said(top));
    };

    const said = (id) => one(".badge", details.get(id)).textContent + (numbers.has(id) ? ", finding " + numbers.get(id) : "");

    const paint = () => {
      const last = new Map();
      for (const mark of marks) {
        const top = mark.opens.find((id) => !hidden.has(details.get(id).dataset.form));
        draw(mark, top, last.has(top));
        if (top) last.set(top, mark);
        mark.classList.toggle("current", !!current && mark.opens.includes(current.key));
      }
      for (const mark of last.values()) mark.classList.add("end");
    };

    const filter = (button, show) => {
      const form = button.dataset.form;
      if (show) hidden.delete(form);
      else hidden.add(form);
      button.setAttribute("aria-pressed", String(show));
      root.classList.toggle("without-" + form, !show);
      for (const entry of entries) entry.hidden = hidden.has(entry.dataset.form);
      one(".none-left").hidden = !entries.length || entries.some((entry) => !entry.hidden);
      paint();
      status.textContent = one(".sample", button).textContent + (show ? " shown" : " hidden");
    };

    const buttonOf = (form) => all("button", filters).find((button) => button.dataset.form === form);

    // Places on the screen

    const paneOf = (element) => {
      for (let box = element.parentElement; box; box = box.parentElement) {
        if (box.scrollHeight > box.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(box).overflowY)) return box;
      }
      return null;
    };

    const bring = (element) => {
      const wide = element.closest(".table");
      const box = element.getBoundingClientRect();
      const view = wide && wide.getBoundingClientRect();
      if (wide && (box.left < view.left || box.right > view.right)) wide.scrollLeft += box.left - view.left - wide.clientWidth / 2;
      const pane = paneOf(element);
      if (pane) pane.scrollTop += box.top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
    };

    const inSight = (element) => {
      const box = element.getBoundingClientRect();
      const floor = getComputedStyle(panel).position === "fixed" ? panel.getBoundingClientRect().top : innerHeight;
      if (box.top < filters.offsetHeight + 16 || box.bottom > floor - 16) scrollBy(0, box.top - floor / 3);
    };

    const fit = () => root.style.setProperty("--above", Math.max(desk.getBoundingClientRect().top, filters.offsetHeight) + "px");

    // Opening

    const turnTo = (source, place) => {
      for (const other of all(".source")) other.classList.toggle("current", other === source);
      for (const name of all(".names a")) {
        if (source && name.hash === "#" + source.id) name.setAttribute("aria-current", "true");
        else name.removeAttribute("aria-current");
      }
      for (const other of all(".here")) other.classList.remove("here");
      if (place) (place.closest("tr") || place).classList.add("here");
    };

    const mark = (id) => {
      for (const word of all(".reader mark.on")) word.classList.remove("on");
      const found = words.get(id) || [];
      for (const word of found) word.classList.add("on");
      return found;
    };

    const show = (detail) => {
      for (const other of details.values()) other.classList.toggle("current", other === detail);
      current = detail;
      welcome.hidden = !!detail;
      walk.hidden = !detail;
      root.classList.toggle("open", !!detail);
      for (const entry of entries) {
        if (detail && one("a", entry).hash === "#" + detail.key) one("a", entry).setAttribute("aria-current", "true");
        else one("a", entry).removeAttribute("aria-current");
      }
      paint();
    };

    const select = (detail) => {
      const button = buttonOf(detail.dataset.form);
      if (hidden.has(detail.dataset.form)) filter(button, true);
      show(detail);
      const found = mark(detail.key);
      const links = all("a.place", detail).map((link) => named(link.hash)).filter(Boolean);
      turnTo(found.length ? found[0].closest(".source") : null, links[0]);
      for (const block of links) (block.closest("tr") || block).classList.add("here");
      panel.scrollTop = 0;
      fit();
      const spot = marks.find((item) => item.opens.includes(detail.key));
      if (spot) inSight(spot);
      fit();
      if (found.length && getComputedStyle(one("aside")).position === "sticky") bring(found[0]);
      one(".at", walk).textContent = numbers.has(detail.key) ? `${numbers.get(detail.key)} of ${numbers.size}` : "";
      status.textContent = said(detail.key) + (numbers.has(detail.key) ? ` of ${numbers.size}` : "") + ". " + one(".reason", detail).textContent;
      (holder || one("h3", detail)).focus({ preventScroll: true });
    };

    const read = (source, place) => {
      turnTo(source, place === source ? null : place);
      fit();
      const goal = place === source ? one("h3", source) : place;
      bring(goal);
      goal.tabIndex = -1;
      goal.focus({ preventScroll: true });
      if (getComputedStyle(one("aside")).position !== "sticky") goal.scrollIntoView({ block: "start" });
      status.textContent = "Reading " + one("h3", source).textContent;
    };

    const open = () => {
      last = location.hash;
      const place = named(location.hash);
      const source = place && place.closest(".source");
      if (place && details.has(place.key)) select(place);
      else if (source) read(source, place);
      else if (!location.hash) close();
      holder = null;
    };

    const close = () => {
      mark("");
      turnTo(null);
      show(null);
    };

    const leave = () => {
      const spot = current && marks.find((item) => item.opens.includes(current.key) && item.tabIndex !== -1);
      const back = origin && origin.isConnected && origin.hasAttribute("href") ? origin : spot || one("#draft");
      close();
      try {
        history.pushState(null, "", location.pathname + location.search);
        last = "";
      } catch {
        // some browsers forbid it for a file: the address keeps the last selection
      }
      back.focus({ preventScroll: true });
    };

    // Moving

    const go = (id, link) => {
      holder = link;
      origin = link.matches("a") ? link : null;
      location.hash = "#" + id;
      open();
    };

    const placeOf = (id) => marks.findIndex((item) => item.opens.includes(id));

    const nextOf = (ids, by) => {
      const at = current ? ids.indexOf(current.key) : -1;
      if (at >= 0) return ids[(at + by + ids.length) % ids.length];
      const here = current ? placeOf(current.key) : by > 0 ? -2 : marks.length;
      const rest = ids.filter((id) => (by > 0 ? placeOf(id) > here : placeOf(id) < here));
      return by > 0 ? rest[0] || ids[0] : rest[rest.length - 1] || ids[ids.length - 1];
    };

    const markOf = (entry) => marks.find((item) => item.getAttribute("href") === entry.hash && item.tabIndex !== -1) || entry;

    const stepFinding = (by, focusOf) => {
      const links = entries.filter((entry) => !entry.hidden).map((entry) => one("a", entry));
      if (!links.length) return;
      const id = nextOf(links.map((link) => link.hash.slice(1)), by);
      go(id, focusOf(links.find((link) => link.hash === "#" + id)));
    };

    const stepMark = (by) => {
      const stops = marks.filter((item) => item.hasAttribute("href") && item.tabIndex !== -1);
      if (!stops.length) return;
      const focused = stops.indexOf(document.activeElement);
      const at = focused >= 0 || !current ? focused : stops.findIndex((item) => item.opens.includes(current.key));
      const stop = stops[(at < 0 ? (by > 0 ? 0 : stops.length - 1) : at + by + stops.length) % stops.length];
      go(stop.hash.slice(1), stop);
    };

    const keys = {
      n: () => stepFinding(1, markOf),
      p: () => stepFinding(-1, markOf),
      j: () => stepMark(1),
      k: () => stepMark(-1),
    };

    const arrow = (key, link) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
      if (!by) return false;
      if (link.matches("#findings a")) stepFinding(by, (entry) => entry);
      else if (link.matches(".galley a") && /Left|Right/.test(key)) stepMark(by);
      else return false;
      return true;
    };

    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const link = document.activeElement;
      if (event.key === "Escape" && current) leave();
      else if (event.key === " " && link.matches(".galley a, #findings a")) link.click();
      else if (letters.getAttribute("aria-pressed") === "true" && Object.hasOwn(keys, event.key)) keys[event.key]();
      else if (!arrow(event.key, link)) return;
      event.preventDefault();
    });

    document.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#"]');
      if (!link) return;
      if (link.matches(".galley a, #findings a")) origin = link;
      if (link.hash === location.hash) open();
    });

    for (const button of all("button", filters)) {
      button.disabled = false;
      button.addEventListener("click", () => filter(button, button.getAttribute("aria-pressed") !== "true"));
    }
    for (const button of all("[data-walk]", walk)) {
      button.addEventListener("click", () => stepFinding(Number(button.dataset.walk), () => button));
    }
    one(".close", walk).addEventListener("click", leave);
    let off = []; // filters that paper does without: what is printed is the whole report
    addEventListener("beforeprint", () => {
      off = all('button[aria-pressed="false"]', filters);
      for (const button of off) filter(button, true);
    });
    addEventListener("afterprint", () => {
      for (const button of off) filter(button, false);
    });
    letters.addEventListener("click", () => letters.setAttribute("aria-pressed", String(letters.getAttribute("aria-pressed") !== "true")));
    addEventListener("hashchange", () => last === location.hash || open());
    addEventListener("scroll", fit, { passive: true });
    addEventListener("resize", fit);
    fit();
    close();
    open();
  };

  document.addEventListener("DOMContentLoaded", start);
})();
