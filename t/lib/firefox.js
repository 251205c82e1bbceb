// SPDX-License-Identifier: AGPL-3.0-or-later
// Firefox as Debian ships it, over WebDriver BiDi: people at a width, who find things
// by their labels only.
const fs = require('fs'), path = require('path');
const { root, ok, skip, site, link, peers } = require('./browser.js');
if (!fs.existsSync('/usr/bin/firefox-esr')) skip('no firefox-esr');
let puppeteer;
try { puppeteer = require(path.join(peers, 'puppeteer-core')); } catch { skip('puppeteer-core is not installed (t/peers/install)'); }

const gallery = process.env.GALLERY;
const shot = async (page, name) => { if (gallery) await page.screenshot({ path: path.join(gallery, `firefox-${name}.png`), fullPage: true }); };
const field = (page, label, at = 0) => page.evaluateHandle((l, i) => [...document.querySelectorAll('label')]
  .filter(x => x.textContent.trim().startsWith(l)).map(x => x.control).filter(Boolean)[i], label, at);
const fill = async (page, label, text, at) => {
  const f = (await field(page, label, at)).asElement();
  if (!f) throw new Error(`no field ${label} on ${page.url()}`);
  await f.type(text);
};
const press = async (page, words) => {
  const b = await page.evaluateHandle(w => [...document.querySelectorAll('button,a')].find(x => x.textContent.trim().replace(/（\d+か所）$/, '') === w), words);
  if (!b.asElement()) throw new Error(`nothing is called ${words} on ${page.url()}`);
  await Promise.all([page.waitForNavigation(), b.asElement().click()]);
};
const h1 = page => page.$eval('h1', h => h.textContent.trim());
const says = async (page, words) => (await page.$eval('main', m => m.textContent)).includes(words);

// Runs one journey: fn(site, person), person(width) a new page of somebody else.
const journey = async fn => {
  let browser, s;
  try {
    s = site();
    browser = await puppeteer.launch({ browser: 'firefox', executablePath: '/usr/bin/firefox-esr', headless: true,
      extraPrefsFirefox: { 'intl.accept_languages': 'ja', 'pdfjs.disabled': true } });
    ok(true, 'Firefox ' + await browser.version());
    await fn(s, async width => {
      const p = await (await browser.createBrowserContext()).newPage();
      await p.setViewport({ width, height: width < 500 ? 740 : 900 });
      return p;
    });
  } catch (e) {
    ok(false, 'the journey went to its end', e.stack);
  }
  if (browser) await browser.close();
  if (s) s.stop();
  console.log(`1..${ok.count()}`);
  process.exit(ok.failed() ? 1 : 0);
};

const register = async (s, o, mail, name) => {
  await o.goto(s.base + '/account/register');
  await fill(o, 'メールアドレス', mail);
  await press(o, '確認メールを送る');
  await o.goto(link(await s.mail(mail, '登録を完了'), '/account/verify/'));
  await fill(o, '氏名', name);
  await fill(o, 'パスワード', 'とても長いパスワードです2026');
  for (const c of await o.$$('input[type=checkbox]')) await c.click();
  await press(o, '登録を完了する');
  ok(await h1(o) === '書類の状況', 'registered and signed in');
};

module.exports = { root, ok, link, shot, field, fill, press, h1, says, journey, register };
