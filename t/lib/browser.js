// SPDX-License-Identifier: AGPL-3.0-or-later
// What every browser journey needs: a demo site of its own, its mailbox, people
// at a width with or without script, and look(): each page is judged once per
// width by axe (light and dark), HTML_CodeSniffer, html-validate, for sideways
// scrolling (also at 320 px with enlarged text spacing) and for reports of the
// browser. GALLERY=folder keeps a picture of each page.
const fs = require('fs'), path = require('path'), os = require('os');
const { spawnSync } = require('child_process');
const root = path.join(__dirname, '../..');
const peers = path.join(root, 't/peers/node_modules');

let n = 0, bad = 0;
const ok = (good, what, note) => {
  console.log(`${good ? '' : 'not '}ok ${++n} - ${what}`);
  if (!good) { bad++; if (note) console.log('# ' + String(note).slice(0, 2000).replace(/\n/g, '\n# ')); }
  return good;
};
ok.count = () => n;
ok.failed = () => bad;
const skip = why => { console.log(`1..0 # SKIP ${why}`); process.exit(0); };

let chromium, axe, sniffer, validate;
try {
  chromium = require(path.join(peers, 'playwright-core')).chromium;
  axe = fs.readFileSync(path.join(peers, 'axe-core/axe.min.js'), 'utf8');
  sniffer = fs.readFileSync(path.join(peers, 'html_codesniffer/build/HTMLCS.js'), 'utf8');
  const { HtmlValidate, StaticConfigLoader } = require(path.join(peers, 'html-validate'));
  // Rules of taste are left out: what matters is that the document is valid.
  const rules = { extends: ['html-validate:standard'],
    rules: { 'no-implicit-button-type': 'off', 'long-title': 'off', 'no-trailing-whitespace': 'off' } };
  validate = new HtmlValidate(new StaticConfigLoader(rules));
} catch (e) { skip(`a browser peer is not installed (t/peers/install): ${e.message.split('\n')[0]}`); }
if (!fs.existsSync('/usr/bin/chromium')) skip('no chromium');

const gallery = process.env.GALLERY;
const build = process.env.B || path.join(root, 'build');

// --- the site ---
const site = () => {
  const run = fs.mkdtempSync(process.getuid() === 0 ? '/var/lib/teiketsu-test-' : path.join(os.tmpdir(), 'teiketsu-test-'));
  fs.chmodSync(run, 0o755);
  const port = 20000 + process.pid % 4000 * 10;
  const demo = (...a) => spawnSync('/usr/bin/python3', [path.join(root, 'etc/demo/demo'), ...a, '--run', run], { encoding: 'utf8' });
  const started = demo('start', '--port', String(port), '--build', build);
  const stop = () => { demo('stop'); fs.rmSync(run, { recursive: true, force: true }); };
  if (started.status) { stop(); throw new Error(started.stdout + started.stderr); }
  return { run, port, base: `http://127.0.0.1:${port}`, stop, ...mailbox(run) };
};

// --- the mailbox ---
const decode = raw => {
  const [head, ...rest] = raw.split(/\r?\n\r?\n/);
  const h = head.replace(/\r?\n[ \t]+/g, ' ');
  const subject = (h.match(/^Subject: (.*)$/mi) || [, ''])[1]
    .replace(/\?=\s+=\?/g, '?==?').replace(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, b) => `\u0000${b}\u0000`)
    .split('\u0000').filter(Boolean);
  const bytes = Buffer.concat(subject.map(s => /^[A-Za-z0-9+/=]+$/.test(s) ? Buffer.from(s, 'base64') : Buffer.from(s)));
  const multi = h.match(/boundary="([^"]+)"/i);
  const body = multi ? raw.split('--' + multi[1])[1].split(/\r?\n\r?\n/).slice(1).join('\n') : rest.join('\n');
  return { to: (h.match(/^X-RcptTo: (.*)$/mi) || [, ''])[1], subject: bytes.toString('utf8'),
           text: Buffer.from(body.replace(/\s/g, ''), 'base64').toString('utf8'), files: (raw.match(/application\/pdf/gi) || []).length };
};
const mailbox = run => {
  const mails = () => ['new', 'cur'].flatMap(d => {
    const dir = path.join(run, 'mail', d);
    return fs.existsSync(dir) ? fs.readdirSync(dir).map(f => decode(fs.readFileSync(path.join(dir, f), 'latin1'))) : [];
  });
  // The mail to `to` whose subject contains `about`; waits for it up to 20 s.
  const mail = async (to, about) => {
    for (let i = 0; i < 200; i++) {
      const m = mails().find(m => m.to.includes(to) && m.subject.includes(about));
      if (m) return m;
      await new Promise(r => setTimeout(r, 100));
    }
    throw new Error(`no mail to ${to} about ${about}: ${JSON.stringify(mails().map(m => [m.to, m.subject]))}`);
  };
  return { mails, mail };
};
const link = (m, part) => m.text.split(/\s+/).find(u => u.startsWith('http') && u.includes(part));

