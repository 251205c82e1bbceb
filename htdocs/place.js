/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Mouse, finger and keys for the page that places input fields. Everything is
 * sent to the forms that are there without it; the answer's <main> takes the
 * place of this one. Millimetres everywhere. */
(function () {
'use strict';
if (!window.fetch || !window.PointerEvent || !window.URLSearchParams || !window.DOMParser) return;
var $ = function (s, e) { return (e || document).querySelector(s); };
var on = function (e, t, f) { e.addEventListener(t, f); };
var tag = function (n) { return document.createElement(n); };
var $$ = function (s, e) { return [].slice.call((e || document).querySelectorAll(s)); };
var page, image, words, scale, boxes = {}, chosen = [], drag, timer, dirty, queue = Promise.resolve(), gone;

var live = tag('div');
live.className = 'vh';
live.setAttribute('role', 'status');
document.body.appendChild(live);

function mm(v) { return Math.round(v * 100) / 100; }
function say(text) { live.textContent = text; }
function fill(text, map) { return text.replace(/%(\w)/g, function (m, k) { return map[k]; }); }
function where(b) { return fill(words.at, { x: mm(b.x), y: mm(b.y), w: mm(b.w), h: mm(b.h) }); }

/* --- asking the server --- */
function body(more) {
  var f = new URLSearchParams(), form = image.form;
  ['csrf', 'version', 'page', 'w', 'grid', 'table', 'five'].forEach(function (k) {
    if (form.elements[k]) f.append(k, form.elements[k].value);
  });
  Object.keys(more).forEach(function (k) {
    [].concat(more[k]).forEach(function (v) { f.append(k, v); });
  });
  return f;
}
function fresh() { /* the next field */
  var f = image.form.elements, o = {};
  ['kind', 'who', 'label'].forEach(function (k) { if (f[k]) o[k] = f[k].value; });
  if (f.required && f.required.checked) o.required = '1';
  return o;
}
function ask(url, init) {
  queue = queue.then(function () {
    return fetch(url, init()).then(function (r) {
      return r.text().then(function (t) { take(t, r); });
    });
  }).catch(function () { say(words.lost); });
  return queue;
}
function post(more) {
  var url = image.form.action;
  return ask(url, function () {
    dirty = false;
    return { method: 'POST', body: body(typeof more === 'function' ? more() : more), credentials: 'same-origin' };
  });
}
function take(text, r) {
  var d = new DOMParser().parseFromString(text, 'text/html'), main = $('main', d), old = $('main');
  if (!$('.page', d)) { location.href = r.url; return; }
  if (dirty) { /* keys were pressed meanwhile: only the version is news */
    $$('input[name=version]').forEach(function (i) { i.value = $('input[name=version]', d).value; });
    return;
  }
  var box = document.activeElement && document.activeElement.dataset.key, paper = $('.paper'), left = paper.scrollLeft,
      down = paper.scrollTop, top = paper.getBoundingClientRect().top;
  old.parentNode.replaceChild(document.importNode(main, true), old);
  if (r.ok) history.replaceState(null, '', r.url.split('#')[0]);
  setup();
  paper = $('.paper');
  paper.scrollLeft = left;
  paper.scrollTop = down;
  window.scrollBy(0, paper.getBoundingClientRect().top - top);
  var error = $('main .err'), said = $('main .ok,main .wn'), sel = $('main [aria-current=true]');
  if (error) { error.tabIndex = -1; error.focus(); }
  else if (sel && (box || !document.activeElement || document.activeElement === document.body)) {
    var b = boxes[sel.parentNode.dataset.key];
    if (b) b.e.focus({ preventScroll: true });
  }
  if (said && !error) say(said.textContent);
}

/* --- boxes --- */
function all() { return Object.keys(boxes).map(function (k) { return boxes[k]; }); }
function put(e, b) { /* the button may be larger than the box it shows */
  var i = (e.firstChild || e).style;
  e.style.left = (b.x + b.w / 2) * scale + 'px';
  e.style.top = (b.y + b.h / 2) * scale + 'px';
  i.width = b.w * scale + 'px';
  i.height = b.h * scale + 'px';
}
function draw(b) {
  put(b.e, b);
  b.e.classList.toggle('on', chosen.indexOf(b) >= 0);
}
function keep(b) { /* onto the paper */
  b.w = Math.max(b.least, Math.min(b.w, page.dataset.w));
  b.h = Math.max(b.least, Math.min(b.h, page.dataset.h));
  b.x = Math.max(0, Math.min(b.x, page.dataset.w - b.w));
  b.y = Math.max(0, Math.min(b.y, page.dataset.h - b.h));
}
function make(li) {
  var d = li.dataset, e = tag('button'), h = tag('span'), r = e.appendChild(tag('span'));
  var b = { key: d.key, li: li, e: e, x: +d.left, y: +d.top, w: +d.width, h: +d.height, least: +d.least };
  e.type = 'button';
  e.className = 'bx';
  e.dataset.key = d.key;
  r.textContent = d.mark;
  e.setAttribute('aria-label', fill(words.name, { f: $('a', li).textContent, p: fill(words.page, { n: d.page }), w: $('.w', li).textContent }));
  h.className = 'hn';
  r.appendChild(h);
  on(e, 'pointerdown', function (ev) { start(ev, b, ev.target === h ? 'size' : 'move'); });
  on(e, 'keydown', function (ev) { key(ev, b); });
  on(e, 'focus', function () { if (!drag && chosen.indexOf(b) < 0) choose(b); });
  on(e, 'click', function (ev) { ev.preventDefault(); if (!ev.detail) open(b); });
  boxes[d.key] = b;
  return b;
}
function choose(b, more) {
  var i = chosen.indexOf(b);
  if (!more) chosen = [b];
  else if (i < 0) chosen.push(b);
  else chosen.splice(i, 1);
  all().forEach(draw);
  tools();
}
function open(b) { /* its settings */
  if (!$('[aria-current=true]', b.li)) ask($('a', b.li).href, function () { return { credentials: 'same-origin' }; });
}
function save(b, snap) {
  post({ do: 'box', f: b.key, left: mm(b.x), top: mm(b.y), width: mm(b.w), height: mm(b.h), snap: snap ? '1' : [] });
}

/* --- pointers --- */
function at(ev) {
  var r = image.getBoundingClientRect();
  return { x: (ev.clientX - r.left) / scale, y: (ev.clientY - r.top) / scale };
}
function under(p, b) { /* a finger's target reaches over its neighbours: what was really meant */
  var k = function (o) { return p.x >= o.x && p.x <= o.x + o.w && p.y >= o.y && p.y <= o.y + o.h; };
  return k(b) ? b : all().filter(k)[0] || b;
}
function start(ev, b, what) {
  if (ev.button) return;
  var p = at(ev);
  if (b && what === 'move') b = under(p, b);
  drag = { what: what, b: b, from: p, was: b ? { x: b.x, y: b.y, w: b.w, h: b.h } : null, far: false, id: ev.pointerId };
  if (b && b.e.setPointerCapture) b.e.setPointerCapture(ev.pointerId);
}
function move(ev) {
  if (!drag || ev.pointerId !== drag.id) return;
  var p = at(ev), dx = p.x - drag.from.x, dy = p.y - drag.from.y, b = drag.b;
  if (!drag.far && Math.abs(dx) + Math.abs(dy) < 4 / scale) return;
  drag.far = true;
  ev.preventDefault();
  if (drag.what === 'move') { b.x = drag.was.x + dx; b.y = drag.was.y + dy; keep(b); draw(b); }
  else if (drag.what === 'size') { b.w = drag.was.w + dx; b.h = drag.was.h + dy; keep(b); draw(b); }
  else {
    var s = drag.ghost = drag.ghost || page.appendChild(tag('span'));
    s.className = 'gh';
    put(s, { x: Math.min(p.x, drag.from.x), y: Math.min(p.y, drag.from.y), w: Math.abs(dx), h: Math.abs(dy) });
  }
}
function stop(back) {
  var d = drag;
  drag = null;
  if (!d) return null;
  if (d.ghost) d.ghost.remove();
  if (back && d.b) draw(Object.assign(d.b, d.was));
  return d;
}
function end(ev) {
  var d = drag && ev.pointerId === drag.id ? stop(false) : null, p = d && at(ev);
  if (!d) return;
  if (d.b) {
    if (d.far) { choose(d.b); save(d.b, d.what === 'move'); say(where(d.b)); }
    else { choose(d.b, ev.shiftKey); d.b.e.focus(); if (!ev.shiftKey) open(d.b); }
  } else if (d.far) {
    var o = fresh();
    image.drawn = true;
    o.do = 'add';
    o.to = image.form.elements.page.value;
    o.left = mm(Math.max(0, Math.min(p.x, d.from.x)));
    o.top = mm(Math.max(0, Math.min(p.y, d.from.y)));
    o.width = mm(Math.max(3, Math.abs(p.x - d.from.x)));
    o.height = mm(Math.max(3, Math.abs(p.y - d.from.y)));
    post(o);
  }
}

/* --- keys --- */
var keys = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
function key(ev, b) {
  var k = keys[ev.key], by = ev.shiftKey ? 5 : 1;
  if (ev.key === 'Delete' || ev.key === 'Backspace') { ev.preventDefault(); drop(b); }
  if (!k || ev.ctrlKey || ev.metaKey) return;
  ev.preventDefault();
  if (ev.altKey) { b.w += k[0] * by; b.h += k[1] * by; }
  else { b.x += k[0] * by; b.y += k[1] * by; }
  keep(b);
  draw(b);
  dirty = true;
  say((ev.altKey ? '' : fill(words[ev.key.slice(5).toLowerCase()], { n: by })) + where(b));
  clearTimeout(timer);
  timer = setTimeout(function () { save(b, false); }, 500);
}
function drop(b) {
  var d = b.li.dataset;
  clearTimeout(timer);
  gone = { do: 'undo', f: d.key, kind: d.kind, who: d.who, label: d.label, required: d.required || [], max: d.max, size: d.size || [],
    hint: d.hint, value: d.value, to: d.page, left: d.left, top: d.top, width: d.width, height: d.height };
  post({ do: 'drop', f: d.key });
}

/* --- several at once, and the way back --- */
function align(how) {
  var m = chosen.slice(), n = m.length, last;
  var min = function (f) { return Math.min.apply(null, m.map(f)); }, max = function (f) { return Math.max.apply(null, m.map(f)); };
  var l = min(function (b) { return b.x; }), r = max(function (b) { return b.x + b.w; });
  var t = min(function (b) { return b.y; }), d = max(function (b) { return b.y + b.h; });
  m.sort(function (a, b) { return a.y - b.y; });
  var free = d - t - m.reduce(function (s, b) { return s + b.h; }, 0);
  m.forEach(function (b, i) {
    if (how === 'l') b.x = l;
    if (how === 'r') b.x = r - b.w;
    if (how === 't') b.y = t;
    if (how === 'b') b.y = d - b.h;
    if (how === 'e') { b.y = i ? last + free / (n - 1) : t; last = b.y + b.h; }
    draw(b);
  });
  m.forEach(function (b) { keep(b); save(b, false); });
}
function tools() {
  var bar = $('#tools') || tag('p');
  var add = function (text, fn) {
    var e = tag('button');
    e.type = 'button';
    e.textContent = text;
    on(e, 'click', fn);
    bar.appendChild(e);
  };
  bar.id = 'tools';
  bar.className = 'nudge';
  bar.textContent = '';
  if (chosen.length > 1) 'lrtbe'.split('').forEach(function (k) { add(words['align' + k], function () { align(k); }); });
  if (gone) add(words.undo, function () { post(gone); gone = null; });
  $('.paper').parentNode.insertBefore(bar, $('.paper'));
}

function setup() {
  page = $('.page');
  image = page && $('input[type=image]', page);
  if (!image) return;
  words = $('#words').dataset;
  scale = image.width / page.dataset.w;
  image.src = image.dataset.plain;
  boxes = {};
  chosen = [];
  $$('li[data-key]').filter(function (li) { return li.dataset.page === page.dataset.page; }).map(make)
    .sort(function (a, b) { return Math.abs(a.y - b.y) > 3 ? a.y - b.y : a.x - b.x; })
    .forEach(function (b) { page.appendChild(b.e); draw(b); });
  var sel = $('li[data-key] [aria-current=true]');
  if (sel && boxes[sel.parentNode.dataset.key]) choose(boxes[sel.parentNode.dataset.key]);
  tools();
  on(image, 'pointerdown', function (ev) { if (ev.pointerType === 'mouse' && !image.form.elements.two) start(ev, null, 'draw'); });
  on(image, 'dragstart', function (ev) { ev.preventDefault(); });
  on(image, 'click', function (ev) {
    if (!ev.detail) return; /* a key: the form says what to do */
    ev.preventDefault();
    if (image.drawn) { image.drawn = false; return; }
    var p = at(ev), o = fresh();
    ['f', 'two', 'ax', 'ay'].forEach(function (k) { if (image.form.elements.two && image.form.elements[k]) o[k] = image.form.elements[k].value; });
    o['at.x'] = Math.round(p.x * scale);
    o['at.y'] = Math.round(p.y * scale);
    post(o);
  });
}
on(document, 'pointermove', move);
on(document, 'pointerup', end);
on(document, 'pointercancel', function () { stop(true); });
on(document, 'keydown', function (ev) { if (ev.key === 'Escape' && drag) { stop(true); say(words.stopped); } });
setup();
}());
