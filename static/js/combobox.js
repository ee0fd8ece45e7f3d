// Fields that offer names from a list: type a name, a short form or pinyin initials, choose with the arrow keys.
// The list is the page's own datalist; without this script the browser shows that.
(function () {
  "use strict";

  const SHOWN = 8;
  const lists = {};
  let open = null; // the list that is shown: its field, its box, its choices, the marked one

  function choices(id) {
    if (!lists[id]) {
      const list = document.getElementById(id);
      lists[id] = Array.from(list ? list.options : [], function (option) {
        return { name: option.value, hint: option.textContent, words: (option.value + " " + option.textContent).toLowerCase() };
      });
    }
    return lists[id];
  }

  // The better a name fits, the higher it stands: it begins like the words, its initials do, it holds them.
  function rank(choice, words) {
    const hints = choice.hint.toLowerCase().split(/[ ，、]/);
    if (choice.name.toLowerCase() === words || hints[0] === words) return 0;
    if (choice.name.toLowerCase().startsWith(words)) return 1;
    if (hints.some(function (hint) { return hint.startsWith(words); })) return 2;
    return choice.words.includes(words) ? 3 : 9;
  }

  function found(field) {
    const words = field.value.trim().toLowerCase();
    const all = choices(field.dataset.names);
    if (!words) return [];
    return all
      .map(function (choice, place) { return { choice: choice, rank: rank(choice, words), place: place }; })
      .filter(function (one) { return one.rank < 9; })
      .sort(function (a, b) { return a.rank - b.rank || a.place - b.place; })
      .slice(0, SHOWN)
      .map(function (one) { return one.choice; });
  }

  function close() {
    if (!open) return;
    open.box.remove();
    open.field.setAttribute("aria-expanded", "false");
    open.field.removeAttribute("aria-activedescendant");
    open = null;
  }

  function mark(place) {
    if (!open) return;
    open.marked = (place + open.found.length) % open.found.length;
    Array.from(open.box.children).forEach(function (row, n) {
      row.setAttribute("aria-selected", String(n === open.marked));
    });
    const row = open.box.children[open.marked];
    open.field.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }

  function take(choice) {
    const field = open.field;
    close();
    field.value = choice.name;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function show(field) {
    close();
    const rows = found(field);
    if (!rows.length) { showNothing(field); return; }
    if (rows.length === 1 && rows[0].name === field.value.trim()) return;
    const box = document.createElement("ul");
    box.className = "names";
    box.id = "names";
    box.setAttribute("role", "listbox");
    rows.forEach(function (choice, n) {
      const row = document.createElement("li");
      row.id = "name-" + n;
      row.setAttribute("role", "option");
      const name = document.createElement("b");
      name.textContent = choice.name;
      const hint = document.createElement("span");
      hint.textContent = choice.hint;
      row.append(name, hint);
      row.addEventListener("mousedown", function (event) {
        event.preventDefault(); // the field keeps the focus
        take(choice);
      });
      box.append(row);
    });
    put(field, box);
    field.setAttribute("aria-expanded", "true");
    field.setAttribute("aria-controls", "names");
    open = { field: field, box: box, found: rows, marked: 0 };
    mark(0);
  }

  // Of a unit that is not on the list it is said so; a person may be new.
  function showNothing(field) {
    if (field.dataset.names !== "unit-names" || !field.value.trim()) return;
    const box = Object.assign(document.createElement("p"), { className: "names names--none", textContent: "没有找到" });
    box.setAttribute("role", "status");
    put(field, box);
    open = { field: field, box: box, found: [], marked: -1 };
  }

  // Under the field, and within the window.
  function put(field, box) {
    field.closest("div").append(box);
    const over = box.getBoundingClientRect().right - document.documentElement.clientWidth + 8;
    if (over > 0) box.style.left = -over + "px";
  }

  function enhance(field) {
    field.dataset.names = field.getAttribute("list");
    field.removeAttribute("list");
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
  }

  document.addEventListener("focusin", function (event) {
    const field = event.target;
    if (field.matches && field.matches('input[list="unit-names"], input[list="leader-names"]')) enhance(field);
  });
  document.addEventListener("focusout", close);
  // An answer that was worked into the page took the list away.
  document.addEventListener("workbench:shown", function () {
    Object.keys(lists).forEach(function (id) { delete lists[id]; }); // a unit may have come to it
    if (!open || open.box.isConnected) return;
    const field = open.field;
    close();
    if (field === document.activeElement) show(field);
  });
  document.addEventListener("input", function (event) {
    if (event.isTrusted && event.target.dataset && event.target.dataset.names) show(event.target);
  });
  document.addEventListener("keydown", function (event) {
    const field = event.target;
    if (!field.dataset || !field.dataset.names || event.isComposing) return;
    if (!open || !open.found.length) {
      if (open && event.key === "Escape") close();
      if (event.key === "ArrowDown" && !event.ctrlKey && !event.altKey) { show(field); event.preventDefault(); }
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (event.ctrlKey) { close(); return; }
      mark(open.marked + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      take(open.found[open.marked]);
    } else if (event.key === "Escape") {
      close();
    } else if (event.key === "Tab") {
      // Leaving with one clear choice takes it, as the first line of the list says.
      take(open.found[open.marked]);
      return;
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }, true);
})();