// --- people ---
const launch = () => chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic',
  '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
// options: script: false (then under the site's own CSP: the judges are scripts and need it off),
// cookies: false (refused), touch: true
const person = async (browser, width, options = {}) => {
  const c = await browser.newContext({ viewport: { width, height: width < 500 ? 740 : 900 }, javaScriptEnabled: options.script !== false,
    locale: 'ja-JP', hasTouch: !!options.touch, bypassCSP: options.script !== false });
  if (options.cookies === false)
    await c.route('**/*', async r => { const h = { ...r.request().headers() }; delete h.cookie; await r.continue({ headers: h }); });
  const p = await c.newPage();
  p.noScript = options.script === false;
  p.on('console', m => {
    if (m.type() === 'error' && !/favicon|status of 4(00|03|04|09|10|22|29)/.test(m.text())) ok(false, 'the browser reports nothing', m.text());
  });
  return p;
};
const press = (page, words) => page.getByRole('button', { name: words, exact: true }).first().click();
const go = (page, words) => page.getByRole('link', { name: words }).first().click();
const h1 = page => page.getByRole('heading', { level: 1 }).first().textContent();

// --- looking at a page ---
const seen = new Set();
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const spacing = '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}';
const over = page => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const byAxe = async page => {
  if (!await page.evaluate(() => !!window.axe)) await page.evaluate(axe);
  const r = await page.evaluate(t => window.axe.run(document, { runOnly: t }), tags);
  return r.violations.map(v => `${v.id}: ${v.help} ${v.nodes.slice(0, 3).map(x => x.html).join(' | ')}`);
};
const bySniffer = async page => {
  await page.evaluate(sniffer);
  // 2.5.1 stumbles over its own missing sentence in this check; axe and html-validate judge autocomplete
  await page.evaluate(() => { window.HTMLCS_WCAG2AAA_Sniffs_Principle1_Guideline1_3_1_3_5.checkControlGroups = () => {}; });
  return page.evaluate(() => new Promise(done => window.HTMLCS.process('WCAG2AA', document, () => done(window.HTMLCS.getMessages()
    .filter(m => m.type === 1).map(m => `${m.code}: ${m.msg} ${(m.element.outerHTML || '').slice(0, 200)}`)), done)));
};
const byValidator = async page => {
  const answer = await page.request.get(page.url(), { failOnStatusCode: false });
  if (!/html/.test(answer.headers()['content-type'] || '')) return [];
  const r = await validate.validateString(await answer.text());
  return r.results.flatMap(x => x.messages.filter(m => m.severity === 2).map(m => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`));
};
const narrow = async page => {
  const was = page.viewportSize(), style = await page.addStyleTag({ content: spacing });
  await page.setViewportSize({ width: 320, height: 740 });
  const px = await over(page);
  await style.evaluate(s => s.remove());
  await page.setViewportSize(was);
  return px;
};

const look = async (page, name) => {
  const width = page.viewportSize().width, key = `${name}-${width}`;
  if (seen.has(key)) return;
  seen.add(key);
  if (gallery) await page.screenshot({ path: path.join(gallery, key + '.png'), fullPage: true });
  if (page.noScript) return;
  const judged = (what, found) => ok(!found.length, `${key}: ${what}`, found.join('\n'));
  judged('nothing scrolls sideways', await over(page).then(px => px > 0 ? [`${px} px`] : []));
  judged('axe, light', await byAxe(page));
  await page.emulateMedia({ colorScheme: 'dark' });
  judged('axe, dark', await byAxe(page));
  await page.emulateMedia({ colorScheme: 'light' });
  judged('HTML_CodeSniffer', await bySniffer(page));
  judged('at 320 px with enlarged text spacing', await narrow(page).then(px => px > 0 ? [`${px} px`] : []));
  judged('html-validate', await byValidator(page));
};

// Runs one journey: fn({ site, browser }) and the closing line.
const journey = async fn => {
  let s, browser;
  try {
    s = site();
    browser = await launch();
    await fn(s, browser);
  } catch (e) {
    ok(false, 'the journey went to its end', e.stack);
  }
  if (browser) await browser.close();
  if (s) s.stop();
  console.log(`1..${n}`);
  process.exit(bad ? 1 : 0);
};

module.exports = { root, ok, skip, site, launch, person, press, go, h1, look, link, journey, peers };
